"""What people do in a Medusa shop of our own: furnish it, order, send parcels, receive returns, send money back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from core.http_client import JsonApi
from lab.testbed.medusa import ADMIN, MedusaServer

_ADDRESS: Final = {
    "first_name": "Ada",
    "last_name": "Bello",
    "address_1": "Calle Mayor 1",
    "city": "Madrid",
    "country_code": "es",
    "postal_code": "28001",
}
_PROVIDER: Final = "manual_manual"
_PAYMENT: Final = "pp_system_default"


@dataclass
class MedusaShop:
    """A shop in Spain that sells for euros, sends parcels and takes returns.

    Args:
        key: A secret API key, which may do everything.
        variants: What it sells, by title.
    """

    key: str
    _admin: JsonApi
    _store: JsonApi
    _region: str
    _channel: str
    _location: str
    _shipping: str
    variants: Mapping[str, str] = field(default_factory=dict)

    def place(self, email: str, **pieces: int) -> dict[str, Any]:
        """An order that is paid, of so many pieces of what it sells by title, with _ for blanks."""
        items = [
            {"variant_id": self.variants[title.replace("_", " ")], "quantity": many} for title, many in pieces.items()
        ]
        asked = {"region_id": self._region, "sales_channel_id": self._channel, "email": email, "items": items}
        cart = self._store.call("POST", "/carts", {**asked, "shipping_address": _ADDRESS, "billing_address": _ADDRESS})[
            "cart"
        ]["id"]
        self._store.call("POST", f"/carts/{cart}/shipping-methods", {"option_id": self._shipping})
        paid = self._store.call("POST", "/payment-collections", {"cart_id": cart})["payment_collection"]["id"]
        self._store.call("POST", f"/payment-collections/{paid}/payment-sessions", {"provider_id": _PAYMENT})
        order = self._store.call("POST", f"/carts/{cart}/complete", {})["order"]["id"]
        self._admin.call("POST", f"/payments/{self._payment(order)}/capture", {})
        return self.order(order)

    def order(self, order_id: str) -> dict[str, Any]:
        """An order, with its returns."""
        fields = "*items,*fulfillments,*returns,*returns.items,*payment_collections.payments"
        found: dict[str, Any] = self._admin.get(f"/orders/{order_id}", fields=fields)["order"]
        return found

    def deliver(self, order_id: str) -> None:
        """All of an order is sent and arrives."""
        items = [{"id": each["id"], "quantity": each["quantity"]} for each in self.order(order_id)["items"]]
        sent = {"items": items, "location_id": self._location}
        self._admin.call("POST", f"/orders/{order_id}/fulfillments", sent)
        parcel = self.order(order_id)["fulfillments"][0]["id"]
        self._admin.call("POST", f"/orders/{order_id}/fulfillments/{parcel}/shipments", {"items": items})
        self._admin.call("POST", f"/orders/{order_id}/fulfillments/{parcel}/mark-as-delivered", {})

    def ask_for_return(self, order_id: str, item_id: str, pieces: int) -> str:
        """Somebody of the shop takes down a return: its id."""
        begun = self._admin.call("POST", "/returns", {"order_id": order_id, "location_id": self._location})
        return_id = str(begun["return"]["id"])
        items = {"items": [{"id": item_id, "quantity": pieces}]}
        self._admin.call("POST", f"/returns/{return_id}/request-items", items)
        self._admin.call("POST", f"/returns/{return_id}/request", {})
        return return_id

    def receive(self, order_id: str, return_id: str) -> None:
        """All of a return arrives."""
        told = next(each for each in self.order(order_id)["returns"] if each["id"] == return_id)
        items = [{"id": each["item_id"], "quantity": each["quantity"]} for each in told["items"]]
        self._admin.call("POST", f"/returns/{return_id}/receive", {})
        self._admin.call("POST", f"/returns/{return_id}/receive-items", {"items": items})
        self._admin.call("POST", f"/returns/{return_id}/receive/confirm", {})

    def refund(self, order_id: str, amount: float) -> None:
        """So much money is sent back."""
        self._admin.call("POST", f"/payments/{self._payment(order_id)}/refund", {"amount": amount})

    def _payment(self, order_id: str) -> str:
        return str(self.order(order_id)["payment_collections"][0]["payments"][0]["id"])


def furnished(server: MedusaServer, prices: Mapping[str, float], reasons: tuple[str, ...] = ()) -> MedusaShop:
    """A shop that sells things at these prices in euros, and knows these reasons for a return."""
    login = {"email": ADMIN, "password": server.password}
    token = JsonApi("Medusa", server.url).call("POST", "/auth/user/emailpass", login)["token"]
    person = JsonApi(
        "Medusa", f"{server.url}/admin", headers={"Authorization": f"Bearer {token}"}, budget=30, timeout=30
    )
    key = person.call("POST", "/api-keys", {"title": "Return Desk", "type": "secret"})["api_key"]["token"]
    admin = JsonApi("Medusa", f"{server.url}/admin", auth=(key, ""), budget=30, timeout=30)
    channel = str(admin.get("/sales-channels")["sales_channels"][0]["id"])
    region = {"name": "Europe", "currency_code": "eur", "countries": ["es"], "payment_providers": [_PAYMENT]}
    region_id = str(admin.call("POST", "/regions", region)["region"]["id"])
    location, shipping, profile = _logistics(admin, channel)
    variants = {title: _product(admin, title, price, channel, profile) for title, price in prices.items()}
    for value in reasons:
        admin.call("POST", "/return-reasons", {"value": value, "label": value.capitalize()})
    web = admin.call("POST", "/api-keys", {"title": "Web", "type": "publishable"})["api_key"]
    admin.call("POST", f"/api-keys/{web['id']}/sales-channels", {"add": [channel]})
    store = JsonApi(
        "Medusa", f"{server.url}/store", headers={"x-publishable-api-key": web["token"]}, budget=30, timeout=30
    )
    return MedusaShop(key, admin, store, region_id, channel, location, shipping, variants)


def _logistics(admin: JsonApi, channel: str) -> tuple[str, str, str]:
    """Where parcels are sent from, how, and the profile of what is sent so."""
    place = {"name": "Warehouse", "address": {"address_1": "Calle Nueva 2", "country_code": "ES"}}
    location = str(admin.call("POST", "/stock-locations", place)["stock_location"]["id"])
    admin.call("POST", f"/stock-locations/{location}/sales-channels", {"add": [channel]})
    admin.call("POST", f"/stock-locations/{location}/fulfillment-providers", {"add": [_PROVIDER]})
    ways = admin.call(
        "POST",
        f"/stock-locations/{location}/fulfillment-sets?fields=*fulfillment_sets",
        {"name": "Parcels", "type": "shipping"},
    )["stock_location"]["fulfillment_sets"][0]["id"]
    spain = {"name": "Spain", "geo_zones": [{"type": "country", "country_code": "es"}]}
    zones = admin.call("POST", f"/fulfillment-sets/{ways}/service-zones?fields=*service_zones", spain)
    profile = str(
        admin.call("POST", "/shipping-profiles", {"name": "All", "type": "default"})["shipping_profile"]["id"]
    )
    option = {
        "name": "Parcel",
        "service_zone_id": zones["fulfillment_set"]["service_zones"][0]["id"],
        "shipping_profile_id": profile,
        "provider_id": _PROVIDER,
        "price_type": "flat",
        "type": {"label": "Parcel", "description": "Parcel", "code": "parcel"},
        "prices": [{"currency_code": "eur", "amount": 5}],
        "rules": [
            {"attribute": "is_return", "operator": "eq", "value": "false"},
            {"attribute": "enabled_in_store", "operator": "eq", "value": "true"},
        ],
    }
    return location, str(admin.call("POST", "/shipping-options", option)["shipping_option"]["id"]), profile


def _product(admin: JsonApi, title: str, price: float, channel: str, profile: str) -> str:
    """The only variant of something new to sell."""
    product = {
        "title": title,
        "status": "published",
        "shipping_profile_id": profile,
        "options": [{"title": "Size", "values": ["Default"]}],
        "variants": [
            {
                "title": "Default",
                "options": {"Size": "Default"},
                "manage_inventory": False,
                "prices": [{"currency_code": "eur", "amount": price}],
            }
        ],
        "sales_channels": [{"id": channel}],
    }
    return str(admin.call("POST", "/products", product)["product"]["variants"][0]["id"])
