"""What a Shopify shop answers to queries and mutations: by its schema, for points, and as files of all its orders."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from graphql import GraphQLResolveInfo, OperationDefinitionNode, execute_sync, get_named_type, parse, validate
from shopify_schema import bulk_trouble, cost, schema

Node = dict[str, Any]
_MOST_POINTS = 1000


class ShopifyApi:
    """The API of a shop.

    Args:
        shop: The one of the stand-in.
    """

    def __init__(self, shop: Any) -> None:
        self.shop = shop
        self.schema = schema()
        #: Points that are left, and how many come back each second.
        self.points, self.rate = 1_000_000.0, 100.0
        self.costs: list[int] = []
        self.file = b""
        #: What the next question for a file that is being written is answered with, and what ends it.
        self.bulk: list[str] = ["CREATED", "RUNNING", "COMPLETED"]
        self.bulk_asked = 0
        #: A number of orders that the shop says it has, where not the true one.
        self.counts: int | None = None

    def answer(self, query: str, variables: Node) -> Node:
        """What is answered, with what it cost."""
        document = parse(query)
        wrong = validate(self.schema, document)
        if wrong:
            return {"errors": [{"message": wrong[0].message, "extensions": {"code": "undefinedField"}}]}
        (operation,) = document.definitions
        assert isinstance(operation, OperationDefinitionNode)
        root = self.schema.type_map[operation.operation.value.capitalize()]
        needed = cost(self.schema, root, operation.selection_set, variables) + 10 * (root.name == "Mutation")
        self.costs.append(needed)
        if needed > _MOST_POINTS:
            trouble = {"code": "MAX_COST_EXCEEDED", "cost": needed, "maxCost": _MOST_POINTS}
            return {"errors": [{"message": f"Query cost is {needed}", "extensions": trouble}]}
        status = {"maximumAvailable": 2000.0, "currentlyAvailable": self.points, "restoreRate": self.rate}
        said = {"requestedQueryCost": needed, "actualQueryCost": None, "throttleStatus": status}
        if needed > self.points:
            return {
                "errors": [{"message": "Throttled", "extensions": {"code": "THROTTLED"}}],
                "extensions": {"cost": said},
            }
        self.points -= needed
        done = execute_sync(
            self.schema, document, self, variable_values=variables, field_resolver=_field, type_resolver=_kind
        )
        assert not done.errors, done.errors
        status["currentlyAvailable"] = self.points
        return {"data": done.data, "extensions": {"cost": {**said, "actualQueryCost": needed}}}

    def rest(self, seconds: float) -> None:
        """Time passes."""
        self.points += seconds * self.rate

    # What follows answers the root's fields, each by its name there.

    def order(self, id: str) -> Any:  # noqa: A002  # as the API calls it
        """One order."""
        return next((each for each in self.shop.orders.values() if each["id"] == id), None)

    def orders(self, query: str = "", sortKey: str = "ID") -> list[Node]:  # noqa: N803
        """A list of orders."""
        name, _, value = query.partition(":")
        found = list(self.shop.orders.values())
        if name == "updated_at":
            assert sortKey == "UPDATED_AT"
            since = value.removeprefix(">=").strip("'")
            found = sorted((each for each in found if each["updatedAt"] >= since), key=lambda each: each["updatedAt"])
        elif name == "return_status":
            assert query == "return_status:RETURN_REQUESTED OR return_status:IN_PROGRESS"
            is_open = ("REQUESTED", "OPEN")
            found = [each for each in found if any(one["status"] in is_open for one in each["returns"])]
        elif name == "name":
            found = [each for each in found if value.strip("'") in each["name"]]
        return found

    def ordersCount(self, limit: int = 10_000) -> Node:  # noqa: N802
        """How many there are, up to a limit."""
        return {"count": min(limit, len(self.shop.orders) if self.counts is None else self.counts)}

    def nodes(self, ids: list[str]) -> list[Any]:
        """Records of any kind."""
        return [self.node(each) for each in ids]

    def node(self, id: str) -> Any:  # noqa: A002
        """A record of any kind."""
        if "BulkOperation" in id:
            return self._bulk()
        return next((each for each in self._records() if each["id"] == id), None)

    def returnableFulfillments(self, orderId: str) -> list[Node]:  # noqa: N802, N803
        """What has been delivered and is in no return."""
        order = self.order(orderId)
        free = _returnable(order)
        lines = [
            {"quantity": free[line["id"]], "fulfillmentLineItem": {"id": _in_parcel(line), "lineItem": line}}
            for line in order["lineItems"]
            if free[line["id"]]
        ]
        found = {"id": "gid://shopify/ReturnableFulfillment/1", "returnableFulfillmentLineItems": lines}
        return [found] if order["fulfillments"] and lines else []

    def publicApiVersions(self) -> list[Node]:  # noqa: N802
        """The versions that there are."""
        return [{"handle": each, "supported": each >= self.shop.version} for each in ("2026-07", "2026-10", "2027-01")]

    def currentAppInstallation(self) -> Node:  # noqa: N802
        """What the app may do."""
        return {"accessScopes": [{"handle": each} for each in self.shop.scopes]}

    def returnRequest(self, input: Node) -> Node:  # noqa: A002, N802
        """A return is asked for."""
        order = self.order(input["orderId"])
        if int(order["id"].rpartition("/")[2]) in self.shop.busy:
            error = {"code": "INTERNAL_ERROR", "field": None, "message": "Something went wrong"}
            return {"return": None, "userErrors": [error]}
        free = {_in_parcel(line): (line, _returnable(order)[line["id"]]) for line in order["lineItems"]}
        items = {}
        for each in input["returnLineItems"]:
            line, pieces = free.get(each["fulfillmentLineItemId"], (None, 0))
            if line is None or each["quantity"] > pieces:
                error = {"code": "INVALID", "field": ["input", "returnLineItems"], "message": "of ana@b.example"}
                return {"return": None, "userErrors": [error]}
            items[line["id"].rpartition("/")[2]] = each["quantity"]
        note = input["returnLineItems"][0]["customerNote"]
        found = self.shop.request(int(order["id"].rpartition("/")[2]), items, note)
        found["reasons"] = [each["returnReason"] for each in input["returnLineItems"]]
        return {"return": found, "userErrors": []}

    def returnCancel(self, id: str) -> Node:  # noqa: A002, N802
        """A return is cancelled."""
        found = self.node(id)
        if found["status"] not in ("REQUESTED", "OPEN") or any(
            each["lineItems"] for each in found["reverseFulfillmentOrders"]
        ):
            error = {"code": "INVALID_STATE", "field": ["id"], "message": "Return can't be cancelled"}
            return {"return": None, "userErrors": [error]}
        self.shop.update(found, status="CANCELED")
        return {"return": found, "userErrors": []}

    def bulkOperationRunQuery(self, query: str, groupObjects: bool = False) -> Node:  # noqa: N802, N803
        """All orders are written into a file."""
        document = parse(query)
        assert not validate(self.schema, document)
        (operation,) = document.definitions
        assert isinstance(operation, OperationDefinitionNode)
        trouble = bulk_trouble(self.schema, operation.selection_set)
        if trouble:
            return {"bulkOperation": None, "userErrors": [{"field": ["query"], "message": trouble}]}
        done = execute_sync(self.schema, document, self, field_resolver=_field, type_resolver=_kind)
        assert not done.errors, done.errors
        lines = [line for edge in (done.data or {})["orders"]["edges"] for line in _lines(edge["node"], None)]
        # What belongs together need not stand together.
        lines.sort(key=lambda line: "__parentId" in line)
        self.file = "".join(json.dumps(line) + "\n" for line in lines).encode()
        return {"bulkOperation": self._bulk(), "userErrors": []}

    def _bulk(self) -> Node:
        status = self.bulk.pop(0) if len(self.bulk) > 1 else self.bulk[0]
        url = f"{self.shop.url}/bulk/1.jsonl" if status == "COMPLETED" and self.file else None
        made = {"__typename": "BulkOperation", "id": "gid://shopify/BulkOperation/1", "status": status, "url": url}
        return {**made, "errorCode": "TIMEOUT" if status == "FAILED" else None}

    def _records(self) -> Iterator[Node]:
        for order in self.shop.orders.values():
            yield order
            yield from order["returns"]
            yield from order["refunds"]
            for each in (found for one in order["returns"] for found in one["reverseFulfillmentOrders"]):
                yield each
                yield from each["reverseDeliveries"]


def _in_parcel(line: Node) -> str:
    return f"gid://shopify/FulfillmentLineItem/{line['id'].rpartition('/')[2]}"


def _returnable(order: Node) -> dict[str, int]:
    """How many pieces of each line are in no return."""
    free = {line["id"]: line["quantity"] for line in order["lineItems"]}
    for each in order["returns"]:
        if each["status"] not in ("CANCELED", "DECLINED"):
            for line in each["returnLineItems"]:
                free[line["fulfillmentLineItem"]["lineItem"]["id"]] -= line["quantity"]
    return free


def _kind(value: Any, *_: Any) -> str:
    return str(value["__typename"])


def _field(source: Any, info: GraphQLResolveInfo, **asked: Any) -> Any:
    name = info.field_name
    first, after = asked.pop("first", None), asked.pop("after", None)
    if isinstance(source, ShopifyApi):
        name = "node" if name == "return" else name
        value = getattr(source, name)(**asked)
    else:
        value = source[name]
    if get_named_type(info.return_type).name.endswith("Connection"):
        begin = int(after or 0)
        end = len(value) if first is None else begin + first
        some = value[begin:end]
        page = {"hasNextPage": end < len(value), "endCursor": str(end)}
        return {"nodes": some, "edges": [{"node": each} for each in some], "pageInfo": page}
    return value[:first] if isinstance(value, list) and first is not None else value


def _lines(node: Node, parent: str | None) -> Iterator[Node]:
    """A record as lines of a file: what a connection holds has its own, which name the parent."""
    own = {name: value for name, value in node.items() if not (isinstance(value, dict) and "edges" in value)}
    yield own if parent is None else {**own, "__parentId": parent}
    for name in node.keys() - own.keys():
        for edge in node[name]["edges"]:
            yield from _lines(edge["node"], node["id"])
