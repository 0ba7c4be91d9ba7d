"""The shop's rules for what its system does not tell: windows, free returns, where orders come from (YAML)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Optional

import yaml

from actions.connect.connector import ShopItem, ShopOrder
from actions.store.import_export import fields
from core.clock import parse_instant
from policy.model import Shipping

_LARGEST: Final = 1_000_000
_FILE: Final = ("timezone", "timezones", "locale", "locales", "ship_from", "received", "category", "shipping", "items")
_NEEDED: Final = ("timezone", "locale", "ship_from", "received", "category", "items")
_SHIPPING: Final = fields.one_of(tuple(kind.value for kind in Shipping))
_ITEM: Final = ("category", "ship_from", "free_returns", "return_window_days")


class RulesError(Exception):
    """A file of rules can't be used; the message names its place and the remedy."""


@dataclass(frozen=True)
class Chosen:
    """A value, and why it is that."""

    value: Any
    why: str


@dataclass(frozen=True)
class ItemRule:
    """What holds for items of these categories that come from these countries; of all where none are named."""

    place: str
    categories: Optional[frozenset[str]]
    ship_from: Optional[frozenset[str]]
    free_returns: bool
    return_window_days: Optional[int]

    def fits(self, categories: tuple[str, ...], ship_from: str) -> bool:
        """Whether it holds for an item."""
        named = self.categories is None or bool(self.categories & {each.casefold() for each in categories})
        return named and (self.ship_from is None or ship_from in self.ship_from)


@dataclass(frozen=True)
class ShopRules:
    """What a file of rules says.

    Args:
        timezone: Of customers in countries that `timezones` does not name.
        timezones: By country.
        locale: Of customers in countries that `locales` does not name.
        locales: By country.
        ship_from: The country that orders come from.
        ship_from_field: The order's field that names it instead, where it is filled.
        received: `completed` where an order has arrived when it is completed, `unknown`, or the name of a field.
        category: Of items whose product has none.
        items: The first that fits holds.
        shipping: How a return travels that the shop keeps and whose way the customer does not pay.
    """

    timezone: str
    timezones: Mapping[str, str]
    locale: str
    locales: Mapping[str, str]
    ship_from: str
    ship_from_field: Optional[str]
    received: str
    category: str
    items: tuple[ItemRule, ...]
    shipping: str = Shipping.FREE_LABEL.value

    def origin(self, order: ShopOrder) -> Chosen:
        """Where an order comes from."""
        said = order.fields.get(self.ship_from_field or "", "").strip()
        if said:
            return Chosen(said, f"field {self.ship_from_field}")
        return Chosen(self.ship_from, "ship_from")

    def arrival(self, order: ShopOrder) -> Chosen:
        """When an order arrived, None where that is not known."""
        if self.received == "unknown":
            return Chosen(None, "received: unknown")
        if self.received == "completed":
            return Chosen(order.completed_at, "received: when it was completed")
        try:
            at: Optional[datetime] = parse_instant(order.fields.get(self.received, ""))
        except ValueError:
            at = None
        return Chosen(at, f"received: field {self.received}")

    def of_item(self, item: ShopItem, ship_from: str) -> tuple[ItemRule, str]:
        """The rule for an item, and its category."""
        categories = item.categories or (self.category,)
        # The last rule fits all.
        rule = next(each for each in self.items if each.fits(categories, ship_from))
        return rule, categories[0]


def load_rules(path: Path) -> ShopRules:
    """Read a file of rules.

    Raises:
        RulesError: It can't be read, or says what nobody understands.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise RulesError(f"{path.name}: has more than {_LARGEST} bytes")
        said = yaml.safe_load(path.read_text("utf-8"))
    except OSError as error:
        raise RulesError(f"{path.name}: can't be read: {error.strerror}") from None
    except (UnicodeDecodeError, yaml.YAMLError, RecursionError):
        raise RulesError(f"{path.name}: is not YAML in UTF-8") from None
    return _Reader(path.name).rules(said)


class _Reader:
    def __init__(self, name: str) -> None:
        self._name = name

    def rules(self, said: Any) -> ShopRules:
        said = self._object(said, "", _FILE)
        for name in _NEEDED:
            if name not in said:
                raise self._wrong(name, "is missing")
        origin = said["ship_from"]
        of_field: Optional[str] = None
        if isinstance(origin, dict):
            origin = self._object(origin, "ship_from", ("field", "default"))
            of_field = self._checked(origin.get("field"), "ship_from.field", fields.text(200))
            origin = origin.get("default")
        received = said["received"]
        if isinstance(received, dict):
            received = self._object(received, "received", ("field",)).get("field")
            received = self._checked(received, "received.field", fields.text(200))
        elif received not in ("completed", "unknown"):
            raise self._wrong("received", "is neither completed nor unknown, nor names a field")
        items = said["items"]
        if not isinstance(items, list) or not items:
            raise self._wrong("items", "is not a list of rules")
        found = tuple(self._item(each, f"items[{index}]") for index, each in enumerate(items))
        if found[-1].categories is not None or found[-1].ship_from is not None:
            raise self._wrong(f"items[{len(found) - 1}]", "the last rule holds for all others, and names no condition")
        return ShopRules(
            self._checked(said["timezone"], "timezone", fields.timezone),
            self._by_country(said.get("timezones", {}), "timezones", fields.timezone),
            self._checked(said["locale"], "locale", fields.locale),
            self._by_country(said.get("locales", {}), "locales", fields.locale),
            self._checked(origin, "ship_from", fields.country),
            of_field,
            received,
            self._checked(said["category"], "category", fields.text(200)),
            found,
            self._checked(said.get("shipping", Shipping.FREE_LABEL.value), "shipping", _SHIPPING),
        )

    def _item(self, said: Any, where: str) -> ItemRule:
        said = self._object(said, where, _ITEM)
        for name in ("free_returns", "return_window_days"):
            if name not in said:
                raise self._wrong(f"{where}.{name}", "is missing")
        return ItemRule(
            where,
            self._names(said, where, "category", lambda each: fields.text(200)(each).casefold()),
            self._names(said, where, "ship_from", fields.country),
            self._checked(said["free_returns"], f"{where}.free_returns", fields.flag),
            self._checked(said["return_window_days"], f"{where}.return_window_days", fields.return_window),
        )

    def _names(
        self, said: Mapping[str, Any], where: str, name: str, check: Callable[[Any], str]
    ) -> Optional[frozenset[str]]:
        if name not in said:
            return None
        given = said[name] if isinstance(said[name], list) else [said[name]]
        return frozenset(self._checked(each, f"{where}.{name}", check) for each in given)

    def _by_country(self, said: Any, where: str, check: Callable[[Any], str]) -> Mapping[str, str]:
        if not isinstance(said, dict):
            raise self._wrong(where, "is not an object by country")
        return {
            self._checked(country, where, fields.country): self._checked(value, f"{where}.{country}", check)
            for country, value in said.items()
        }

    def _checked(self, value: Any, where: str, check: Callable[[Any], Any]) -> Any:
        if isinstance(value, bool) and check is not fields.flag:
            raise self._wrong(where, 'YAML takes NO for "no"; write the country as "NO"')
        try:
            return check(value)
        except ValueError as error:
            raise self._wrong(where, str(error)) from None

    def _object(self, said: Any, where: str, known: tuple[str, ...]) -> Mapping[str, Any]:
        if not isinstance(said, dict):
            raise self._wrong(where, f"is not an object with {', '.join(known)}")
        for name in said:
            if name not in known:
                raise self._wrong(f"{where}.{name}".lstrip("."), f"is not one of {', '.join(known)}")
        return said

    def _wrong(self, where: str, what: str) -> RulesError:
        return RulesError(f"{self._name}: {where or 'the file'}: {what}")
