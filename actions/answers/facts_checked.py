"""Yes or no to what a message supposes of what was told, and the fact again: "so it is at the warehouse?"."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from actions.answers.asked_of_stage import AskedOfStage
from actions.answers.fees_checked import fees_checked
from actions.answers.hand_over import case_of
from actions.answers.repeated import UNCLEAR, repeated
from actions.answers.return_checked import return_checked
from actions.answers.spans_held_against import span_against_limit
from actions.answers.which_returns import holds_of_all, which_returns
from actions.answers.windows_checked import windows_checked
from actions.dialogue.base_actions import ReplyAction
from actions.dialogue.belongings import with_named
from actions.dialogue.identity import known_customer, records_of
from actions.dialogue.last_answer import SaidMessage, answers_before, last_answer, rules_behind
from actions.dialogue.read_first import Answer, Reader
from actions.dialogue.turn import ASKED, ActionContext, SaidDate
from actions.replies.reply import Phrase, Reply, Utterance
from actions.services import Services
from core.calendar_questions import numbers_named
from core.database.errors import StoreUnavailable
from core.day_bounds import ending_day
from core.detail_questions import wants_days_confirmed
from core.doubted_counts import objects_to_count
from core.fact_checks import Check, check_in
from core.intents import FALLBACK, HOW_LONG, OUT_OF_SCOPE
from core.short_messages import pieces
from core.stage_question import StageQuestion
from core.stage_questions import stage_questions
from core.supposed_facts import Supposed
from policy.fact import SPANS, Fact, Unit
from policy.model import Customer

RIGHT, WRONG = "check_right", "check_wrong"
#: What a check is understood as that nothing else is read in.
_UNREAD = frozenset({FALLBACK, OUT_OF_SCOPE, "affirm"})
_HOURS_A_DAY = 24
#: In characters: a longer answer is not told again to who puts up a part of it.
_LONGEST_AGAIN = 450
#: In letters: words as long tell something, and begin alike in all their forms.
WINDOW = "ask_return_window"
_DENIES = re.compile(r"\bnot\b|n['’]t\b", re.IGNORECASE)
_TELLING, _STEM = 5, 6
#: Who asks whether we are sure puts up nothing that could be denied.
_SURE = re.compile(
    r"\W*(?:(?:are|r) )?(?:you|u)(?:['’]re| really)? (?:really |quite |absolutely )?(?:sure|certain)\b", re.I
)


def check_reader(services: Services, resume: ReplyAction) -> Reader:
    """Reads what a message puts up for a yes or no of what was told before.

    Args:
        services: Store, carrier and rules.
        resume: Answers a question for what is in hand.
    """

    def read(turn: ActionContext, answer: Answer) -> Reply | None:
        return told_of_check(turn, services, resume) or which_returns(turn, services)

    return read


def told_of_check(turn: ActionContext, services: Services, resume: ReplyAction) -> Reply | None:
    """Yes or no and the fact; None where a message puts up nothing, or what it supposes is not known here."""
    check = check_in(turn.said)
    objects = objects_to_count(turn.said)
    is_elsewhere = turn.is_press or turn.group or (turn.loop is not None and not turn.in_form)
    if is_elsewhere or "email" in turn.told_now or not (check or objects):
        return None
    if wants_days_confirmed(turn.said) or StageQuestion.STILL_OPEN in stage_questions(turn.said):
        # Days since something, and whether a return is still open, are told in words of their own.
        return None
    behind = rules_behind(turn.events)
    if turn.intent == WINDOW and turn.asked_day is not None:
        # A day is held against windows and advice.
        return None
    if _DENIES.search(turn.said):
        # "So it is not two weeks after all?" is held against the limit that was told, or answered as a question.
        against = span_against_limit(turn, behind, services.facts)
        if against is not None or turn.intent == HOW_LONG:
            return against
    try:
        named = _with_day(with_named(turn, services))
        customer = known_customer(named, services)
        if objects and customer is not None:
            return fees_checked(check, named, behind, customer, services)
        if check is None:
            return None
        told = _reminders(check, turn, services) or holds_of_all(check, named, customer, services)
        if told is None and customer is not None and not named.numbers and not named.among:
            told = _of_own(check, named, behind, customer, services, resume)
        return told or _of_span(check, turn, behind, services) or _told_before(check, turn)
    except StoreUnavailable:
        return None


def _with_day(turn: ActionContext) -> ActionContext:
    """The turn with the day until which something holds, which is none that anything happened on."""
    if turn.asked_day is not None or (ending := ending_day(turn.said)) is None:
        return turn
    return replace(turn, asked_day=SaidDate(ending, turn.now, ASKED))


def _of_own(
    check: Check,
    turn: ActionContext,
    behind: Sequence[str],
    customer: Customer,
    services: Services,
    resume: ReplyAction,
) -> Reply | None:
    """What is supposed of the free returns, the order or the return in hand."""
    told = fees_checked(check, turn, behind, customer, services)
    order = records_of(turn, services).order(turn.number or "")
    if told is None and order is not None:
        return windows_checked(check, turn, customer, order, services)
    case = case_of(turn, customer, services) if told is None else None
    if case is None:
        return told
    number = turn.told_now | {"customer_number"}
    about = AskedOfStage(replace(turn, told_now=number), case, tuple(behind), services, resume)
    return return_checked(check, about)


def _reminders(check: Check, turn: ActionContext, services: Services) -> Reply | None:
    """Whether reminders are off, behind an answer about them."""
    before = next(answers_before(turn.events), ())
    if Supposed.REMINDERS_OFF not in check.supposed or not any("reminders" in each.response for each in before):
        return None
    are_on = services.reminding.wishes.any_on(turn.session)
    said = "utter_reminders_are_on" if are_on else "utter_reminders_were_off"
    return Reply((Utterance(f"utter_{WRONG if are_on else RIGHT}"), Utterance(said)))


def _of_span(check: Check, turn: ActionContext, behind: Sequence[str], services: Services) -> Reply | None:
    """Whether a time is as long as the rule behind the answer before says: "so at most two days?"."""
    fact = services.facts[behind[0]] if behind and behind[0] in services.facts else None
    if fact is None or fact.unit not in SPANS or turn.asked_day is not None:
        return None
    # "48h" is told as "48 hours".
    said = " ".join(
        f"{word[:-1]} hours" if word[:-1].isdecimal() and word[-1] == "h" else word for word in pieces(turn.said)
    )
    heard = set(pieces(said))
    counted = {turn.day_count} if turn.day_count else numbers_named(said.replace("-", " "))
    in_days = not heard.isdisjoint(("day", "days"))
    if not counted or not (in_days or not heard.isdisjoint(("hour", "hours"))):
        return None
    if fact.unit is Unit.HOURS and in_days:
        counted = {each * _HOURS_A_DAY for each in counted}
    other = _other_span(fact, counted, in_days, services)
    if other is not None:
        # It is no denial that another case has another time.
        lines = [_reason_of(each) for each in (fact, other)]
        told = tuple(repeated(each) for each in last_answer(turn.events) if each.personal and each.facts)
        return Reply((*told, Utterance("utter_what_next", {"lines": lines}, fact.id)))
    is_right = counted <= set(fact.numbers) and in_days >= (fact.unit is not Unit.HOURS)
    verdict = [] if _SURE.match(turn.said) and not is_right else [Phrase(RIGHT if is_right != check.denies else WRONG)]
    lines = [*verdict, _reason_of(fact)]
    return Reply((Utterance("utter_what_next", {"lines": lines}, fact.id),))


def _other_span(fact: Fact, counted: Collection[int], in_days: bool, services: Services) -> Fact | None:
    """The rule of the same matter that has the time which a message names, where the one that was told has another."""
    if not in_days or set(counted) <= set(fact.numbers):
        return None
    family = fact.id.partition(".")[0]
    alike = (each for each in services.facts.values() if each.id.partition(".")[0] == family and each.unit is fact.unit)
    return next((each for each in alike if each.is_stated and set(counted) <= set(each.numbers)), None)


def _reason_of(fact: Fact) -> Phrase:
    return Phrase(f"reason_{fact.id.replace('.', '_')}")


def _told_before(check: Check, turn: ActionContext) -> Reply | None:
    """What was told last, where it is put up for a yes in words that say nothing known."""
    before = next(answers_before(turn.events), ())
    if turn.intent not in _UNREAD or check.supposed or not check.is_said or not before or turn.in_form:
        return None
    if all(each.response in UNCLEAR or not each.facts for each in before) or sum(map(_length, before)) > _LONGEST_AGAIN:
        return None
    told = " ".join(each.text for each in before).lower()
    if "1. " in told or told.startswith(("yes", "no")):
        # A list of steps is no fact that is put up, and no verdict is said again.
        return None
    telling = [word for word in check.statement.split() if len(word) >= _TELLING or word.isdecimal()]
    is_told = not check.denies and bool(telling) and all(word[:_STEM] in told for word in telling)
    said = Utterance("utter_check_right" if is_told else "utter_check_open")
    return Reply((said, *map(repeated, before)))


def _length(said: SaidMessage) -> int:
    return len(said.text)
