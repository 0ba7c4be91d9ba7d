"""What comes next for somebody who asks for it again: in fewer words, then the step behind that, then a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import takewhile
from types import MappingProxyType

from actions.answers.repeated import UNCLEAR
from actions.answers.return_status import STANDING, next_step_phrase, person_choice
from actions.dialogue.asked_before import intent_before
from actions.dialogue.base_actions import OFFER_PERSON
from actions.dialogue.last_answer import SaidMessage, answers_before
from actions.dialogue.turn import ActionContext
from actions.replies.formatting import show_instant
from actions.replies.item_windows import TO_PERSON
from actions.replies.reply import Phrase, Reply, Utterance
from actions.replies.return_case import Case
from core.intents import WHAT_NEXT
from policy.facts import Facts
from policy.next_step import NextStep, StepKind
from policy.refund import refund_outlook

NEXT = "utter_what_next"
#: The steps of a return in their order, each with the rule of what follows it.
THEN: Mapping[str, str] = MappingProxyType(
    {
        "request.steps": "request.processing",
        "request.processing": "seller.silence",
        "seller.silence": "ship.label",
        "ship.label": "update.dropoff",
        "ship.within": "update.dropoff",
        "update.dropoff": "inspection",
        "inspection": "refund.time",
        "refund.time": "refund.time",
    }
)
_STEPS = tuple(THEN)
_LAST, _DISPUTE = "refund.time", "dispute"
#: Where the label is downloaded, the label is what has a step behind it.
_SAME_STEP: Mapping[str, str] = MappingProxyType({"label.download": "ship.label"})


def step_after(fact: str) -> Utterance:
    """What follows the step of a rule."""
    return Utterance(NEXT, {"lines": [Phrase(f"after_{fact.replace('.', '_')}")]}, THEN[fact])


def next_again(turn: ActionContext, case: Case, step: NextStep, behind: Sequence[str], facts: Facts) -> Reply | None:
    """What is said of the next step where the answer before told it; None where it did not.

    Args:
        turn: The turn.
        case: The return in hand.
        step: Its next step.
        behind: The rules of the answer before.
        facts: The rules.
    """
    told = _told_before(turn)
    if not told:
        return None
    current = _SAME_STEP.get(step.because, step.because)
    first = next(iter(behind), current)
    first = _SAME_STEP.get(first, first)
    if first == _DISPUTE and not person_choice(step):
        # Behind the last step a person was offered, and nothing has come since.
        return _nobody_else("")
    if first not in THEN:
        # The answer said the step beside something else.
        first = current
    if step.kind is StepKind.NONE and len(told) == 1:
        return Reply((step_after(_LAST),)) if current == _LAST else _nobody_else(current)
    if person_choice(step):
        return _nobody_else(current if len(told) == 1 else "")
    if not case.found.is_free or current not in THEN:
        # What follows is stated of free returns alone: what is to be done now is said once more, and then a person.
        return None if len(told) == 1 and step.kind is not StepKind.NONE else _nobody_else("")
    if first == current and (current != _LAST or len(told) == 1):
        after = step_after(current)
        # Whoever asked for the step before has heard its sentence.
        heard = [] if intent_before(turn.events) == WHAT_NEXT else [next_step_phrase(step, case)]
        lines = [*heard, *after.values["lines"], *money_by(after.because or "", case, facts)]
        return Reply((Utterance(NEXT, {"lines": lines}, after.because),))
    return _further(first, told) if _STEPS.index(first) >= _STEPS.index(current) else None


def general_again(turn: ActionContext, stage: str) -> Reply | None:
    """The step behind the one that was told last, for whoever asks of no return of their own; None where the answer
    before told none.

    Args:
        turn: The turn.
        stage: The rule behind the answer before.
    """
    if not any(each.response == NEXT for said in _told_before(turn)[:1] for each in said):
        return None
    following = THEN[stage]
    if following == stage:
        return _nobody_else("")
    said = step_after(following)
    return Reply((Utterance(said.response, said.values, following, (TO_PERSON,)),), {"offer": OFFER_PERSON})


def money_by(fact: str, case: Case, facts: Facts) -> list[Phrase]:
    """Until when the money of a return comes, where its refund is what follows and has a last day.

    Args:
        fact: The rule of what follows.
        case: The return in hand.
        facts: The rules.
    """
    latest = refund_outlook(case.found, case.customer, case.now, facts).latest if fact == _LAST else None
    if latest is None or latest < case.now:
        return []
    return [Phrase("money_comes_by", {"due": show_instant(latest, case.customer, case.now)})]


def is_at_end(turn: ActionContext) -> bool:
    """Whether the answers before told the last step and that none follows it, so that there is nothing left to tell."""
    lately = _told_before(turn)[:2]
    return len(lately) == 2 and all(_first_rule(said) == _LAST and said[0].response == NEXT for said in lately)


def _further(fact: str, told: Sequence[Sequence[SaidMessage]]) -> Reply:
    """What follows the step that was told last, with a person to talk to; behind the last one that person alone."""
    if fact == _LAST and any(_first_rule(each) == _LAST for each in told[1:2]):
        return _nobody_else("")
    said = step_after(fact)
    return Reply((Utterance(said.response, said.values, said.because, (TO_PERSON,)),), {"offer": OFFER_PERSON})


def _nobody_else(fact: str) -> Reply:
    """That a person can go on, behind what the rules say of a dispute where that is the step."""
    line, because = ("reason_dispute", _DISPUTE) if fact == _DISPUTE else ("nothing_further", _DISPUTE)
    return Reply((Utterance(NEXT, {"lines": [Phrase(line)]}, because, (TO_PERSON,)),), {"offer": OFFER_PERSON})


def _told_before(turn: ActionContext) -> list[tuple[SaidMessage, ...]]:
    """The answers right before this message that told the next step, the newest first."""
    answers = (each for each in answers_before(turn.events) if not {said.response for said in each}.issubset(UNCLEAR))
    return list(takewhile(lambda said: any(each.response in STANDING | {NEXT} for each in said), answers))


def _first_rule(said: Sequence[SaidMessage]) -> str:
    return next((fact for each in said for fact in each.facts), "")
