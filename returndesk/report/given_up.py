"""Tells answers that were said again from those that helped, and counts the conversations that ended without one."""

from __future__ import annotations

from typing import Final, Optional

from bot.responses.answer_kinds import AnswerKind
from core.conversations.turns import KeptTurn

#: What neither asks nor tells anything: the answer before it stays the last one.
_POLITE: Final = frozenset({"greet", "goodbye", "thank"})
#: Who asks for the same again gets what they asked for.
_REPEAT: Final = "repeat_answer"


class LastAnswers:
    """What was said last in each conversation, and whether it was of use.

    It was of none where the assistant did not understand, or said word for word what it had said just before: to the
    same question put again, or as a question of its own that was not answered.
    """

    def __init__(self) -> None:
        self._last: dict[int, tuple[int, bool]] = {}

    def hear(self, turn: KeptTurn, kind: Optional[AnswerKind]) -> Optional[AnswerKind]:
        """Take in a turn; those of a conversation in their order.

        Args:
            turn: What was said.
            kind: What came of it by itself; None where it asks nothing.

        Returns:
            What came of it behind what was said before: a question put again that is told the same words, and an
            answer that the assistant asks for in the same words, were not answered.
        """
        if kind is None and turn.intent in _POLITE:
            return kind
        conversation = hash(turn.conversation)
        before, _ = self._last.get(conversation, (0, False))
        is_same = bool(turn.said) and turn.said == before and turn.intent != _REPEAT
        is_same = is_same and kind is not AnswerKind.HANDED_OVER
        self._last[conversation] = turn.said, is_same or kind is AnswerKind.UNCLEAR
        return AnswerKind.UNCLEAR if is_same and kind is not AnswerKind.DECLINED else kind

    @property
    def useless(self) -> int:
        """How many conversations have a last answer that was of no use."""
        return sum(is_useless for _, is_useless in self._last.values())
