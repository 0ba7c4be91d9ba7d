"""What lets this desk in at a Shopify shop: a token that the shop gave once, or one that it gives for a day."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from typing import Final, Optional
from urllib.parse import urlencode

from core.http_client import HttpClient, ServiceRefused, ServiceUnavailable

_PATH: Final = "/admin/oauth/access_token"
#: In seconds: a token is renewed so long before it runs out, or after that where the shop names no end.
_EARLY: Final = 300.0
_USUAL: Final = 3600.0


class Token:
    """An access token. May be shared between threads.

    Args:
        url: The shop's address.
        key: The token itself, `shpat_…`, or `id:secret` of an app, for which the shop gives tokens.
        monotonic: A clock in seconds that never stands still.
    """

    def __init__(self, url: str, key: str, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._url = url.rstrip("/") + _PATH
        app, _, secret = key.partition(":")
        self._app = (app, secret) if secret else None
        self._given = key if self._app is None else None
        self._until: Optional[float] = None
        self._monotonic = monotonic
        self._one_at_a_time = threading.Lock()
        self._client = HttpClient("the shop", timeout=4, budget=4, longest=100_000)

    def value(self) -> str:
        """A token that is good now.

        Raises:
            ServiceUnavailable: The shop does not answer.
            ServiceRefused: It gives this app none.
        """
        with self._one_at_a_time:
            if self._app is not None and (self._until is None or self._monotonic() > self._until):
                self._given = self._new(*self._app)
            assert self._given is not None  # noqa: S101  # it was given, or is new
            return self._given

    def forget(self, token: str) -> bool:
        """Whether there may be another one instead of a token that was refused."""
        with self._one_at_a_time:
            if self._app is not None and self._given == token:
                self._until = None
            return self._app is not None

    def _new(self, app: str, secret: str) -> str:
        asked = urlencode({"grant_type": "client_credentials", "client_id": app, "client_secret": secret}).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        answer = self._client.ask("POST", self._url, asked, headers=headers)
        try:
            said = json.loads(answer.body)
            token, lasts = str(said["access_token"]), float(said.get("expires_in") or _USUAL)
        except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
            raise ServiceUnavailable("the shop answered something else than a token") from None
        if not token.isascii() or not token.isprintable():
            raise ServiceRefused("the shop gave a token that no header can hold")
        self._until = self._monotonic() + max(lasts - _EARLY, _EARLY)
        return token
