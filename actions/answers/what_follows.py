"""What comes next: after the step that the answer before was about, or for the return in hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from actions.answers.counted_dates import FROM_HAND_IN, is_not_handed_in, own_deadline, span_named
from actions.answers.hand_in_by_country import hand_in_counted
from actions.answers.next_again import THEN, general_again, is_at_end, next_again
from actions.answers.repeated import UNCLEAR
from actions.answers.return_status import next_step_phrase, person_choice, status_phrase
from actions.answers.said_before import nothing_before
from actions.dialogue.base_actions import OFFER_PERSON
from actions.dialogue.hand_ins_reckoned import hand_in_reckoned
from actions.dialogue.last_answer import last_answer
from actions.dialogue.turn import ActionContext
from actions.replies.due_phrases import show_due
from actions.replies.reply import Choice, Phrase, Reply, Utterance
from actions.replies.return_case import Case
from core.endings import asks_if_all_is_lost
from core.follow_ups import never_arrives
from core.money_questions import is_of_money, names_parcel
from core.short_messages import pieces, words
from core.spoken_wishes import asks_if_to_act
from policy.facts import Facts
from policy.next_step import NextStep, StepKind, next_step
from policy.status import return_state

#: Rules after which the domain tells what follows.
STAGES = (
    *("request.steps", "request.processing", "seller.silence", "ship.label", "ship.within"),
    *("update.dropoff", "inspection", "refund.time"),
)
#: Answers that a planned or told hand-in goes on from.
_AROUND_HAND_IN = (["update.dropoff"], ["ship.within"])
SILENCE, LOST_PARCEL = "seller.silence", "parcel.lost"
#: Words for the end of a time, or for what does not come by then.
_ONCE_OVER = words("if over up past passed expired expires out ends ended done gone")
_STEPS = tuple(THEN)
#: Answers that only say more of the one before.
_SAYS_MORE = UNCLEAR | {"utter_why", "utter_sure", "utter_meaning", "utter_how_long", "utter_again"}
_BEHIND = words("then after afterwards follows following subsequently thereafter")
_IFS = words("if unless suppose supposing")
_TO_PERSON = "/talk_to_person"
_PERSON = (Choice(Phrase("label_talk_to_person"), _TO_PERSON),)


def what_follows(turn: ActionContext, behind: Sequence[str], case: Case | None, facts: Facts) -> Reply:
    """The next step.

    Args:
        turn: The turn.
        behind: The rules of the answer before.
        case: The return in hand.
        facts: The rules.
    """
    first = list(behind[:1])
    if first == [SILENCE] and not _ONCE_OVER.isdisjoint(pieces(turn.said)):
        # "And if they don't?", "once it is over?" ask about the seller, whatever the return's next step is.
        return Reply((_step(f"reason_{_key(SILENCE)}", SILENCE),))
    acts_later = asks_if_to_act(turn.said) and span_named(turn, (), case, facts) == LOST_PARCEL
    if first == [LOST_PARCEL] or acts_later:
        return Reply((_step(f"after_{_key(LOST_PARCEL)}", LOST_PARCEL, _PERSON),), {"offer": OFFER_PERSON})
    counted = hand_in_counted(turn, facts) if case is None else None
    if counted is not None:
        return Reply((counted,))
    reckons = first in _AROUND_HAND_IN and hand_in_reckoned(turn) is not None
    if reckons and (case is None or is_not_handed_in(replace(case, found=case.found.as_recorded()), facts)):
        return _after_hand_in(turn, first[0])
    if case is not None:
        return _of_return(turn, case, behind, facts)
    if never_arrives(turn.said) or _misses_money(turn, behind):
        return Reply((Utterance("utter_no_money", because="refund.time"),), {"offer": OFFER_PERSON})
    stage = next((each for each in behind if each in STAGES), None)
    if asks_if_all_is_lost(turn.said) and behind and stage is None:
        return _nothing_further()
    if stage is None:
        return Reply((Utterance("utter_rule_ask_deadlines"),)) if behind else nothing_before(turn)
    again = general_again(turn, stage) if _IFS.isdisjoint(pieces(turn.said)) else None
    return again or Reply((_step(f"after_{_key(stage)}", stage),))


def means_money(turn: ActionContext, behind: Sequence[str]) -> bool:
    """Whether what may never come is the money, by its name or by what was told last."""
    if names_parcel(turn.said):
        return False
    return is_of_money(turn.said) or list(behind[:1]) in (["refund.time"], ["refund.track"])


def _after_hand_in(turn: ActionContext, fact: str) -> Reply:
    """What follows a hand-in that is planned or was told; "and if nothing changes by then?" asks for the rule."""
    if fact in FROM_HAND_IN and "if" in turn.said.lower().split():
        return Reply((Utterance("utter_rule_report_not_marked_returned"),), {"offer": OFFER_PERSON})
    return Reply((_step(f"after_{_key(fact)}", fact),))


def _of_return(turn: ActionContext, case: Case, behind: Sequence[str], facts: Facts) -> Reply:
    """The next step of a return, and a person where one is needed, or where the customer doubts that it is over."""
    step = next_step(case.found, case.customer, case.now, facts)
    if step.kind is StepKind.NONE and asks_if_all_is_lost(turn.said):
        return _nothing_further()
    choices, because = person_choice(step), step.because
    is_free = not choices and step.kind is not StepKind.NONE and case.found.is_free
    if is_free and not is_at_end(turn) and _is_told(step.because, behind, turn):
        after = behind[0]
        return Reply((_step(f"after_{_key(after)}", THEN[after]),))
    is_if = never_arrives(turn.said) or _misses_money(turn, behind) or not _IFS.isdisjoint(pieces(turn.said))
    again = None if is_if or _doubts_end(step, turn) else next_again(turn, case, step, behind, facts)
    if again is not None:
        return again
    lines = [status_phrase(return_state(case.found.events, case.now), case), next_step_phrase(step, case)]
    if never_arrives(turn.said) or _misses_money(turn, behind):
        due = own_deadline(["refund.time"], case, facts)
        is_ahead = due is not None and not due.overdue(case.now)
        shown = show_due(due, case.customer, case.now) if due and is_ahead else None
        ahead = [Phrase("money_comes_by", {"due": shown})] if shown else []
        lines, choices, because = [*ahead, Phrase("without_money")], _PERSON, "refund.time"
    elif _doubts_end(step, turn):
        lines, choices = [lines[0], Phrase("without_money")], _PERSON
    said = Utterance("utter_what_next", {"lines": lines}, because, choices)
    return Reply((said,), {"offer": OFFER_PERSON} if choices else {})


def _doubts_end(step: NextStep, turn: ActionContext) -> bool:
    """Whether a return is over by the records, and the customer doubts it."""
    return step.kind is StepKind.NONE and _offered_person(turn)


def _is_told(current: str, behind: Sequence[str], turn: ActionContext) -> bool:
    """Whether the answer before told the step in hand, or one behind it, so that "and then?" asks what follows that."""
    first = next(iter(behind), "")
    spoken = pieces(turn.said)
    if first not in THEN or never_arrives(turn.said) or not _IFS.isdisjoint(spoken) or _BEHIND.isdisjoint(spoken):
        return False
    goes_on = any(each.response == "utter_what_next" for each in last_answer(turn.events, _SAYS_MORE))
    return first == current or (goes_on and current in THEN and first in _STEPS[_STEPS.index(current) :])


def _nothing_further() -> Reply:
    """That the rules name no other way but the platform's decision, and that a person can look at it."""
    lines = [Phrase("nothing_further"), Phrase("reason_dispute")]
    return Reply((Utterance("utter_what_next", {"lines": lines}, "dispute", _PERSON),), {"offer": OFFER_PERSON})


def _misses_money(turn: ActionContext, behind: Sequence[str]) -> bool:
    """Whether a message asks what follows if nothing is there by the date of a refund."""
    return "if" in turn.said.lower().split() and means_money(turn, behind)


def _offered_person(turn: ActionContext) -> bool:
    """Whether the answer before offers a person, as it does where the customer doubts the records."""
    shown = (payload for said in last_answer(turn.events, UNCLEAR) for _, payload in said.buttons)
    return turn.offer == OFFER_PERSON or _TO_PERSON in shown


def _step(line: str, fact: str, choices: tuple[Choice, ...] = ()) -> Utterance:
    return Utterance("utter_what_next", {"lines": [Phrase(line)]}, fact, choices)


def _key(fact: str) -> str:
    return fact.replace(".", "_")
