"""Counts a day from the turns that are kept, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Optional

from bot.responses.answer_kinds import AnswerKind, answer_kind
from core.conversations.turns import KeptTurn
from core.intents import FALLBACK, IntentKind, intent_kind
from returndesk.report.day import Day
from returndesk.report.figures import Figures
from returndesk.report.given_up import LastAnswers

#: What asks nothing: how people greet, agree and give what they were asked for.
COURTESIES = frozenset(
    {"greet", "goodbye", "thank", "affirm", "deny", "stop", "help", "give_details", "bot_challenge", "button_choose"}
)

#: The topic of what was not understood.
NOT_UNDERSTOOD = FALLBACK

#: Hears of every question that got no answer, and of which kind it was.
Unanswered = Callable[[KeptTurn, str], None]


def count(turns: Iterable[KeptTurn], day: Day, unanswered: Optional[Unanswered] = None) -> Figures:
    """The figures of a day, without thumbs and tickets.

    Args:
        turns: What was said on it.
        day: The day.
        unanswered: Hears of what was declined or unclear.
    """
    figures, answers = Figures(), LastAnswers()
    # Each with the language of what was asked last in it.
    conversations: dict[int, str] = {}
    for turn in turns:
        if turn.intent and intent_kind(turn.intent) is IntentKind.SYSTEM:
            continue
        figures.hear(turn.language)
        kind = answers.hear(turn, outcome(turn))
        if kind is None:
            figures.courtesies += 1
            continue
        conversations[hash(turn.conversation)] = turn.language
        channel = turn.conversation.partition(":")[0]
        figures.ask(kind.value, turn.intent or NOT_UNDERSTOOD, channel, day.hour_of(turn.at), turn.language)
        if unanswered is not None and kind in (AnswerKind.DECLINED, AnswerKind.UNCLEAR):
            unanswered(turn, kind.value)
    figures.conversations = len(conversations)
    figures.given_up = answers.useless
    figures.conversations_in.update(conversations.values())
    return figures


def outcome(turn: KeptTurn) -> Optional[AnswerKind]:
    """What came of a question; None for a message that asks nothing."""
    kind = answer_kind(turn.responses, turn.actions)
    if turn.intent in COURTESIES and kind is not AnswerKind.UNCLEAR and kind is not AnswerKind.HANDED_OVER:
        return None
    # The desk had nothing to say, which is no answer either.
    return kind or AnswerKind.UNCLEAR
