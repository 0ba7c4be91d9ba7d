"""All orders at once: Shopify writes them into a file, a line for each order, line item and return."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, Optional

from actions.connect.patience import Patience
from actions.connect.shopify import queries
from actions.connect.shopify.client import AdminApi
from core.http_client import AnswerTooLong, HttpClient, ServiceUnavailable

Node = Mapping[str, Any]

#: In seconds: Shopify is asked how far it is after so long, then after twice as long each time.
_FIRST_PAUSE: Final = 2.0
_LONGEST_PAUSE: Final = 60.0
_LONGEST: Final = 6 * 3600.0
#: In bytes; all of it is held in memory.
_LARGEST_FILE: Final = 300_000_000
_RUNNING: Final = frozenset({"CREATED", "RUNNING", "CANCELING"})


class TooManyOrders(Exception):
    """The file is larger than what is read at once."""


class BulkOrders:
    """Reads a shop's orders out of such a file.

    Args:
        api: The shop's.
        patience: With the file's server.
        sleep: Waits so many seconds.
    """

    def __init__(self, api: AdminApi, patience: Patience, sleep: Callable[[float], None]) -> None:
        self._api = api
        self._patience = patience
        self._sleep = sleep
        # The file lies elsewhere, under an address that lets in whoever has it: no token is sent there.
        self._client = HttpClient("the shop's file of orders", timeout=60, budget=3600, longest=_LARGEST_FILE)

    def heads(self) -> Iterator[Node]:
        """All orders as a page would have them.

        Raises:
            TooManyOrders: They have to be read page by page.
            ServiceUnavailable: The shop can't write such a file now.
            ServiceRefused: It does not let us ask.
        """
        url = self._written()
        content = b"" if url is None else self._patience.ask(lambda: self._content(url))
        if content is None:
            raise TooManyOrders
        return joined(content)

    def _content(self, url: str) -> Optional[bytes]:
        """What is in the file, None where that is too much, which no further try makes less."""
        try:
            return self._client.ask("GET", url).body
        except AnswerTooLong:
            return None

    def _written(self) -> Any:
        """Where the file lies, None where there is no order."""
        begun = self._api.change(queries.RUN_BULK, query=queries.ALL_ORDERS)["bulkOperationRunQuery"]
        operation = begun.get("bulkOperation")
        if begun.get("userErrors") or not operation:
            raise ServiceUnavailable("the shop can't bring all its orders together now; another program may be at it")
        waited, pause = 0.0, _FIRST_PAUSE
        while operation["status"] in _RUNNING:
            if waited > _LONGEST:
                raise ServiceUnavailable("the shop has not brought all its orders together in hours")
            self._sleep(pause)
            waited, pause = waited + pause, min(_LONGEST_PAUSE, pause * 2)
            operation = self._api.ask(queries.BULK, id=operation["id"])["node"]
        if operation["status"] != "COMPLETED":
            reason = operation.get("errorCode") or operation["status"]
            raise ServiceUnavailable(f"the shop could not bring all its orders together: {reason}")
        return operation.get("url")


def joined(content: bytes) -> Iterator[Node]:
    """The orders of such a file, each with what names it as its parent, wherever that stands.

    Raises:
        ServiceUnavailable: It is not such a file.
    """
    orders: dict[str, dict[str, Any]] = {}
    of_parent: dict[str, list[Node]] = {}
    for line in io.BytesIO(content):
        try:
            said = json.loads(line)
            parent = said.get("__parentId")
            if parent is None:
                orders[said["id"]] = said
            else:
                of_parent.setdefault(parent, []).append(said)
        except (ValueError, RecursionError, KeyError, AttributeError):
            raise ServiceUnavailable("the shop's file of orders can't be read") from None
    for gid, order in orders.items():
        children = of_parent.pop(gid, [])
        yield {
            **order,
            "lineItems": {"nodes": [each for each in children if "/LineItem/" in each["id"]]},
            "returns": {"nodes": [each for each in children if "/Return/" in each["id"]]},
        }
