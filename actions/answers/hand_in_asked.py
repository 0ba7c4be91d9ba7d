"""Yes or no to who asks whether a parcel was handed in or has arrived, and that nothing is left to send then."""

from __future__ import annotations

from dataclasses import replace

from actions.answers.asked_of_stage import AskedOfStage
from actions.answers.hand_over import case_of
from actions.answers.return_checked import return_checked
from actions.answers.return_facts import EVENTS
from actions.answers.return_status import person_choice
from actions.dialogue.base_actions import ReplyAction
from actions.dialogue.belongings import named_items, with_named
from actions.dialogue.identity import known_customer
from actions.dialogue.last_answer import rules_behind
from actions.dialogue.read_first import Answer, Reader
from actions.dialogue.turn import ActionContext
from actions.replies.formatting import show_instant
from actions.replies.reply import Phrase, Reply
from actions.services import Services
from core.asked_events import asks_if_time_is_left, event_asked_for
from core.database.errors import StoreUnavailable
from core.fact_checks import Check
from core.supposed_facts import Supposed
from core.what_ifs import asks_until_when_to_send
from policy.status import return_state

_OF_MONEY = frozenset({"refund.time", "refund.start"})


def hand_in_asked_reader(services: Services, resume: ReplyAction) -> Reader:
    """Reads questions whether the parcel of the return in hand was handed in, has arrived or can still be sent.

    Args:
        services: Store, carrier and rules.
        resume: Answers a question for what is in hand.
    """

    def read(turn: ActionContext, answer: Answer) -> Reply | None:
        return told_of_hand_in(turn, services, resume)

    return read


def told_of_hand_in(turn: ActionContext, services: Services, resume: ReplyAction) -> Reply | None:
    """Yes with the day where it was handed in, or that nothing is left to send; None where a message asks no such thing
    or the return's own answer says it: what was not handed in is told with what to do.

    Args:
        turn: The turn.
        services: Store, carrier and rules.
        resume: Answers a question for what is in hand.
    """
    event = event_asked_for(turn.said)
    of_time = asks_if_time_is_left(turn.said) or asks_until_when_to_send(turn.said)
    if turn.is_press or turn.group or turn.loop is not None or "email" in turn.told_now or not (event or of_time):
        return None
    try:
        turn = with_named(turn, services)
        customer = known_customer(turn, services)
        if customer is not None and event and len(turn.numbers) > 1:
            # Where each of them stands says it, with its day.
            return resume.respond(replace(turn, intent="give_details", topic="ask_return_status"))
        case = case_of(turn, customer, services) if customer and not turn.numbers and not turn.among else None
    except StoreUnavailable:
        return None
    if case is None or named_items(turn, case.found.order) - {item.id for item in case.found.items}:
        return None
    behind = tuple(rules_behind(turn.events))
    if event is Supposed.HANDED_IN and "sent" in turn.said.lower() and any(each in _OF_MONEY for each in behind[:1]):
        # What was sent, behind an answer about money, is that.
        return None
    asked = AskedOfStage(replace(turn, told_now=turn.told_now | {"customer_number"}), case, behind, services, resume)
    state = return_state(case.found.events, case.now)
    entry = next((each for each in state.timeline if each.type in EVENTS[Supposed.HANDED_IN]), None)
    if event is Supposed.AT_WAREHOUSE and not any(each.type in EVENTS[event] for each in state.timeline):
        # What the carrier knows of it is told with where the parcel is.
        return None
    if event is Supposed.AT_WAREHOUSE or (event and entry is not None and turn.asked_day is not None):
        return return_checked(Check(turn.said, denies=False, supposed=(event,)), asked)
    if entry is None:
        return None
    kind = "was_handed_in" if event else "nothing_left_to_send"
    line = Phrase(kind, {"on": show_instant(entry.at, case.customer, case.now)})
    lines = [Phrase("by_your_word", {"news": line}) if entry.told else line, asked.next()]
    return asked.lines(lines, asked.step.because, person=bool(person_choice(asked.step)))
