"""Long texts in pieces that a platform takes, cut where a reader would pause, in the notation that it shows."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from core.notation import rendered

# From the best place for a cut to the worst: a paragraph, a line, a sentence, a word.
_BORDERS = (re.compile(r"\n\s*\n"), re.compile(r"\n"), re.compile(r"(?<=[.!?…:;])\s"), re.compile(r"\s"))


def split(text: str, limit: int) -> Iterator[str]:
    """The text in pieces.

    Args:
        text: Any text; blank space at its ends is left out.
        limit: The longest piece in UTF-16 units, which is how the platforms that say what they count do it.
    """
    rest = text.strip()
    while (window := _fitting(rest, limit)) < len(rest):
        cut = _cut(rest, window)
        yield rest[:cut].rstrip()
        rest = rest[cut:].lstrip()
    if rest:
        yield rest


def shortened(text: str, limit: int) -> str:
    """The text, or its beginning with an ellipsis where it is longer than the limit in UTF-16 units."""
    if units(text) <= limit:
        return text
    beginning = text[: _fitting(text, limit - 1)]
    whole_words = beginning.rpartition(" ")[0]
    return (whole_words if len(whole_words) > limit // 2 else beginning).rstrip() + "…"


def units(text: str) -> int:
    """How many UTF-16 units a text has: most characters are one, an emoji is two."""
    return len(text) + sum(character > "\uffff" for character in text)


def _fitting(text: str, limit: int) -> int:
    """How many characters from the beginning fit; at least one."""
    taken = 0
    for index, character in enumerate(text):
        taken += 2 if character > "\uffff" else 1
        if taken > limit:
            return max(index, 1)
    return len(text)


def _cut(text: str, window: int) -> int:
    for border in _BORDERS:
        # Half a piece is better than a sentence torn apart, and a tiny piece is not.
        found = [match.start() for match in border.finditer(text, 0, window + 1) if match.start() >= window // 2]
        if found:
            return found[-1]
    # A backslash stays with its sign.
    backslashes = window - len(text[:window].rstrip("\\"))
    return window - 1 if backslashes % 2 and window > 1 else window


def as_telegram_html(text: str) -> str:
    """Telegram's HTML: a few tags, and nothing of the text taken for one."""
    return rendered(text, lambda raw: html.escape(raw, quote=False), bold="<b>{}</b>", italic="<i>{}</i>")


def as_mrkdwn(text: str) -> str:
    """Slack's mrkdwn. What would mention people or link elsewhere is escaped."""
    return rendered(text, lambda raw: html.escape(raw, quote=False), bold="*{}*", italic="_{}_", guarded=True)
