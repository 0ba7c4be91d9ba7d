"""Orders that are in the store stay their customer's, whatever address the sheet has for them by now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

import pytest
from plain_sheet import HEADINGS
from sqlalchemy.engine import Engine

from actions.privacy.forgetting import forget, held_about
from actions.store.engine import migrate
from actions.store.import_export.exchange import export_document, update_records
from core.conversations.conversations import open_conversations
from core.database.engine import open_engine
from returndesk.spreadsheet.known_owners import Settled, settle_owners
from returndesk.spreadsheet.records import made_id

NOW = datetime(2026, 10, 20, 12, tzinfo=timezone.utc)
OLD, NEW = "ines@shop.example", "ines.moreau@shop.example"
WITHOUT_CLIENT = [name for name in HEADINGS if name != "Client"]


class Nightly:
    """A sheet that is taken in every night, and the store.

    Args:
        sheets: Writes and reads sheets.
        changed: Makes the plain mapping another one.
        engine: The store.
    """

    def __init__(self, sheets: Any, changed: Callable[..., Any], engine: Engine) -> None:
        self._sheets = sheets
        self._mapping = changed()
        self.engine = engine

    def take(self, *orders: tuple[str, str]) -> Settled:
        """Takes in a sheet of orders, each with the address beside it."""
        mapping = {**self._mapping, "tables": [dict(table) for table in self._mapping["tables"]]}
        customer = {name: rule for name, rule in mapping["tables"][0]["customer"].items() if name != "id"}
        mapping["tables"][0]["customer"] = customer
        rows = [(number, mail, "ES", "01/10/2026", "05/10/2026", "I1", "Lamp", "9.00", "1") for number, mail in orders]
        read = self._sheets.read(self._sheets.csv(*rows, headings=WITHOUT_CLIENT), mapping)
        assert read.refused == []
        settled = settle_owners(read, self.engine)
        update_records(self.engine, read.records(), NOW)
        return settled

    @property
    def addresses(self) -> dict[str, str]:
        """The address of each order's customer."""
        held = export_document(self.engine)
        of = {each["id"]: each["email"] for each in held["customers"]}
        return {each["number"]: of[each["customer"]] for each in held["orders"]}

    @property
    def customers(self) -> set[str]:
        """The ids of all customers."""
        return {each["id"] for each in export_document(self.engine)["customers"]}


@pytest.fixture
def nightly(sheets: Any, changed: Callable[..., Any], new_database: Callable[..., str]) -> Nightly:
    engine = open_engine(new_database())
    migrate(engine)
    return Nightly(sheets, changed, engine)


def test_an_address_that_was_put_right_is_the_customers_from_then_on(nightly: Nightly) -> None:
    nightly.take(("5001", OLD), ("5002", OLD))
    for _ in range(2):
        assert nightly.take(("5001", NEW), ("5002", NEW)) == Settled()
        assert nightly.addresses == {"5001": NEW, "5002": NEW}
        assert nightly.customers == {made_id(OLD)}


@pytest.mark.parametrize("others", [[("5002", OLD)], []])
def test_an_address_that_only_some_of_the_orders_have_changes_nobody(nightly: Nightly, others: Any) -> None:
    """Whoever has the other address may be somebody else, and would see what the customer has ordered besides."""
    nightly.take(("5001", OLD), ("5002", OLD))
    assert nightly.take(("5001", NEW), *others) == Settled(kept=1)
    assert nightly.addresses == {"5001": OLD, "5002": OLD}
    assert nightly.customers == {made_id(OLD)}


def test_a_new_order_with_the_old_address_keeps_the_old_one(nightly: Nightly) -> None:
    nightly.take(("5001", OLD))
    assert nightly.take(("5001", NEW), ("5003", OLD)) == Settled(kept=1)
    assert nightly.addresses == {"5001": OLD, "5003": OLD}


def test_new_orders_with_the_new_address_are_the_same_customers(nightly: Nightly) -> None:
    nightly.take(("5001", OLD))
    nightly.take(("5001", NEW), ("5002", NEW))
    nightly.take(("5002", NEW), ("5003", NEW))
    assert nightly.addresses == {"5001": NEW, "5002": NEW, "5003": NEW}
    assert nightly.customers == {made_id(OLD)}


def test_an_address_that_another_customer_has_already_joins_nobody(nightly: Nightly) -> None:
    nightly.take(("5001", OLD), ("5002", NEW))
    assert nightly.take(("5001", NEW), ("5002", NEW), ("5003", NEW)) == Settled()
    assert nightly.addresses == {"5001": NEW, "5002": NEW, "5003": NEW}
    assert nightly.customers == {made_id(OLD), made_id(NEW)}


def test_who_was_forgotten_stays_so_and_keeps_no_other_row_out(
    nightly: Nightly, new_database: Callable[..., str]
) -> None:
    nightly.take(("5001", OLD), ("5002", "max@shop.example"))
    conversations = open_conversations(new_database("conversations.db"))
    conversations.create()
    forget(nightly.engine, conversations, held_about(nightly.engine, conversations, made_id(OLD)))
    assert nightly.take(("5001", OLD), ("5002", "max@shop.example"), ("5003", "max@shop.example")) == Settled(1)
    assert OLD not in nightly.addresses.values()
    assert made_id(OLD) not in nightly.customers
    assert nightly.addresses["5003"] == "max@shop.example"
