"""Where a return stands, what has happened and what comes next."""

from __future__ import annotations

from actions.dialogue.base_actions import OFFER_PERSON, OFFER_START, Case
from actions.dialogue.turn import ActionContext
from actions.replies.formatting import show_instant, show_moment
from actions.replies.reply import Choice, Phrase, Reply, Utterance
from actions.replies.return_case import status_word
from actions.replies.timeline_card import event_line, timeline_card
from policy.facts import Facts
from policy.next_step import NextStep, StepKind, next_step
from policy.status import ReturnState, return_state

#: Steps whose sentence names a date, and another one where none is known.
DATED_STEPS = frozenset({StepKind.WAIT_FOR_PROCESSING, StepKind.DOWNLOAD_LABEL})
#: Steps that last some hours, so that the day alone would not tell their end.
COUNTED_IN_HOURS = frozenset({StepKind.WAIT_FOR_PROCESSING, StepKind.WAIT_FOR_SELLER})
#: Steps that end with a person, or of which only a person can say when they end.
NEEDS_PERSON = frozenset(
    {
        StepKind.PLATFORM_STEPS_IN,
        StepKind.GET_HELP_UPDATE_LATE,
        StepKind.LOST_PARCEL_REFUND,
        StepKind.GET_HELP_INSPECTION_LATE,
        StepKind.GET_HELP_REFUND_LATE,
        StepKind.CHECK_WITH_BANK,
        StepKind.GET_HELP_REFUND_UNCLEAR,
        StepKind.GET_HELP_CANCELLED,
        StepKind.OPEN_DISPUTE,
        StepKind.WAIT_FOR_PLATFORM,
        StepKind.TALK_TO_PERSON,
    }
)


#: The answers that tell where a return stands.
STANDING = frozenset({"utter_return_status", "utter_return_way"})


def told_status(turn: ActionContext, case: Case, facts: Facts) -> Reply:
    """Where a return stands, what comes next and what has happened, with a person where only one can go on."""
    step = next_step(case.found, case.customer, case.now, facts)
    return standing_told(turn, case, step, next_step_phrase(step, case), facts)


def standing_told(turn: ActionContext, case: Case, step: NextStep, what_next: Phrase, facts: Facts) -> Reply:
    """The same, with what comes next in words of one's own.

    Args:
        turn: The turn.
        case: The return.
        step: What comes next.
        what_next: How to say that.
        facts: The rules.
    """
    state = return_state(case.found.events, case.now)
    standing = {"status": status_phrase(state, case), "next_step": what_next}
    if turn.rich:
        card = timeline_card(Phrase("card_standing", standing), state, case, facts)
        values = {**standing, **card.heading(), "lines": card.lines()}
        said = Utterance("utter_return_way", values, step.because, person_choice(step), card)
    else:
        values = {**standing, "timeline": timeline(state, case) or [Phrase("line_no_events")]}
        said = Utterance("utter_return_status", values, step.because, person_choice(step))
    if step.kind is StepKind.APPLY_AGAIN:
        return Reply((said,), {"offer": f"{OFFER_START} {case.found.order.number}"})
    return Reply((said,), {"offer": OFFER_PERSON if said.choices else None})


def person_choice(step: NextStep) -> tuple[Choice, ...]:
    """The button to a person, where the next step needs one."""
    return (Choice(Phrase("label_talk_to_person"), "/talk_to_person"),) if step.kind in NEEDS_PERSON else ()


def status_phrase(state: ReturnState, case: Case) -> Phrase:
    """The status in a sentence, with its date where one is known."""
    values = {"return_number": case.found.number}
    if state.since is None:
        return Phrase(f"status_{state.status}_undated", values)
    since = show_instant(state.since, case.customer, case.now)
    return Phrase(f"status_{status_word(state, case.found)}", {**values, "since": since})


def next_step_phrase(step: NextStep, case: Case) -> Phrase:
    """What the customer can do or expect next, with the date it holds until where there is one."""
    if step.by is None:
        return Phrase(f"next_{step.kind}_undated" if step.kind in DATED_STEPS else f"next_{step.kind}")
    show = show_moment if step.kind in COUNTED_IN_HOURS else show_instant
    return Phrase(f"next_{step.kind}", {"by": show(step.by, case.customer, case.now)})


def timeline(state: ReturnState, case: Case) -> list[Phrase]:
    """What happened, a line each, oldest first."""
    return [event_line(entry, case) for entry in state.timeline]
