"""Links to a label that work for some minutes, and only for as long as the return is that customer's.

A link holds when it runs out, which customer it was made for, and the return, all under a signature: nobody can guess
one, make one last longer or turn one into that of another return. It names nobody, and no return in plain words.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Final, Optional

from core.clock import Clock
from core.signed_tokens import LONGEST_TOKEN, SignedTokens, TokenOver

#: For how many minutes a link works.
MINUTES: Final = 10
_DIGEST: Final = 8

__all__ = ["LONGEST_TOKEN", "LabelLinks", "LinkOver", "Linked", "Part"]


class Part(str, Enum):
    """What of a label a link opens: what is printed, or the picture of the QR code."""

    FILE = "file"
    CODE = "code"


class LinkOver(Exception):
    """A link has run out, or is none. Which of them it is makes no difference to whoever opens it."""


@dataclass(frozen=True)
class Linked:
    """What a link leads to.

    Args:
        return_key: The key of the return.
        owner: A digest of the customer's id that it was made for.
    """

    return_key: str
    owner: bytes

    def is_of(self, customer_id: str) -> bool:
        """Whether it was made for this customer."""
        return hmac.compare_digest(self.owner, _digest(customer_id))


class LabelLinks:
    """Makes links and reads them.

    Args:
        secret: What the processes that run the actions share.
        public_url: The bot's address as customers reach it, None where nobody said: no links are made then.
        wall: A clock that runs, whatever the shop's clock shows.
    """

    def __init__(self, secret: str, public_url: Optional[str], wall: Clock) -> None:
        self._tokens = SignedTokens(secret, "links to labels", wall)
        self._public_url = public_url

    @property
    def are_made(self) -> bool:
        """Whether links are made at all."""
        return self._public_url is not None

    def link(self, part: Part, return_key: str, customer_id: str) -> Optional[str]:
        """A link for the customer whose return it is; None where no links are made."""
        if self._public_url is None:
            return None
        token = self._tokens.make(_digest(customer_id) + return_key.encode(), timedelta(minutes=MINUTES))
        return f"{self._public_url}/webhooks/label/{part.value}?t={token}"

    def read(self, token: str) -> Linked:
        """What a link leads to.

        Raises:
            LinkOver: It has run out or was not made here.
        """
        try:
            said = self._tokens.read(token)
        except TokenOver:
            raise LinkOver from None
        return Linked(said[_DIGEST:].decode(), said[:_DIGEST])


def _digest(customer_id: str) -> bytes:
    return hashlib.sha256(customer_id.encode()).digest()[:_DIGEST]
