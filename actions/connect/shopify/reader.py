"""Reads a shop's orders with their lines, returns and refunds, in pieces that Shopify allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timezone
from typing import Any, Final, Optional, Union

from actions.connect.connector import NoOrder, ShopOrder
from actions.connect.shopify import queries
from actions.connect.shopify.client import AdminApi, TooCostly
from actions.connect.shopify.mapping import ids_of_details, order_of

Node = Mapping[str, Any]
Found = Union[ShopOrder, NoOrder]

_ORDERS: Final = 10
_LINES: Final = 20
_DETAILS: Final = 2


class OrderReader:
    """Reads orders.

    Args:
        api: The shop's.
    """

    def __init__(self, api: AdminApi) -> None:
        self._api = api
        self._orders = _ORDERS
        self._details = _DETAILS

    def changed_since(self, since: datetime) -> Iterator[Found]:
        """Orders that changed since an aware instant, in the order of their changes.

        Each page is asked for by the instant at which the last one ended: an order that changes meanwhile stands at the
        end and comes again with its new state, and pushes no other out of the place that is read next. No list gets so
        long that Shopify would not give all of it, which is 25,000 orders.
        """
        begin, after = _written(since), None
        seen: set[tuple[str, str]] = set()
        while True:
            page = self._page(f"updated_at:>='{begin}'", after)
            heads = page["nodes"]
            states = [(each["id"], each["updatedAt"]) for each in heads]
            yield from self.complete([each for each, state in zip(heads, states, strict=True) if state not in seen])
            if not page["pageInfo"]["hasNextPage"]:
                return
            last = states[-1][1]
            if last > begin:
                begin, after, seen = last, None, {state for state in states if state[1] == last}
            else:
                # So many changed within one second that the page has no other.
                after = page["pageInfo"]["endCursor"]
                seen.update(states)

    def with_open_returns(self) -> Iterator[Found]:
        """Orders that something is being sent back of, whenever they changed: a return may change without its order."""
        for head in self._list("return_status:RETURN_REQUESTED OR return_status:IN_PROGRESS"):
            yield from self.complete([head])

    def named(self, number: str) -> Iterator[Node]:
        """Orders whose name may be this number."""
        sought = "".join(sign for sign in number if sign.isalnum() or sign in "-_.")
        return self._list(f"name:'{sought}'")

    def head(self, gid: str) -> Optional[Node]:
        """What is an order's own, None where the shop has none of that id."""
        found = self._api.ask(queries.ORDER, id=gid, lines=_LINES).get("order")
        return found if isinstance(found, dict) else None

    def complete(self, heads: Sequence[Node]) -> Iterator[Found]:
        """The orders with what hangs on them; what nobody has bought is left out."""
        wanted = [each for head in heads for each in ids_of_details(head)]
        details = {each["id"]: each for each in self._read_details(wanted)}
        for head in heads:
            theirs = [details[each] for each in ids_of_details(head) if each in details]
            found = order_of(head, self._lines(head), theirs)
            if found is not None:
                yield found

    def _list(self, filter_: str) -> Iterator[Node]:
        page = self._page(filter_, None)
        yield from page["nodes"]
        while page["pageInfo"]["hasNextPage"]:
            page = self._page(filter_, page["pageInfo"]["endCursor"])
            yield from page["nodes"]

    def _page(self, filter_: str, after: Optional[str]) -> Node:
        while True:
            try:
                asked = {"filter": filter_, "first": self._orders, "after": after, "lines": _LINES}
                found: Node = self._api.ask(queries.PAGE, **asked)["orders"]
                return found
            except TooCostly:
                if self._orders == 1:
                    raise
                self._orders //= 2

    def _lines(self, head: Node) -> list[Node]:
        lines = head["lineItems"]
        found = list(lines["nodes"])
        while (lines.get("pageInfo") or {}).get("hasNextPage"):
            after = lines["pageInfo"]["endCursor"]
            lines = self._api.ask(queries.LINES, id=head["id"], after=after, lines=_LINES)["order"]["lineItems"]
            found += lines["nodes"]
        return found

    def _read_details(self, ids: Sequence[str]) -> Iterator[Node]:
        start = 0
        while start < len(ids):
            some = list(ids[start : start + self._details])
            try:
                nodes = self._api.ask(queries.DETAILS, ids=some)["nodes"]
            except TooCostly:
                if self._details == 1:
                    raise
                self._details = 1
                continue
            yield from (each for each in nodes if isinstance(each, dict))
            start += len(some)


def _written(instant: datetime) -> str:
    return instant.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
