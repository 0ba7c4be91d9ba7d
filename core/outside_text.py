"""Names from outside, such as titles, places and carriers: bounded and plain before anything looks at them.

What in them could be taken for markup stays as it stands; it is escaped where it is shown (`core/notation.py`).
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

#: In characters; a longer name ends in an ellipsis.
LONGEST_NAME: Final = 80
#: What stands for a name of which nothing is left.
NAMELESS: Final = "…"
# What is read of a name. Addresses are looked for before it is cut, so that no half of one is left.
_READ: Final = 5 * LONGEST_NAME
# Controls and invisible signs, those that turn the direction of the text around them, halves of signs, private ones.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co"})
# Invisible, but part of how emojis and some scripts are written.
_JOINERS: Final = "\u200c\u200d"
_DOT: Final = r"[.\u3002\uff0e\uff61]"
#: One of these is in every address.
_OF_ADDRESSES: Final = frozenset(":.\u3002\uff0e\uff61")
# What chats make a link of although it has no scheme. Codes of countries only in small letters: "blue.It is soft".
_ENDINGS: Final = (
    r"(?i:com|net|org|info|biz|app|dev|shop|store|online|site|website|xyz|top|club|click|link|live|icu|vip|example)"
    r"|ai|am|at|au|be|br|ca|cc|ch|cl|cn|co|de|es|eu|fr|gg|gl|hk|il|in|io|is|it|jp|ly|me|mx|nl|pl|pt|ru|sh|su|to|tv|tw|ua"
    r"|uk|us|ws|рф|укр"
)
_ADDRESS: Final = re.compile(
    rf"(?i:(?:[a-z][a-z0-9+.-]{{0,20}})?://|www{_DOT}|mailto:|javascript:)\S*"
    rf"|(?:[\w.+-]{{1,64}}@)?(?:[\w-]{{1,63}}{_DOT}){{1,8}}(?:{_ENDINGS})(?![\w-])(?:[:/?#]\S*)?"
    r"|(?:\d{1,3}\.){3}\d{1,3}[:/]\S*"
)


def plain(name: str) -> str:
    """A name in one line of at most `LONGEST_NAME` characters, without web addresses and signs that nobody sees.

    Args:
        name: As it came from outside, of any length.

    Returns:
        An empty text where nothing is left.
    """
    read = name[:_READ]
    # Most names are as they are to be, and a customer's look-up reads all of theirs.
    seen = read if read.isprintable() else "".join(map(_seen, read))
    words = " ".join((seen if _OF_ADDRESSES.isdisjoint(seen) else _ADDRESS.sub(" ", seen)).split())
    if len(words) <= LONGEST_NAME:
        return words
    whole, _, torn = words[:LONGEST_NAME].rpartition(" ")
    kept = whole if len(torn) < LONGEST_NAME // 2 else words[: LONGEST_NAME - len(NAMELESS)]
    return kept[: LONGEST_NAME - len(NAMELESS)].rstrip() + NAMELESS


def _seen(sign: str) -> str:
    if sign.isspace() or unicodedata.category(sign) in ("Zl", "Zp"):
        return " "
    return "" if unicodedata.category(sign) in _UNSEEN and sign not in _JOINERS else sign


def storable(text: str) -> str:
    """A text without what no database stores: the character NUL, and halves of characters.

    Args:
        text: As somebody sent it.
    """
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
