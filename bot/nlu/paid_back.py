"""Whether a message asks, in any language, nothing but whether money was given back: "is order 1001 refunded?"."""

from __future__ import annotations

import re
from typing import Final

from bot.nlu.entities.naming import naming_words, plain
from core.intents import FALLBACK, OUT_OF_SCOPE

#: As which question it is answered, and what it is taken for.
TRACK_REFUND: Final = "ask_track_refund"
TAKEN_FOR: Final = frozenset(
    [FALLBACK, OUT_OF_SCOPE, "ask_get_refund", "ask_refund_amount", "ask_refund_time", "greet"]
)
#: In words, numbers and addresses left out.
_MOST: Final = 20
#: A question may lack its sign where it tells all that an answer needs.
_SIGNS: Final = frozenset("?@")
#: In characters.
_LONGEST: Final = 300
_WORD: Final = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")


def asks_whether_paid(text: str, language: str | None) -> bool:
    """Whether all words of a question are those of this one.

    Args:
        text: The message.
        language: Its language.
    """
    if not _SIGNS.intersection(text) or len(text) > _LONGEST:
        return False
    chunks = [chunk for chunk in text.split() if "@" not in chunk and not any(map(str.isdigit, chunk))]
    spoken = [plain(word) for chunk in chunks for word in _WORD.findall(chunk)]
    names = naming_words(language)
    known = names.paid | names.around | names.between | names.named
    return len(spoken) <= _MOST and not names.paid.isdisjoint(spoken) and known.issuperset(spoken)
