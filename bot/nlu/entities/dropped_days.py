"""Days that a message drops: "forget Friday", "never mind what I said about the 9th", "Monday was wrong"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.nlu.entities.clauses import Clauses
from bot.nlu.entities.stances import words

#: In words: so far before a day stands what drops it.
_LONGEST = 9
_DROPPING = words("forget ignore scrap scratch skip disregard discard strike nevermind nvm")
#: What may stand between that and the day; of another language any word, or a letter in front of one, which has none.
_FILLS = words(
    "the my that this of about what i we you said told wrote for on last saying day date bit with was from _"
)
_FILLS |= {""}
#: "I forget, don't forget": these drop nothing.
_KEEPING = words("not i we you to never")
_IS = words("was is 's ’s were")
_WRONG = words("wrong nonsense rubbish incorrect mistaken mistake typo slip")


def is_dropped(start: int, clauses: Clauses) -> bool:
    """Whether the words before a day drop it.

    Args:
        start: The day's first token.
        clauses: Those of the message.
    """
    before = clauses.words_before(start, _LONGEST)
    while before and before[-1] in _FILLS:
        before.pop()
    if before[-2:] == ["never", "mind"]:
        return True
    return bool(before) and before[-1] in _DROPPING and before[-2:-1] not in [[each] for each in _KEEPING]


def is_called_wrong(behind: Sequence[str]) -> bool:
    """Whether the words behind a day call it wrong: "was wrong", "is a typo"."""
    return list(behind[:1]) != [] and behind[0] in _IS and not _WRONG.isdisjoint(behind[1:3])
