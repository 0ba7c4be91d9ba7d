"""What somebody has written themselves in a mail: without what it quotes, and without their signature."""

from __future__ import annotations

from typing import Final

from mailparser_reply import EmailMessage

from bot.rasa_patches.message_guard import LONGEST_MESSAGE
from core.masking import cut

#: Those of the assistant's languages that the library knows. A quote with `>` is found in every language.
_LANGUAGES: Final = ("en", "es", "fr", "de", "it", "nl", "pl")
# The library's expressions take a time that grows with the cube of a line's length, so long lines come in pieces.
_LONGEST_LINE: Final = 200
#: The first line of a signature is a closing or a name. What is longer, or asks, or holds a number is a sentence.
_LONGEST_CLOSING: Final = 30


def own_words(text: str) -> str:
    """The words of who wrote a mail.

    Args:
        text: The mail's text, of any length; as much counts as a message may have.
    """
    written = _folded(cut(_unquoted(text), LONGEST_MESSAGE))
    # The languages go in as a list of their own, as the library adds to it.
    reply = EmailMessage(text=written, languages=list(_LANGUAGES), keep_hyphen_lists=True).read().replies[0]
    content: str = reply.content
    signature: str = reply.signatures
    if signature and _closes(signature):
        content = content.replace(signature, "").strip() or content
    return content.strip()


def _closes(signature: str) -> bool:
    first = signature.partition("\n")[0]
    return len(first) <= _LONGEST_CLOSING and "?" not in first and not any(sign.isdigit() for sign in first)


def _unquoted(text: str) -> str:
    """The text without lines that begin with `>`, and without the line that says whose they are."""
    kept: list[str] = []
    quoting = False
    for line in text.replace("\r\n", "\n").split("\n"):
        if not line.lstrip().startswith(">"):
            quoting = False
            kept.append(line)
        elif not quoting:
            quoting = True
            _without_attribution(kept)
    return "\n".join(kept)


def _without_attribution(lines: list[str]) -> None:
    """Take away "On … Return Desk <…> wrote:", in any language and over two lines, from the end of the lines."""
    while lines and not lines[-1].strip():
        lines.pop()
    if not lines or not lines[-1].rstrip().endswith((":", "：")):
        return
    last, before = lines[-1], lines[-2] if len(lines) > 1 else ""
    # It tells when, on its last line or on the one before.
    if _holds_year(last):
        del lines[-1:]
    elif _holds_year(before):
        del lines[-2:]
    elif "@" in last:
        del lines[-1:]


def _holds_year(line: str) -> bool:
    return sum(sign.isdigit() for sign in line) >= len("2026")


def _folded(text: str) -> str:
    """The text in lines that are not long, with one empty line at most between them."""
    lines: list[str] = []
    for line in text.split("\n"):
        rest = line.strip()
        while len(rest) > _LONGEST_LINE:
            at = rest.rfind(" ", 0, _LONGEST_LINE)
            at = at if at > 0 else _LONGEST_LINE
            lines.append(rest[:at])
            rest = rest[at:].strip()
        if rest or (lines and lines[-1]):
            lines.append(rest)
    return "\n".join(lines)
