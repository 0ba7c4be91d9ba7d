"""Medusa's Admin API: who asks, in which form, and what its answers say."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final, Optional, cast
from urllib.parse import urlencode

from actions.connect.patience import ONCE, Patience
from core.http_client import HttpClient, ServiceRefused, ServiceUnavailable
from core.outside_text import plain

_LARGEST_ANSWER: Final = 20_000_000

Query = Sequence[tuple[str, str]]


class MedusaApi:
    """The Admin API of a Medusa 2 shop. Blocks: call it from a worker thread.

    Args:
        url: The shop's address, without /admin.
        key: A secret API key, `sk_…`.
        patience: How often, and how patiently, the shop is asked again.
    """

    def __init__(self, url: str, key: str, patience: Patience) -> None:
        self._url = f"{url.rstrip('/')}/admin"
        # Basic authentication with the key as user: as a bearer only people's tokens are taken.
        self._auth = (key, "")
        self._patience = patience
        self._client = HttpClient("the shop", timeout=20, budget=60, longest=_LARGEST_ANSWER)

    def get(self, path: str, query: Query = ()) -> dict[str, Any]:
        """What stands at a path; amounts are as exact as they are written.

        Raises:
            ServiceUnavailable: The shop does not answer.
            ServiceRefused: The shop does not let us ask; 404 where there is no such thing.
        """
        return self._patience.ask(lambda: self._ask("GET", path, query))

    def change(self, method: str, path: str, body: Optional[object] = None) -> dict[str, Any]:
        """Change something, and return what the shop says of it.

        Raises:
            ServiceUnavailable: The shop does not answer.
            ServiceRefused: The shop does not do it; the reason is in its own words.
        """
        return ONCE.ask(lambda: self._ask(method, path, (), body))

    def _ask(self, method: str, path: str, query: Query, body: Optional[object] = None) -> dict[str, Any]:
        content = None if body is None else json.dumps(body).encode()
        headers = {} if body is None else {"Content-Type": "application/json"}
        url = f"{self._url}{path}?{urlencode(query)}" if query else f"{self._url}{path}"
        answer = self._client.send(method, url, content, headers=headers, auth=self._auth)
        if answer.may_change:
            raise ServiceUnavailable(f"the shop answered {answer.status}", answer.pause)
        try:
            said = json.loads(answer.body, parse_float=Decimal)
        except (ValueError, RecursionError):
            said = None
        if not answer.succeeded:
            why = said.get("message") if isinstance(said, dict) else None
            words = f": {plain(why)}" if isinstance(why, str) else ""
            raise ServiceRefused(f"the shop refused it with {answer.status}{words}", answer.status)
        if not isinstance(said, dict):
            raise ServiceRefused("the shop answered something else; is this the address of a Medusa shop?")
        return cast("dict[str, Any]", said)


def listed(answer: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The things of a name in an answer.

    Raises:
        ServiceRefused: There are none of that name: nobody speaks of Medusa there.
    """
    found = answer.get(name)
    if not isinstance(found, list):
        raise ServiceRefused(f"the shop answered no {name}; is this the address of a Medusa shop?")
    return [each for each in found if isinstance(each, dict)]
