"""What follows for the return in hand at its stage: if the check fails, if nobody answers, if it waits; what the
carrier knows; and whether a day is right.

A short message without a topic of its own is about what is in hand, whatever it was understood as.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from actions.answers.asked_of_stage import AMEND, HAND_IN, SILENT, STATUS, AskedOfStage
from actions.answers.hand_over import case_of
from actions.answers.stage_conditions import CONDITIONS, own_cost, which_used
from actions.answers.stage_outcomes import OUTCOMES, outcome_in_general
from actions.answers.stage_progress import PROGRESS, span_of
from actions.answers.waited_for import waited_for
from actions.dialogue.base_actions import OFFER_PERSON, ReplyAction
from actions.dialogue.belongings import named_items, with_named
from actions.dialogue.identity import known_customer, records_of
from actions.dialogue.last_answer import last_answer, rules_behind
from actions.dialogue.read_first import Reader
from actions.dialogue.turn import ActionContext
from actions.replies.item_windows import TO_PERSON
from actions.replies.reply import Phrase, Reply, Utterance
from actions.services import Services
from core.database.errors import StoreUnavailable
from core.intents import FALLBACK, OUT_OF_SCOPE
from core.stage_question import StageQuestion
from core.stage_questions import stage_questions
from core.word_sets import WordSets, phrases

#: "They keep telling me nothing" keeps no item.
_KEEPS = WordSets(
    needed=(
        phrases(
            "keep the, keep my, keep one, keep just, keep only, keep this, keeping the, keeping my, hang on to, "
            "hold on to"
        ),
    ),
    most=20,
)


#: What is looked up for whoever has to prove first that a return is theirs.
_TOPICS: Mapping[StageQuestion, str] = MappingProxyType(
    {
        StageQuestion.CARRIER: HAND_IN,
        StageQuestion.LATE: HAND_IN,
        StageQuestion.NOTHING_NEW: HAND_IN,
        StageQuestion.STANDING: STATUS,
        StageQuestion.WHICH_RETURN: "ask_my_returns",
    }
)


_ANSWERS: Mapping[StageQuestion, Callable[[AskedOfStage], Reply | None]] = MappingProxyType(
    {**CONDITIONS, **PROGRESS, **OUTCOMES}
)


def told_of_stage(turn: ActionContext, services: Services, resume: ReplyAction) -> Reply | None:
    """The answer for the return in hand; None where a message asks nothing of it, or something of its own.

    Args:
        turn: The turn.
        services: Store, carrier and rules.
        resume: Answers a question for what is in hand.
    """
    asked = stage_questions(turn.said)
    keeps = _KEEPS.fits(turn.said) and "?" not in turn.said
    if turn.is_press or turn.group or turn.loop is not None or not (asked or keeps):
        return None
    behind = rules_behind(turn.events)
    try:
        turn, customer = with_named(turn, services), known_customer(turn, services)
        if StageQuestion.WHICH_USED in asked and customer is not None:
            used = which_used(turn, behind, customer, services)
            if used is not None:
                return used
        case = None if turn.numbers or turn.among else case_of(turn, customer, services)
        order = case.found.order if case else records_of(turn, services).order(turn.number or "") if customer else None
        if StageQuestion.OWN_COST in asked and customer is not None and order is not None:
            return own_cost(turn, behind, customer, order, services)
        if case is None and StageQuestion.FREE_BACK in asked:
            return _free_back()
        if case is None and customer is None and "customer_number" in turn.told_now:
            return _unproven(asked, turn, resume)
        if case is None:
            return None if turn.told_now else _in_general(asked, turn, behind, services)
        about = AskedOfStage(turn, case, behind, services, resume)
        if keeps and _keeps_one(about):
            return about.topic(AMEND)
        answers = (_ANSWERS[each](about) for each in asked if each in _ANSWERS)
        return next((each for each in answers if each is not None), None)
    except StoreUnavailable:
        return None


def _in_general(
    asked: Sequence[StageQuestion], turn: ActionContext, behind: Sequence[str], services: Services
) -> Reply | None:
    """The span of the stage that an answer for everybody was about, and what a condition means where that was not
    understood."""
    said: Utterance | None = None
    if StageQuestion.NOTHING_NEW in asked:
        return waited_for(turn, behind, services)
    outcome = next(filter(None, (outcome_in_general(each, tuple(behind)) for each in asked if each in OUTCOMES)), None)
    if outcome is not None:
        return outcome
    if StageQuestion.SPAN in asked and behind and not any(each.personal for each in last_answer(turn.events)):
        said = span_of(behind[0])
    elif turn.intent in (FALLBACK, OUT_OF_SCOPE):
        if StageQuestion.SILENCE in asked:
            said = Utterance(f"utter_rule_{SILENT}")
        elif StageQuestion.SAME_LABEL in asked:
            said = Utterance("utter_rule_ask_multiple_items")
        elif StageQuestion.CHECK_FAILS in asked:
            said = Utterance("utter_rule_ask_failed_inspection")
        elif StageQuestion.SEND_EARLY in asked:
            said = Utterance("utter_what_next", {"lines": [Phrase("reason_label_download")]}, "label.download")
        elif StageQuestion.AFTER_SENDING in asked:
            said = Utterance("utter_what_next", {"lines": [Phrase("after_ship_within")]}, "ship.within")
    return Reply((said,)) if said else None


def _free_back() -> Reply:
    """That the rules leave open whether a free return comes back, whosever it is."""
    lines = {"lines": [Phrase("rules_leave_open"), Phrase("reason_fee_next")]}
    return Reply((Utterance("utter_what_next", lines, "fee.next", (TO_PERSON,)),), {"offer": OFFER_PERSON})


def _keeps_one(asked: AskedOfStage) -> bool:
    """Whether some of the items of a return are to be kept."""
    items = {item.id for item in asked.case.found.items}
    named = named_items(asked.turn, asked.case.found.order)
    return len(items) > 1 and bool(named & items)


def _unproven(asked: Sequence[StageQuestion], turn: ActionContext, resume: ReplyAction) -> Reply | None:
    """The look at a return whose number is told; whoever asks has to prove first that it is theirs."""
    topic = next((_TOPICS[each] for each in asked if each in _TOPICS), None)
    return resume.respond(replace(turn, intent="give_details", topic=topic)) if topic else None


def stage_reader(services: Services, resume: ReplyAction) -> Reader:
    """Reads what a message asks of the return in hand at its stage.

    Args:
        services: Store, carrier and rules.
        resume: Answers a question for what is in hand.
    """
    return lambda turn, answer: told_of_stage(turn, services, resume)
