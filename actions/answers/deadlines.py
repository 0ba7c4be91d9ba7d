"""Which dates apply to a return."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from actions.answers.carrier_told import carrier_told, status_with_report
from actions.answers.counted_dates import how_counted
from actions.answers.in_time import in_time
from actions.answers.refund import when_money_comes
from actions.answers.reminders import OFFER_REMINDERS, reminder_offer
from actions.answers.return_status import STANDING, next_step_phrase, person_choice, status_phrase, told_status
from actions.dialogue.base_actions import OFFER_PERSON, Case, ReturnAction, windows_of
from actions.dialogue.belongings import named_items
from actions.dialogue.last_answer import answers_before
from actions.dialogue.lateness import with_doubt
from actions.dialogue.relative_dates import meant_day
from actions.dialogue.turn import AHEAD, ActionContext
from actions.replies.deadlines_card import deadlines_card, deadlines_heading, lateness
from actions.replies.due_phrases import show_due
from actions.replies.item_windows import TO_PERSON, WINDOWS_OVER, windows_left
from actions.replies.joined import joined
from actions.replies.reply import Phrase, Reply, Utterance
from core.what_ifs import asks_how_long_left, asks_to_send_now, supposes_silence
from policy.deadlines import OVER, Deadline, DeadlineKind, open_deadlines
from policy.model import EventType
from policy.next_step import NextStep, StepKind, next_step
from policy.progress import ANSWERED
from policy.status import AT_WAREHOUSE, DECIDED, SENT, History, Status, return_state
from policy.window import return_window

#: Questions about one stage are answered with that stage's dates.
KINDS: Mapping[str, frozenset[DeadlineKind]] = MappingProxyType(
    {
        "ask_deadlines": frozenset(DeadlineKind),
        "ask_processing_time": frozenset({DeadlineKind.PROCESSING}),
        "ask_seller_silent": frozenset({DeadlineKind.SELLER}),
        "ask_ship_by": frozenset({DeadlineKind.SHIP_BY}),
        "ask_inspection_time": frozenset({DeadlineKind.INSPECTION}),
    }
)
#: What asks, of a return that was cancelled, until when its items can be sent back after all.
OF_SENDING = frozenset({"ask_deadlines", "ask_ship_by"})
#: Where the items can't be sent yet.
_NOT_APPROVED = frozenset(
    {
        *(StepKind.WAIT_FOR_PROCESSING, StepKind.WAIT_FOR_SELLER, StepKind.PLATFORM_STEPS_IN),
        *(StepKind.WAIT_FOR_DECISION, StepKind.WAIT_FOR_PLATFORM),
    }
)
_HOW_LONG = re.compile(r"\bhow (?:long|many (?:\w+ )?(?:days|hours))\b", re.IGNORECASE)
#: Where the time of a stage matters no more.
_ENDED = frozenset({*OVER, Status.INSPECTION_FAILED, Status.ESCALATED})
#: After which a return is past the stage that is asked about.
_BEHIND: Mapping[str, tuple[EventType, ...]] = MappingProxyType(
    {"ask_seller_silent": (*ANSWERED, *DECIDED, *SENT, *AT_WAREHOUSE), "ask_ship_by": (*SENT, *AT_WAREHOUSE)}
)


class ActionDeadlines(ReturnAction):
    """Lists every open date of a return, or the one that the question is about."""

    name_ = "action_deadlines"
    topics = tuple(KINDS)

    def answer_return(self, topic: str, turn: ActionContext, case: Case) -> Reply:
        """The dates, soonest first, each with its rule; where none is open, where the return stands.

        Of a cancelled return they are the windows of its items, which can be asked for again. Once a parcel counts as
        lost its refund starts by itself, and the page it should have changed matters no more.
        """
        step = next_step(case.found, case.customer, case.now, self.services.facts)
        if topic in OF_SENDING and step.kind is StepKind.APPLY_AGAIN:
            order = case.found.order
            items = named_items(turn, order) or {item.id for item in case.found.items}
            windows = windows_of(turn, case.customer, order, items, self.services)
            before = told_status(turn, case, self.services.facts).utterances if topic == "ask_deadlines" else ()
            return Reply((*before, *windows.utterances), windows.slots)
        if asks_to_send_now(turn.said) and step.kind in _NOT_APPROVED:
            return Reply((send_not_yet(case, step),), {"offer": None})
        planned = self._planned(turn, case) if topic == "ask_ship_by" else None
        if planned is not None:
            return Reply((planned,), {"said_date": None})
        deadlines = open_deadlines(case.found, case.customer, case.now, self.services.facts)
        lost = any(each.kind is DeadlineKind.LOST_PARCEL and each.overdue(case.now) for each in deadlines)
        if topic == "ask_ship_by" and step.kind in _NOT_APPROVED and asks_how_long_left(turn.said):
            return self._not_approved(case, step)
        asked = [
            deadline
            for deadline in deadlines
            if deadline.kind in KINDS[topic] and not (lost and deadline.kind is DeadlineKind.DROP_OFF_UPDATE)
        ]
        offer = reminder_offer(case, turn, self.services) if asked else ()
        remember = {"offer": OFFER_REMINDERS} if offer else {}
        if asked:
            card = deadlines_card(asked, case) if turn.rich else None
            told = (self._lines(deadline, step, case) for deadline in asked)
            lines = card.lines() if card else list(itertools.chain.from_iterable(told))
            beside = self._beside(asked, turn, case)
            values = {"heading": deadlines_heading(case), "lines": [*lines, *beside]}
            person = (TO_PERSON,) if WINDOWS_OVER in beside else ()
            said = Utterance("utter_deadlines", values, asked[0].because, (*offer, *person), card)
            return with_doubt(Reply((said,), remember), topic, turn, self.services.facts)
        helps = _rule_helps(topic, case)
        if helps and any(each.response in STANDING for said in answers_before(turn.events) for each in said):
            # Where the return stands was told, so the rule is the answer.
            is_sent = History.until(case.found.events, case.now).has(*SENT)
            carried = carrier_told(case, self.services) if is_sent else None
            if carried is not None:
                return joined([Reply(self.rule(topic, turn)), carried])
            return Reply((*self.rule(topic, turn), _standing(step, case)), {"offer": _person_offered(step)})
        status = status_with_report(turn, case, self.services)
        return Reply((*status.utterances, *(self.rule(topic, turn) if helps else ())), status.slots)

    def _planned(self, turn: ActionContext, case: Case) -> Utterance | None:
        """The day on which this message plans to hand in the parcel, against the advised day and the windows."""
        said = turn.date
        is_plan = said is not None and said.sense == AHEAD and said.said_at == turn.now
        day = meant_day(said, case.customer) if said is not None and is_plan and said.phrase else None
        return in_time(day, case, self.services.facts) if day else None

    def _not_approved(self, case: Case, step: NextStep) -> Reply:
        """Until when the items can be sent back, and that the approval comes first."""
        values = {"heading": deadlines_heading(case), "lines": windows_left(case, self.services.facts)}
        order = case.found.order
        window = return_window(order, case.found.items[0], case.now, self.services.facts, case.customer.timezone)
        told = (Utterance("utter_deadlines", values, window.because), send_not_yet(case, step))
        return Reply(told, {"offer": None})

    def _lines(self, deadline: Deadline, step: NextStep, case: Case) -> list[Phrase]:
        """One date; of the advised day to hand in a parcel, that its label comes first where there is none yet.

        That the day is over is said with it.
        """
        if deadline.kind is not DeadlineKind.SHIP_BY or step.kind is not StepKind.DOWNLOAD_LABEL:
            return [deadline_line(deadline, case)]
        is_over = deadline.overdue(case.now)
        return [next_step_phrase(step, case), *([deadline_line(deadline, case)] if is_over else [])]

    def _beside(self, asked: Sequence[Deadline], turn: ActionContext, case: Case) -> list[Phrase]:
        """What belongs to the dates: of the advised day when the windows end, and of one date alone how it was counted,
        where its length is asked for."""
        facts = self.services.facts
        if any(each.kind is DeadlineKind.SHIP_BY for each in asked):
            return windows_left(case, facts)
        if len(asked) == 1 and (_HOW_LONG.search(turn.said) or supposes_silence(turn.said)):
            return how_counted(asked[0], case.customer, case.now, facts)
        return []


def send_not_yet(case: Case, step: NextStep) -> Utterance:
    """That a return is not approved, and what it waits for."""
    values = {"return_number": case.found.number, "next_step": next_step_phrase(step, case)}
    return Utterance("utter_send_not_yet", values, "label.download")


def _standing(step: NextStep, case: Case) -> Utterance:
    """Where a return stands and what comes next, in short."""
    lines = [status_phrase(return_state(case.found.events, case.now), case), next_step_phrase(step, case)]
    return Utterance("utter_what_next", {"lines": lines}, step.because, person_choice(step))


def _person_offered(step: NextStep) -> str | None:
    return OFFER_PERSON if person_choice(step) else None


def _rule_helps(topic: str, case: Case) -> bool:
    """Whether the rule of a stage says anything that a return which waits for something else still needs."""
    if topic == "ask_deadlines" or return_state(case.found.events, case.now).status in _ENDED:
        return False
    return not History.until(case.found.events, case.now).has(*_BEHIND.get(topic, ()))


def deadline_line(deadline: Deadline, case: Case) -> Phrase:
    """One date with what it is for, in the customer's time zone."""
    values: dict[str, Any] = {"due": show_due(deadline, case.customer, case.now)}
    if deadline.kind is DeadlineKind.REFUND:
        values["when"] = when_money_comes(deadline.earliest, deadline.due, case)
    return Phrase(f"line_deadline_{deadline.kind}{lateness(deadline, case)}", values)
