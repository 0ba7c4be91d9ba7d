"""The words of a mail that is HTML alone, without what it quotes.

The standard library's parser takes a time that grows with the square of what strangers write, so tags are found by one
expression that reads each character once.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final

#: How much of a document is read, characters from its body on.
MOST_READ: Final = 60_000
_TAG: Final = re.compile(
    r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]{0,15})(?P<attributes>[^<>]{0,4000})>|<[!?][^<>]{0,999}>"
)
_COMMENT: Final = ("<!--", "-->")
_UNSEEN: Final = frozenset({"script", "style", "title", "blockquote", "template"})
_LINES: Final = frozenset({"p", "div", "br", "tr", "li", "table", "ul", "ol", "h1", "h2", "h3", "h4", "hr", "pre"})
# What mail programs mark the earlier mail with, which they put below the answer.
_EARLIER: Final = (
    *("gmail_quote", "moz-cite-prefix", "yahoo_quoted", "protonmail_quote"),
    *("divrplyfwdmsg", "appendonsend", "mail-editor-reference-message-container"),
)


def text_of_html(document: str) -> str:
    """The text of a document, a line a block.

    Args:
        document: Any text; of a long one the beginning counts.
    """
    body = document.lower().find("<body")
    words = "".join(_words(_without_comments(document[max(body, 0) :][:MOST_READ])))
    return "\n".join(" ".join(line.split()) for line in words.split("\n")).strip()


def _without_comments(document: str) -> str:
    begins, ends = _COMMENT
    first, *rest = document.split(begins)
    return first + "".join(each.partition(ends)[2] for each in rest)


def _words(document: str) -> Iterator[str]:
    """The words between the tags; a line break in the source is a space, blocks and <br> make lines."""
    unseen: list[str] = []
    end = 0
    for tag in _TAG.finditer(document):
        if not unseen:
            yield _shown(document[end : tag.start()])
        end = tag.end()
        name = (tag["name"] or "").lower()
        if name in _LINES:
            yield "\n"
        if name in _UNSEEN and not tag["end"]:
            unseen.append(name)
        elif unseen and name == unseen[-1] and tag["end"]:
            unseen.pop()
        attributes = (tag["attributes"] or "").lower()
        if not tag["end"] and any(mark in attributes for mark in _EARLIER):
            return
    if not unseen:
        yield _shown(document[end:])


def _shown(text: str) -> str:
    return html.unescape(text.replace("\n", " "))
