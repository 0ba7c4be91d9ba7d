"""Which mails nobody has written, so that they get no answer: RFC 3834, and what else is seen of programs."""

from __future__ import annotations

from typing import Final

from bot.channels.mail.letter import Letter

_BULK: Final = frozenset({"bulk", "junk", "list", "auto_reply"})
#: Headers that only programs set, or mailing lists.
_TELLING: Final = (
    *("list-id", "list-unsubscribe", "list-help", "list-post", "x-autoreply", "x-autorespond"),
    *("x-auto-response-suppress", "x-failed-recipients", "x-loop"),
)
_NOBODY: Final = frozenset(
    {
        *("mailer-daemon", "postmaster", "no-reply", "noreply", "do-not-reply", "donotreply", "bounce", "bounces"),
        *("owner", "daemon", "root", "listserv", "majordomo"),
    }
)


def is_automatic(letter: Letter) -> bool:
    """Whether a program has sent a mail, as far as its headers tell."""
    if letter.first("auto-submitted").partition(";")[0].strip().lower() not in ("", "no"):
        return True
    if letter.first("precedence").lower() in _BULK or letter.first("x-spam-flag").lower() == "yes":
        return True
    if letter.first("content-type").lower().startswith("multipart/report"):
        return True
    if any(value in ("<>", "") for value in letter.all("return-path")):
        return True
    if any(any(letter.all(name)) for name in _TELLING):
        return True
    local = (letter.sender or "").partition("@")[0].partition("+")[0]
    return local in _NOBODY or local.startswith("owner-") or local.endswith("-request")
