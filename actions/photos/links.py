"""Addresses at which a photo is opened, in tickets of a help desk elsewhere."""

from __future__ import annotations

from datetime import timedelta
from typing import Final, Optional

from core.clock import Clock
from core.signed_tokens import SignedTokens

#: For how long an address works: the people of a help desk elsewhere come when they come.
DAYS: Final = 7
_PATH: Final = "/webhooks/rest/photos/file"


class PhotoLinks:
    """Makes addresses and reads them.

    Args:
        secret: What the processes that run the actions share.
        public_url: The bot's address as help desks reach it, None where nobody said: none are made then.
        wall: A clock that runs, whatever the shop's clock shows.
    """

    def __init__(self, secret: str, public_url: Optional[str], wall: Clock) -> None:
        self._tokens = SignedTokens(secret, "links to photos", wall)
        self._public_url = public_url

    def for_help_desk(self, name: str) -> Optional[str]:
        """An address of a file for a ticket; None where none are made."""
        if self._public_url is None:
            return None
        token = self._tokens.make(name.encode(), timedelta(days=DAYS))
        # Help desks that read Markdown get a backslash before an underscore, and would break the address there.
        return f"{self._public_url}{_PATH}?t={token.replace('_', '%5F')}"

    def read(self, token: str) -> str:
        """The file that an address leads to.

        Raises:
            TokenOver: It has run out or was not made here.
        """
        return self._tokens.read(token).decode()
