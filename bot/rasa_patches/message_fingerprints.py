"""Tells training messages apart by one digest of each instead of one of each part.

Rasa 3.6 makes a digest of every key, word and feature of a message, and one of these digests, for every step of the
training, to know what it can take from the cache of the last one. With forty thousand messages that took as long as
learning from them. A digest of the whole says the same: equal messages have the same, others have another.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message


def install() -> None:
    """Replace two methods of Rasa's, for this process; doing so again changes nothing."""
    Message.fingerprint = _of_message
    Features.fingerprint = _of_features


def _of_message(self: Message) -> str:
    if self._cached_fingerprint is None:
        text = json.dumps([self.data, self.features], default=_told, sort_keys=True)
        self._cached_fingerprint = hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
    return str(self._cached_fingerprint)


def _of_features(self: Features) -> str:
    if self._cached_fingerprint is None:
        digest = hashlib.md5(repr((self.type, self.attribute, self.origin)).encode(), usedforsecurity=False)
        if self.is_dense():
            digest.update(repr((self.features.shape, str(self.features.dtype))).encode())
            digest.update(self.features.tobytes())
        else:
            entries = self.features.tocoo()
            digest.update(repr((entries.shape, str(entries.dtype))).encode())
            for part in (entries.row, entries.col, entries.data):
                digest.update(part.tobytes())
        self._cached_fingerprint = digest.hexdigest()
    return str(self._cached_fingerprint)


def _told(value: Any) -> Any:
    """What JSON has no form for: words with their places, features by their digest, the rest as it is written."""
    if isinstance(value, Token):
        return vars(value)
    return value.fingerprint() if callable(getattr(value, "fingerprint", None)) else str(value)
