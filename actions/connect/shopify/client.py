"""Asks Shopify's Admin API, in one version of it, no faster than the shop's points for queries come back."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final, Optional

from actions.connect.patience import Patience
from actions.connect.shopify.token import Token
from core.http_client import Answer, HttpClient, ServiceRefused, ServiceUnavailable

#: The version whose fields the queries name. Shopify supports one for a year, and then answers with a later one.
VERSION: Final = "2026-10"
_LARGEST_ANSWER: Final = 20_000_000
_ANSWERED_IN: Final = "X-Shopify-API-Version"
#: A webhook has to be answered within five seconds, with what is asked meanwhile.
_QUICK: Final = 4.0
_SLOW: Final = 60.0
_LONGEST_REST: Final = 60.0
#: Points that come back each second where the shop does not say it.
_USUAL_RATE: Final = 50.0
_UNKNOWN_COST: Final = 100.0


class TooCostly(ServiceRefused):
    """A query asks for more at once than any shop allows; asked for in smaller pieces it is answered."""


class AdminApi:
    """The API of one shop.

    Args:
        url: The shop's address.
        token: What lets us in.
        patience: How often, and how patiently, the shop is asked again; whoever asks once has to have the answer soon.
        monotonic: A clock in seconds that never stands still.
    """

    def __init__(
        self, url: str, token: Token, patience: Patience, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._url = f"{url.rstrip('/')}/admin/api/{VERSION}/graphql.json"
        self._token = token
        self._patience = patience
        self._monotonic = monotonic
        self._is_patient = patience.tries > 1
        budget = _SLOW if self._is_patient else _QUICK
        self._client = HttpClient("the shop", timeout=min(20.0, budget), budget=budget, longest=_LARGEST_ANSWER)
        #: Points that are left, how many come back each second, and when that was so.
        self._left: Optional[tuple[float, float, float]] = None
        self._costs: dict[str, float] = {}
        #: The version that answered last, None before any answer.
        self.version: Optional[str] = None

    def change(self, mutation: str, /, **variables: Any) -> Mapping[str, Any]:
        """The data that a mutation gives. It is tried once: whether it was done is to be looked at before it is again.

        Raises:
            ServiceUnavailable: The shop does not answer; it may have done it.
            ServiceRefused: It does not let us.
        """
        return self._data(mutation, self._sent(json.dumps({"query": mutation, "variables": variables}).encode()))

    def ask(self, query: str, /, **variables: Any) -> Mapping[str, Any]:
        """The data that a query gives.

        Raises:
            ServiceUnavailable: The shop does not answer, or throttles for longer than it is waited for.
            ServiceRefused: It does not let us ask.
            TooCostly: It is asked for too much at once.
        """
        if self._is_patient:
            self._rest(query)
        content = json.dumps({"query": query, "variables": variables}).encode()
        return self._patience.ask(lambda: self._data(query, self._sent(content)))

    def _sent(self, content: bytes) -> Answer:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        for _ in range(2):
            token = self._token.value()
            mine = {**headers, "X-Shopify-Access-Token": token}
            try:
                return self._client.ask("POST", self._url, content, headers=mine)
            except ServiceRefused as error:
                # A token that ran out, or was taken back, before its time.
                if error.status != 401 or not self._token.forget(token):
                    raise
        raise ServiceRefused("the shop takes no token of this app", 401)

    def _data(self, query: str, answer: Answer) -> Mapping[str, Any]:
        self.version = answer.headers.get(_ANSWERED_IN) or self.version
        try:
            said = json.loads(answer.body)
        except (ValueError, RecursionError):
            said = None
        if not isinstance(said, dict):
            raise ServiceUnavailable("the shop answered something else than JSON")
        wait = self._note_cost(query, said.get("extensions"))
        errors = said.get("errors")
        if errors:
            raise _trouble(errors, wait)
        data = said.get("data")
        if not isinstance(data, dict):
            raise ServiceRefused("the shop answered no data; is this the address of a Shopify shop?")
        return data

    def _note_cost(self, query: str, extensions: Any) -> timedelta:
        """Remember what is left; how long it takes until the same can be asked again."""
        cost = extensions.get("cost") if isinstance(extensions, dict) else None
        status = cost.get("throttleStatus") if isinstance(cost, dict) else None
        if not isinstance(cost, dict) or not isinstance(status, dict):
            return timedelta(seconds=1)
        needed = float(cost.get("requestedQueryCost") or _UNKNOWN_COST)
        left, rate = float(status.get("currentlyAvailable") or 0), float(status.get("restoreRate") or _USUAL_RATE)
        self._costs[query] = needed
        self._left = (left, rate, self._monotonic())
        return timedelta(seconds=max(1, math.ceil((needed - left) / rate)))

    def _rest(self, query: str) -> None:
        """Wait until there are points for what a query cost last, so that it isn't refused."""
        if self._left is None:
            return
        left, rate, at = self._left
        missing = self._costs.get(query, _UNKNOWN_COST) - left - (self._monotonic() - at) * rate
        if missing > 0:
            self._patience.sleep(min(_LONGEST_REST, math.ceil(missing / rate)))


def _trouble(errors: Any, wait: timedelta) -> Exception:
    """What the API refuses a query with, by its code: its words may quote what was asked for."""
    first = errors[0] if isinstance(errors, Sequence) and errors and isinstance(errors[0], dict) else {}
    said = first.get("extensions")
    code = str(said.get("code")) if isinstance(said, dict) else "an error"
    if code == "THROTTLED":
        return ServiceUnavailable("the shop throttles", wait)
    if code == "INTERNAL_SERVER_ERROR":
        return ServiceUnavailable("the shop answered that it has failed")
    where = ".".join(str(each) for each in first.get("path") or ())
    if code == "MAX_COST_EXCEEDED":
        return TooCostly("the shop is asked for too much at once")
    if code == "ACCESS_DENIED":
        return ServiceRefused(f"the shop does not let this app read {where or 'that'}; give it the missing scope")
    return ServiceRefused(f"the shop refused the question with {code} {where}".rstrip())
