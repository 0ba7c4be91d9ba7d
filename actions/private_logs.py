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
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import TracebackType
from typing import Any, Optional, Union

import structlog

from actions.masking import Masker
from actions.settings import Settings

_ExcInfo = Union[bool, BaseException, tuple[Any, ...], None]

# What structured records may say: names and reasons that code chose. Any other text may be a customer's.
_SAID_BY_CODE = frozenset(
    [
        *("event", "level", "logger", "timestamp", "error", "reason", "where", "action", "channel", "tries", "target"),
        *("trouble", "consequence", "endpoint", "response", "placeholder", "name", "kind", "status", "exception"),
    ]
)
_CONVERSATION_KEYS = ("sender_id", "conversation", "conversation_id")
_EMAIL = re.compile(r"[^\s@:;,<>()\[\]\"'=]+@[^\s@:;,<>()\[\]\"']+\.\w+")
_NUMBER = re.compile(
    r"(?<![\w.])(?:[Rr]-?\d{4,12}|[A-Za-z]{2}\d{6,13}[A-Za-z]{0,2}|\d{9,}|\d{4}(?:[ -]\d{4}){2,}|1Z[0-9A-Z]{16})(?!\w)"
)
_SENDER = re.compile(r"\b(?:web|api|dev|telegram|slack|messenger|whatsapp|twilio):[^\s'\",;)\]}]+")
_HASH_DIGITS = 10
_ORDER_NUMBER_DIGITS = 16

_conversation: ContextVar[Optional[str]] = ContextVar("returndesk_conversation", default=None)


class PrivateLogs:
    """Makes records private.

    Args:
        key: What conversations are hashed with, so that nobody finds one by hashing names.
        order_number_digits: How many digits an order number of this shop has.
    """

    def __init__(self, key: bytes, order_number_digits: int = _ORDER_NUMBER_DIGITS) -> None:
        self._key = key
        self._masker = Masker(order_number_digits)

    @classmethod
    def from_settings(cls, settings: Settings) -> PrivateLogs:
        """With a key that bot and action server share, or one of this process's own."""
        secret = settings.actions_secret
        key = secret.get_secret_value().encode() if secret else secrets.token_bytes()
        return cls(key, settings.order_number_digits)

    def install(self) -> None:
        """Puts every record of this process through here, also those of libraries, whatever handles them."""
        former = logging.getLogRecordFactory()
        logging.setLogRecordFactory(self.factory(former))
        logging.captureWarnings(True)
        self.install_structlog()

    def install_structlog(self) -> None:
        """Does the same for structured records; again after somebody has configured them."""
        processors = [each for each in structlog.get_config()["processors"] if each != self.processor]
        structlog.configure(processors=[self.processor, *processors])

    def factory(self, former: Callable[..., logging.LogRecord]) -> Callable[..., logging.LogRecord]:
        """A maker of records like the former one, only private."""

        def make(*arguments: Any, **named: Any) -> logging.LogRecord:
            record = former(*arguments, **named)
            try:
                message = record.getMessage()
            except (TypeError, ValueError):
                message = f"{record.levelname} that can't be written, of {record.name}"
            record.msg, record.args = self._marked(self.redacted(message)), ()
            if record.exc_info:
                # Formatters write this text; from exc_info they would write the error's own words.
                record.exc_text, record.exc_info = where_it_failed(record.exc_info), None
            return record

        return make

    def processor(self, _logger: Any, _method: str, record: MutableMapping[str, Any]) -> Mapping[str, Any]:
        """A structlog processor that goes before all others."""
        private: dict[str, Any] = {}
        for name, value in record.items():
            if name in _CONVERSATION_KEYS:
                private["conversation"] = self.hashed(str(value))
            elif name == "exc_info":
                if value:
                    private["exception"] = where_it_failed(value)
            elif isinstance(value, (bool, int, float)) or value is None:
                private[name] = value
            else:
                private[name] = self.redacted(str(value)) if name in _SAID_BY_CODE else "[not logged]"
        if (sender_id := _conversation.get()) is not None:
            private.setdefault("conversation", self.hashed(sender_id))
        return private

    def redacted(self, text: str) -> str:
        """A text without addresses and numbers of people, and with hashes for conversations."""
        text = _SENDER.sub(lambda found: f"conversation {self.hashed(found.group())}", text)
        text = self._masker.mask(_EMAIL.sub("[e-mail]", text))
        return _NUMBER.sub("[number]", text)

    def hashed(self, sender_id: str) -> str:
        """The short form in which logs name a conversation."""
        return hmac.new(self._key, sender_id.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:_HASH_DIGITS]

    def _marked(self, message: str) -> str:
        sender_id = _conversation.get()
        if sender_id is None or message.startswith("{"):
            return message
        return f"{message} (conversation {self.hashed(sender_id)})"


@contextmanager
def talking_in(sender_id: str) -> Iterator[None]:
    """Has every record that is made meanwhile name this conversation."""
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
