"""Writes returns of the chat to Shopify: as requests, which the shop then approves or declines, and cancellations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Optional

from actions.connect.connector import ReturnNotTaken
from actions.connect.shopify import queries
from actions.connect.shopify.client import AdminApi
from actions.connect.shopify.returns import note_of, number_in
from actions.store.written_returns import WantedReturn
from core.http_client import ServiceUnavailable

_OTHER: Final = "OTHER"
#: Shopify's words for the store's.
_REASONS: Final[Mapping[str, str]] = {
    "damaged": "DEFECTIVE",
    "faulty": "DEFECTIVE",
    "wrong_item": "WRONG_ITEM",
    "not_as_described": "NOT_AS_DESCRIBED",
    "not_wanted": "UNWANTED",
}
#: What Shopify says of itself where it has failed, rather than of the return.
_PASSING: Final = frozenset({"INTERNAL_ERROR"})
#: A return that stands so is over, and can't be cancelled any more.
_OVER: Final = frozenset({"CANCELED", "DECLINED"})


def request_return(api: AdminApi, order: str, wanted: WantedReturn) -> str:
    """Ask for a return of an order, unless the shop has that one; its id.

    Args:
        api: The shop's.
        order: Shopify's id of the order.
        wanted: The return.

    Raises:
        ServiceUnavailable: The shop does not answer. Whether it has taken the return is seen at the next try.
        ReturnNotTaken: It does not take it.
    """
    said = api.ask(queries.RETURNABLE, order=order)
    there = _already(said.get("order") or {}, wanted.number)
    if there is not None:
        return there
    asked = {"orderId": order, "returnLineItems": _lines(said["returnableFulfillments"]["nodes"], wanted)}
    answer = _done(api.change(queries.REQUEST, input=asked)["returnRequest"])
    return str(answer["return"]["id"])


def cancel_return(api: AdminApi, shop_id: str) -> None:
    """Cancel a return, unless it is over.

    Raises:
        ServiceUnavailable: The shop does not answer.
        ReturnNotTaken: The return can't be cancelled any more.
    """
    said = api.ask(queries.RETURN, id=shop_id).get("return")
    if said is None or said["status"] in _OVER:
        return
    _done(api.change(queries.CANCEL, id=shop_id)["returnCancel"])


def _already(order: Mapping[str, Any], number: str) -> Optional[str]:
    """The shop's return of that number: an answer may get lost on the way, and the return is there all the same."""
    for each in order.get("returns", {}).get("nodes", ()):
        if any(number_in(line.get("customerNote")) == number for line in each["returnLineItems"]["nodes"]):
            return str(each["id"])
    return None


def _lines(fulfillments: list[Mapping[str, Any]], wanted: WantedReturn) -> list[dict[str, Any]]:
    """Which pieces of which parcels go back: a line of an order may have come in several."""
    left = dict(wanted.items)
    found = []
    for line in (each for one in fulfillments for each in one["returnableFulfillmentLineItems"]["nodes"]):
        of_parcel = line["fulfillmentLineItem"]
        item = of_parcel["lineItem"]["id"].rpartition("/")[2]
        pieces = min(left.get(item, 0), int(line["quantity"]))
        if pieces:
            left[item] -= pieces
            found.append(
                {
                    "fulfillmentLineItemId": of_parcel["id"],
                    "quantity": pieces,
                    "returnReason": _REASONS.get(wanted.reason, _OTHER),
                    "customerNote": note_of(wanted.number, wanted.description),
                }
            )
    if any(left.values()):
        raise ReturnNotTaken("the shop has not sent all of these pieces, or they are in another return there")
    return found


def _done(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a mutation did; the words of its errors are left out, as they may quote somebody."""
    errors = answer.get("userErrors") or ()
    if errors:
        codes = ", ".join(f"{each.get('code')} {'.'.join(each.get('field') or ())}".strip() for each in errors)
        if any(each.get("code") in _PASSING for each in errors):
            raise ServiceUnavailable(f"the shop has failed: {codes}")
        raise ReturnNotTaken(f"the shop does not take it: {codes}")
    return answer
