"""Which dates apply to a return."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from actions.answers.refund import when_money_comes
from actions.answers.reminders import OFFER_REMINDERS, reminder_offer
from actions.answers.return_status import told_status
from actions.dialogue.base_actions import Case, ReturnAction, windows_of
from actions.dialogue.belongings import named_items
from actions.dialogue.lateness import with_doubt
from actions.dialogue.turn import ActionContext
from actions.replies.deadlines_card import deadlines_card, deadlines_heading, lateness
from actions.replies.due_phrases import show_due
from actions.replies.reply import Phrase, Reply, Utterance
from policy.deadlines import OVER, Deadline, DeadlineKind, open_deadlines
from policy.model import EventType
from policy.next_step import StepKind, next_step
from policy.progress import ANSWERED
from policy.status import AT_WAREHOUSE, DECIDED, SENT, History, Status, return_state

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
        deadlines = open_deadlines(case.found, case.customer, case.now, self.services.facts)
        lost = any(each.kind is DeadlineKind.LOST_PARCEL and each.overdue(case.now) for each in deadlines)
        asked = [
            deadline
            for deadline in deadlines
            if deadline.kind in KINDS[topic] and not (lost and deadline.kind is DeadlineKind.DROP_OFF_UPDATE)
        ]
        offer = reminder_offer(case, turn, self.services) if asked else ()
        remember = {"offer": OFFER_REMINDERS} if offer else {}
        if asked:
            card = deadlines_card(asked, case) if turn.rich else None
            lines = card.lines() if card else [deadline_line(deadline, case) for deadline in asked]
            values = {"heading": deadlines_heading(case), "lines": lines}
            said = Utterance("utter_deadlines", values, asked[0].because, offer, card)
            return with_doubt(Reply((said,), remember), topic, turn, self.services.facts)
        status = told_status(turn, case, self.services.facts)
        rule = self.rule(topic, turn) if _rule_helps(topic, case) else ()
        return Reply((*status.utterances, *rule), status.slots)


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
