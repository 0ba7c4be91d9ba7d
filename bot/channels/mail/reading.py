"""A mail as a message of the conversation that it belongs to; nothing of one that nobody has to be answered for."""

from __future__ import annotations

from email.headerregistry import Address

from bot.channels.incoming import ATTACHMENT_INTENT, Incoming, words
from bot.channels.mail.automatic import is_automatic
from bot.channels.mail.correspondence import Thread, new_token
from bot.channels.mail.letter import Letter
from bot.channels.mail.reply_text import own_words
from bot.channels.mail.writing import tokens_in
from core.masking import mask

_LONGEST_SUBJECT = 200
_MOST_EARLIER = 30
_RECIPIENTS = ("to", "cc", "delivered-to", "x-original-to", "x-envelope-to")


def incoming_of(letter: Letter, own: Address) -> Incoming | None:
    """The message that a mail is, None where it gets no answer.

    Args:
        letter: The mail.
        own: The desk's address.
    """
    sender = letter.sender
    if sender is None or is_automatic(letter) or _is_own(sender, own):
        return None
    subject = mask(letter.subject[:_LONGEST_SUBJECT], ())
    earlier = letter.references
    tokens = tokens_in([*letter.addresses(*_RECIPIENTS), *letter.recipients], earlier, own)
    text = _asked(subject, own_words(letter.text), begins=not tokens)
    if not text and not letter.attached:
        return None
    thread = Thread(
        sender, subject, letter.message_id or "", " ".join(earlier[:1] + earlier[1:][-_MOST_EARLIER:]), tokens
    )
    return Incoming(
        letter.delivery,
        new_token(),
        words({"text": text}, "text"),
        intent=None if text else ATTACHMENT_INTENT,
        thread=thread.as_text(),
        attached=letter.files,
    )


def _is_own(sender: str, own: Address) -> bool:
    name, _, domain = sender.rpartition("@")
    return (name.partition("+")[0], domain) == (own.username.lower(), own.domain.lower())


def _asked(subject: str, text: str, *, begins: bool) -> str:
    """What is to be understood: many name their order in the subject of their first mail, or ask there alone."""
    telling = begins and (not text or any(sign.isdigit() for sign in subject))
    return f"{subject}\n\n{text}".strip() if telling and subject not in text else text
