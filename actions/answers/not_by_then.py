"""What holds if a stage is not over by a day, behind the answer about it: "and if it isn't checked by Friday?"."""

from __future__ import annotations

from actions.answers.counted_dates import own_deadline
from actions.answers.deadlines import deadline_line
from actions.answers.hand_in_by_country import waits_until
from actions.answers.hand_over import case_of
from actions.dialogue.base_actions import OFFER_PERSON
from actions.dialogue.identity import known_customer
from actions.dialogue.last_answer import rules_behind
from actions.dialogue.read_first import Answer, Reader
from actions.dialogue.relative_dates import meant_day
from actions.dialogue.turn import AHEAD, ActionContext, SaidDate
from actions.replies.deadlines_card import deadlines_heading
from actions.replies.item_windows import TO_PERSON
from actions.replies.reply import Reply, Utterance
from actions.services import Services
from core.database.errors import StoreUnavailable
from core.money_questions import names_money
from core.short_messages import pieces
from core.stage_question import StageQuestion
from core.stage_questions import stage_questions
from policy.calendars import local_date

_REFUND = "refund.time"
_STAGES = frozenset({"inspection", "seller.silence", "request.processing", _REFUND})


def not_by_then_reader(services: Services) -> Reader:
    """Reads what is asked of the stage of a return that was told of: its last day, and a person from then on.

    Args:
        services: Store and rules.
    """

    def read(turn: ActionContext, answer: Answer) -> Reply | None:
        told = [each for each in rules_behind(turn.events) if each in services.facts][:1]
        if turn.is_press or turn.told_now or turn.loop or not waits_until(turn) or _STAGES.isdisjoint(told):
            return None
        is_of_money = names_money(turn.said) or "account" in pieces(turn.said)
        if is_of_money or (told == [_REFUND] and StageQuestion.NO_MONEY in stage_questions(turn.said)):
            # Money that is not there is no matter of the stage before it, and has words of its own.
            return None
        try:
            customer = known_customer(turn, services)
            case = case_of(turn, customer, services) if customer else None
        except StoreUnavailable:
            return None
        deadline = own_deadline(told, case, services.facts)
        if case is None or deadline is None or turn.asked_day is None:
            return None
        asked = meant_day(SaidDate(turn.asked_day.phrase, turn.now, AHEAD), case.customer)
        zone = case.customer.timezone
        is_late = asked is not None and local_date(asked, zone) > deadline.due_on(zone)
        values = {"heading": deadlines_heading(case), "lines": [deadline_line(deadline, case)]}
        said = Utterance("utter_deadlines", values, deadline.because, (TO_PERSON,) if is_late else ())
        return Reply((said,), {"offer": OFFER_PERSON if is_late else None})

    return read
