"""Tokens in addresses that work for some minutes: nobody can guess one, make it last longer or change what it says."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from datetime import datetime, timedelta, timezone
from typing import Final

from core.clock import Clock

#: In characters; longer than any of ours.
LONGEST_TOKEN: Final = 400
_SECONDS, _SIGNATURE = 5, 16


class TokenOver(Exception):
    """A token has run out, or is none. Which of them it is makes no difference to whoever shows it."""


class SignedTokens:
    """Makes tokens and reads them.

    Args:
        secret: What the processes that run the actions share.
        purpose: What they are for; nothing that is signed for another passes for one.
        wall: A clock that runs, whatever the shop's clock shows.
    """

    def __init__(self, secret: str, purpose: str, wall: Clock) -> None:
        self._key = hmac.new(secret.encode(), purpose.encode(), hashlib.sha256).digest()
        self._wall = wall

    def make(self, content: bytes, lasts: timedelta) -> str:
        """A token that says this for so long."""
        over = int((self._wall.now() + lasts).timestamp())
        signed = over.to_bytes(_SECONDS, "big") + content
        return base64.urlsafe_b64encode(self._signature(signed) + signed).decode().rstrip("=")

    def read(self, token: str) -> bytes:
        """What a token says.

        Raises:
            TokenOver: It has run out or was not made here.
        """
        if len(token) > LONGEST_TOKEN or not token.isascii():
            raise TokenOver
        try:
            content = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            raise TokenOver from None
        signature, signed = content[:_SIGNATURE], content[_SIGNATURE:]
        if not hmac.compare_digest(signature, self._signature(signed)):
            raise TokenOver
        over = datetime.fromtimestamp(int.from_bytes(signed[:_SECONDS], "big"), timezone.utc)
        if self._wall.now() >= over:
            raise TokenOver
        return signed[_SECONDS:]

    def _signature(self, signed: bytes) -> bytes:
        return hmac.new(self._key, signed, hashlib.sha256).digest()[:_SIGNATURE]
