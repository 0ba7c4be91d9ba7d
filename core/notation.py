r"""The notation of the assistant's messages: `**bold**`, `_italics_`, and `\` before a sign that stands for itself.

Words from outside (titles, places, what customers and agents write) are escaped where a response is filled with them,
so that nothing in them formats; each channel shows them as they were.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

_SIGNS: Final = r"[\\*_\[\]<>`~&]"
_SIGN: Final = re.compile(_SIGNS)
_ESCAPE: Final = re.compile(rf"\\({_SIGNS})")
_URL: Final = r"https?://(?:\\.|[^\s<>\\*])+"
# What is emphasised is short. A mark that is never closed must not have the rest of the text read for each of its kind.
_MARKED: Final = re.compile(
    rf"\\(?P<sign>{_SIGNS})|(?P<url>{_URL})"
    r"|\*\*(?=\S)(?P<bold>(?:\\.|[^\\]){1,300}?)(?<=\S)\*\*"
    r"|(?<![\w_])_(?=\S)(?P<italic>(?:\\.|[^\\_\n])+?)(?<=\S)_(?![\w_])"
    r"|(?P<half>\*\*)",
    re.DOTALL,
)
#: No wider than nothing: between two signs it keeps a platform from taking them for a pair of marks.
_GUARD: Final = "\u200b"
_FORMATS: Final = frozenset("*_~")


def escaped(words: str) -> str:
    """Words from outside as a message holds them."""
    # Most have no sign in them, and reading the replacement takes longer than looking for one.
    return _SIGN.sub(_behind_backslash, words) if _SIGN.search(words) else words


def _behind_backslash(sign: re.Match[str]) -> str:
    return f"\\{sign[0]}"


def unescaped(text: str) -> str:
    """A text without the backslashes that `escaped` puts in; marks of its own stay."""
    return _ESCAPE.sub(r"\1", text)


def as_plain(text: str) -> str:
    """The text without marks, its words as they are."""
    return rendered(text, str)


def as_guarded(text: str) -> str:
    """The same for a platform that takes signs in a text for marks and knows no way to escape them."""
    return rendered(text, str, guarded=True)


def rendered(
    text: str, written: Callable[[str], str], *, bold: str = "{}", italic: str = "{}", guarded: bool = False
) -> str:
    """A text in another notation.

    Args:
        text: In the notation of the assistant's messages.
        written: Writes words that have no marks in the other notation.
        bold: The other notation's way to emphasise `{}`.
        italic: The same for italics.
        guarded: Whether signs that stand for themselves are kept from forming pairs.
    """

    def emphasised(words: str, mark: str) -> str:
        shown = rendered(words, written, guarded=guarded)
        # Signs within, and what keeps them apart, could end the emphasis too early.
        return shown if _GUARD in shown else mark.replace("{}", shown)

    parts: list[str] = []
    end = 0
    for found in _MARKED.finditer(text):
        parts.append(written(text[end : found.start()]))
        end = found.end()
        if (sign := found["sign"]) is not None:
            apart = guarded and (sign == "`" or (sign in _FORMATS and not _within_word(text, found)))
            parts.append(f"{_GUARD}{written(sign)}{_GUARD}" if apart else written(sign))
        elif found["url"] is not None:
            parts.append(written(unescaped(found["url"])))
        elif found["bold"] is not None:
            parts.append(emphasised(found["bold"], bold))
        elif found["italic"] is not None:
            parts.append(emphasised(found["italic"], italic))
        # A mark whose other half stands in another piece of a long text says nothing.
    return "".join([*parts, written(text[end:])])


def _within_word(text: str, sign: re.Match[str]) -> bool:
    """Whether a sign stands between two letters, where no platform takes it for a mark."""
    return text[sign.start() - 1 : sign.start()].isalnum() and text[sign.end() : sign.end() + 1].isalnum()
