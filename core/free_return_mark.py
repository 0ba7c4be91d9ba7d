"""Whether a message asks about things that carry the mark of free returns, and not about those without it."""

from __future__ import annotations

import re
from typing import Final

from core.short_messages import pieces, words

#: In words: what is longer tells several things.
_LONGEST: Final = 40
_MARK: Final = re.compile(
    r"\bfree[- ]?returns?\W{0,3}(?:badge|tag|mark|label|logo|sign|sticker|icon|symbol|thing)s?\b"
    r"|\b(?:says?|said|shows?|writ\w+|reads?|marked|tagged|labelled|labeled|with|has|have|carr\w+)\W{1,3}"
    r"(?:the |a |as |that )?\W?free[- ]?returns?\b",
    re.IGNORECASE,
)
_DENIED: Final = words(
    "no not without w/o non nor never none lacks lack lacking missing unmarked except other others otherwise neither "
    "isn't isnt aren't arent doesn't doesnt don't dont didn't didnt hasn't hasnt haven't havent wasn't wasnt weren't "
    "werent can't cannot cant unless lost gone vanished disappeared removed off paid nowhere nothing need needs only"
)
_ASKS_HOW_LONG: Final = re.compile(
    r"\b(?:how (?:long|many days|many weeks|much days|much time)|(?:until|till|by) when|last day|deadline)\b",
    re.IGNORECASE,
)
_ASKS_MEANING: Final = re.compile(r"\b(?:what (?:does|do|is|are)|what's|whats|meaning|means?|explain)\b", re.IGNORECASE)


def asks_window_of_marked(said: str) -> bool:
    """Whether a message asks how long one has for what carries the mark: "it has the free returns tag, how long?"."""
    return _is_of_marked(said) and _ASKS_HOW_LONG.search(said) is not None


def asks_what_mark_means(said: str) -> bool:
    """Whether a message asks what the mark stands for."""
    return _is_of_marked(said) and _ASKS_MEANING.search(said) is not None


def _is_of_marked(said: str) -> bool:
    """Whether a message names the mark, and nothing in it is denied."""
    spoken = pieces(said)
    return len(spoken) <= _LONGEST and _DENIED.isdisjoint(spoken) and _MARK.search(said) is not None
