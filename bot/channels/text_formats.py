"""The notation of the domain's responses, **bold** and _italic_, in what each platform shows."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

# What is emphasised is short. A mark that is never closed must not have the rest of the text read for each of its kind.
_MARKED = re.compile(
    r"\*\*(?=\S)(?P<bold>.{1,300}?)(?<=\S)\*\*|(?<![\w_])_(?=\S)(?P<italic>[^_\n]+?)(?<=\S)_(?![\w_])", re.DOTALL
)


def as_plain(text: str) -> str:
    """The text without marks."""
    return _rendered(text, str, bold="{}", italic="{}")


def as_telegram_html(text: str) -> str:
    """Telegram's HTML: a few tags, and nothing of the text taken for one."""
    return _rendered(text, lambda raw: html.escape(raw, quote=False), bold="<b>{}</b>", italic="<i>{}</i>")


def as_mrkdwn(text: str) -> str:
    """Slack's mrkdwn. What would mention people or link elsewhere is escaped."""
    return _rendered(text, lambda raw: html.escape(raw, quote=False), bold="*{}*", italic="_{}_")


def _rendered(text: str, escaped: Callable[[str], str], *, bold: str, italic: str) -> str:
    rendered: list[str] = []
    end = 0
    for found in _MARKED.finditer(text):
        rendered.append(escaped(text[end : found.start()]))
        mark, inner = (bold, found["bold"]) if found["bold"] is not None else (italic, found["italic"])
        rendered.append(mark.replace("{}", escaped(inner)))
        end = found.end()
    # A mark whose other half stands in another piece of a long text says nothing.
    return "".join([*rendered, escaped(text[end:])]).replace("**", "")
