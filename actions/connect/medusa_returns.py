"""Has Medusa take down a return, as its own pages do: begun, filled, confirmed; and cancels one."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final, Optional

from actions.connect.connector import ReturnNotTaken
from actions.connect.medusa_api import MedusaApi, listed
from actions.connect.medusa_orders import NUMBER_IN_SHOP
from actions.store.written_returns import WantedReturn
from core.http_client import ServiceRefused, ServiceUnavailable

#: Of an order; nobody has more.
_MOST_RETURNS: Final = 100
_MOST_REASONS: Final = 100
#: Medusa's answers that are about the return rather than about who asks, and where.
_ABOUT_IT: Final = frozenset({400, 404, 422})
#: A change of an order that stands so keeps all others out, until it is confirmed or given up.
_UNDER_WAY: Final = ("pending", "requested")


class MedusaReturns:
    """Writes returns of a shop.

    Args:
        api: The shop's, with a key that may write.
    """

    def __init__(self, api: MedusaApi) -> None:
        self._api = api

    def request(self, wanted: WantedReturn, order: Mapping[str, Any]) -> str:
        """Have a return taken down; its id. One that bears the number already is taken for it.

        Args:
            wanted: The return.
            order: As the API tells of its order.

        Raises:
            ServiceUnavailable: The shop does not answer, or somebody is changing the order there just now; another try
                finds what this one left.
            ServiceRefused: The shop does not let us write.
            ReturnNotTaken: The shop does not take it, such as pieces that were not sent.
        """
        try:
            return self._request(wanted, order)
        except ServiceRefused as error:
            raise self._of_what(error, order["id"]) from None

    def _request(self, wanted: WantedReturn, order: Mapping[str, Any]) -> str:
        for known in self._known(order["id"]):
            if (known.get("metadata") or {}).get(NUMBER_IN_SHOP) != wanted.number:
                continue
            if known["status"] != "open":
                return str(known["id"])
            # A try that broke off.
            self._drop(known["id"])
        begun = {"order_id": order["id"], "metadata": {NUMBER_IN_SHOP: wanted.number}, **_back_to(order)}
        new = str(self._api.change("POST", "/returns", begun)["return"]["id"])
        try:
            why = {"internal_note": wanted.description} if wanted.description else {}
            reason = self._reason(wanted.reason)
            why |= {"reason_id": reason} if reason else {}
            items = [{"id": item, "quantity": pieces, **why} for item, pieces in wanted.items.items()]
            self._api.change("POST", f"/returns/{new}/request-items", {"items": items})
            self._api.change("POST", f"/returns/{new}/request", {})
        except (ServiceRefused, ServiceUnavailable):
            # While it stands there half written, the order can't be changed by anybody.
            with suppress(ServiceRefused, ServiceUnavailable):
                self._drop(new)
            raise
        return new

    def cancel(self, shop_id: str) -> None:
        """Cancel a return.

        Raises:
            ServiceUnavailable: The shop does not answer, or somebody is changing the order there just now.
            ServiceRefused: The shop does not let us write.
            ReturnNotTaken: Some of it has arrived.
        """
        try:
            self._api.change("POST", f"/returns/{shop_id}/cancel", {})
        except ServiceRefused as error:
            said = self._api.get(f"/returns/{shop_id}", [("fields", "id,status,order_id")])["return"]
            if said["status"] != "canceled":
                raise self._of_what(error, said["order_id"]) from None

    def _of_what(self, error: ServiceRefused, order_id: str) -> Exception:
        """A refusal as one of the return, or one that passes, or the same where it is about who asks."""
        if error.status not in _ABOUT_IT:
            return error
        asked = [("fields", "id,status"), *(("status[]", each) for each in _UNDER_WAY)]
        if listed(self._api.get(f"/orders/{order_id}/changes", asked), "order_changes"):
            return ServiceUnavailable(f"somebody is changing the order there: {error}")
        return ReturnNotTaken(str(error), error.status)

    def _known(self, order_id: str) -> list[dict[str, Any]]:
        query = [("order_id", order_id), ("limit", str(_MOST_RETURNS)), ("fields", "id,status,metadata")]
        return listed(self._api.get("/returns", query), "returns")

    def _drop(self, shop_id: str) -> None:
        self._api.change("DELETE", f"/returns/{shop_id}/request")

    def _reason(self, reason: str) -> Optional[str]:
        """The shop's reason whose value is ours, None where it has none."""
        query = [("limit", str(_MOST_REASONS)), ("fields", "id,value")]
        reasons = listed(self._api.get("/return-reasons", query), "return_reasons")
        return next((str(each["id"]) for each in reasons if reason and each.get("value") == reason), None)


def _back_to(order: Mapping[str, Any]) -> dict[str, str]:
    """The place that an order was sent from, where that was one."""
    sent = [each for each in order.get("fulfillments") or () if not each.get("canceled_at")]
    places = {each.get("location_id") for each in sent}
    return {"location_id": str(places.pop())} if len(places) == 1 and None not in places else {}
