"""The last line between what customers say and a log: installed once in each process that hears them.

Code should not log personal data in the first place, and ours does not. But Rasa writes a message into the log when it
fails on it, structlog writes the local variables of every frame of an exception, and a library's error may quote its
input. So every record of this process goes through here:

* values that code did not choose are left out, and so are the messages and variables of exceptions;
* addresses and numbers are taken out of what is left;
* a conversation appears as a short keyed hash, the same in the bot and in the action server.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import re
import secrets
import sys
import traceback
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import TracebackType
from typing import Any, Optional, Union

from core.identifiers import USUAL_SHAPES, NumberShapes, folded
from core.masking import Masker
from core.settings import Settings

_ExcInfo = Union[bool, BaseException, tuple[Any, ...], None]

# What structured records may say: names and reasons that code chose. Any other text may be a customer's.
_SAID_BY_CODE = frozenset(
    [
        *("event", "level", "logger", "error", "reason", "where", "action", "channel", "tries", "target"),
        *("check", "why", "trouble", "consequence", "endpoint", "response", "placeholder", "name", "kind", "status"),
        *("trace", "query", "outcome", "intent", "answer", "problem", "queue"),
    ]
)
# A word without digits and signs is neither an address nor a number; most of what code says is one.
_CODE_WORD = re.compile(r"[A-Za-z_.]+", re.ASCII)
_TRACE = re.compile(r"[0-9a-f]{32}", re.ASCII)
_CONVERSATION_KEYS = ("sender_id", "conversation", "conversation_id")
# Takes words whole, whether an address follows or not, so that none is read again from each of its letters.
_WORD = re.compile(r"[^\s@:;,<>()\[\]\"'=]+(?:'[^\s@:;,<>()\[\]\"'=]+)*(?P<host>@[^\s@:;,<>()\[\]\"']+\.\w+)?")
_NUMBER = re.compile(
    r"(?<![\w.])(?:[A-Za-z]{2}\d{6,13}[A-Za-z]{0,2}|\d{9,}|\d{4}(?:[ -]\d{4}){2,}|1Z[0-9A-Z]{16})(?!\w)"
)
_SENDER = re.compile(r"\b(?:web|api|dev|telegram|slack|messenger|instagram|whatsapp|twilio|email):[^\s'\",;)\]}]+")
_HASH_DIGITS = 10

_conversation: ContextVar[Optional[str]] = ContextVar("returndesk_conversation", default=None)


class PrivateLogs:
    """Makes records private.

    Args:
        key: What conversations are hashed with, so that nobody finds one by hashing names.
        shapes: What the numbers of this shop look like.
    """

    def __init__(self, key: bytes, shapes: NumberShapes = USUAL_SHAPES) -> None:
        self._key = key
        self._masker = Masker.for_shop(shapes)
        self._factory: Optional[Callable[..., logging.LogRecord]] = None

    @classmethod
    def from_settings(cls, settings: Settings) -> PrivateLogs:
        """With a key that bot and action server share, or one of this process's own."""
        secret = settings.actions_secret
        key = secret.get_secret_value().encode() if secret else secrets.token_bytes()
        return cls(key, settings.number_shapes)

    def install(self) -> None:
        """Put every record of this process through here, also those of libraries; once, however often it is called."""
        former = logging.getLogRecordFactory()
        if former is not self._factory:
            self._factory = self.factory(former)
            logging.setLogRecordFactory(self._factory)
        logging.captureWarnings(True)

    def factory(self, former: Callable[..., logging.LogRecord]) -> Callable[..., logging.LogRecord]:
        """A maker of records like the former one, only private."""

        def make(*arguments: Any, **named: Any) -> logging.LogRecord:
            record = former(*arguments, **named)
            try:
                message = record.getMessage()
            except (TypeError, ValueError):
                message = f"{record.levelname} that can't be written, of {record.name}"
            record.msg, record.args = self.redacted(message), ()
            if record.exc_info:
                # Formatters write this text; from exc_info they would write the error's own words.
                record.exc_text, record.exc_info = where_it_failed(record.exc_info), None
            return record

        return make

    def processor(self, _logger: Any, _method: str, record: MutableMapping[str, Any]) -> dict[str, Any]:
        """A structlog processor that goes after all that add something, and before what writes."""
        private: dict[str, Any] = {}
        for name, value in record.items():
            if name in _CONVERSATION_KEYS:
                private["conversation"] = self.hashed(str(value))
            elif name == "exc_info":
                if value:
                    private["failure"] = where_it_failed(value)
            elif isinstance(value, (bool, int, float)) or value is None:
                private[name] = value
            else:
                private[name] = self._shown(name, str(value)) if name in _SAID_BY_CODE else "[not logged]"
        if (conversation := self.conversation()) is not None:
            private.setdefault("conversation", conversation)
        return private

    def conversation(self) -> Optional[str]:
        """The short form of the conversation that is being worked on; None where none is."""
        sender_id = _conversation.get()
        return None if sender_id is None else self.hashed(sender_id)

    def _shown(self, name: str, value: str) -> str:
        if _CODE_WORD.fullmatch(value) or (name == "trace" and _TRACE.fullmatch(value)):
            return value
        return self.redacted(value)

    def redacted(self, text: str) -> str:
        """A text without addresses and numbers of people, and with hashes for conversations."""
        text = _SENDER.sub(lambda found: f"conversation {self.hashed(found.group())}", text)
        return without_addresses_and_numbers(text, self._masker)

    def hashed(self, sender_id: str) -> str:
        """The short form in which logs name a conversation."""
        return hmac.new(self._key, sender_id.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:_HASH_DIGITS]


def without_addresses_and_numbers(text: str, masker: Masker) -> str:
    """A text with labels in place of e-mail addresses and of what the masker or a number of the desk's would tell."""
    if "@" in text:
        text = _WORD.sub(lambda found: "[e-mail]" if found["host"] else found.group(), text)
    text = masker.mask(text)
    for found in reversed(tuple(masker.shapes.written(folded(text)))):
        text = f"{text[: found.start]}[number]{text[found.end :]}"
    return _NUMBER.sub("[number]", text)


@contextmanager
def talking_in(sender_id: str) -> Iterator[None]:
    """Have every record that is made meanwhile name this conversation."""
    token = _conversation.set(sender_id)
    try:
        yield
    finally:
        _conversation.reset(token)


def where_it_failed(error: _ExcInfo) -> str:
    """An exception's kind and the lines that it went through, without its words and without any variable."""
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, tuple):
        error = error[1]
    kinds: list[str] = []
    trace: Optional[TracebackType] = None
    while isinstance(error, BaseException):
        kinds.append(type(error).__name__)
        trace = trace or error.__traceback__
        error = error.__cause__
    lines = "; ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace))
    return f"{' from '.join(kinds)} at {lines}" if lines else " from ".join(kinds)
