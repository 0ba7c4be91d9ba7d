"""The one date behind the answer before, for who only asks when."""

from __future__ import annotations

from actions.answers.counted_dates import deadline_reckoned, how_counted, own_deadline, time_until
from actions.answers.hand_over import case_of
from actions.answers.repeated import UNCLEAR, repeated
from actions.dialogue.identity import known_customer
from actions.dialogue.last_answer import last_answer, rules_behind
from actions.dialogue.read_first import Answer, Reader
from actions.dialogue.turn import ActionContext
from actions.replies.reply import Reply, Utterance
from actions.services import Services
from core.database.errors import StoreUnavailable
from core.when_alone import asks_when_alone

#: Windows of several items end on several days, which their answer lists.
_SEVERAL = frozenset({"window.order", "window.receipt"})


def when_told(turn: ActionContext, services: Services) -> Reply | None:
    """How far away the date is that was told last, and how it was counted; where no one date is meant, the same answer.

    Args:
        turn: The turn.
        services: Store and rules.

    Returns:
        None where a message asks anything else, or nothing of a customer's own was told before.
    """
    if turn.is_press or turn.in_form or turn.group or turn.told_now or not asks_when_alone(turn.said):
        return None
    said = last_answer(turn.events, UNCLEAR)
    behind = [each for each in rules_behind(turn.events) if each in services.facts]
    if not behind or not any(each.personal and each.facts for each in said):
        return None
    try:
        customer = known_customer(turn, services)
        case = case_of(turn, customer, services)
    except StoreUnavailable:
        return None
    if customer is None:
        return None
    deadline = None
    if behind[0] not in _SEVERAL:
        deadline = own_deadline(behind, case, services.facts) or deadline_reckoned(
            turn, behind[0], case, services.facts
        )
    if deadline is None:
        return Reply(tuple(repeated(each) for each in said if each.personal), {"offer": turn.offer})
    lines = [time_until(deadline, customer, turn.now), *how_counted(deadline, customer, turn.now, services.facts)]
    return Reply((Utterance("utter_how_long", {"lines": lines}, deadline.because),))


def when_reader(services: Services) -> Reader:
    """Reads a bare "when?" behind an answer."""

    def read(turn: ActionContext, answer: Answer) -> Reply | None:
        return when_told(turn, services)

    return read
