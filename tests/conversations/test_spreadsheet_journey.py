"""The shortest way to connect a shop, as docs/connect.md has it: its spreadsheet is imported, its customers ask."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from conversation_product import Product, carrier, product, run_returndesk
from databases import Databases

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"

pytestmark = pytest.mark.served


@pytest.fixture(scope="module")
def shop(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The assistant that knows the orders and returns of the example."""
    folder = tmp_path_factory.mktemp("spreadsheet")
    settings = {"RETURNDESK_NUMBERS": str(EXAMPLES / "numbers.yml")}
    with carrier(folder) as parcels, product(folder, parcels, databases, settings) as running:
        given = ("--mapping", str(EXAMPLES / "shop.yml"), str(EXAMPLES / "shop.xlsx"), "--database-url")
        assert "8 returns" in run_returndesk("import", *given, running.database, "--update", **settings)
        for name in ("orders", "returns"):
            files = (str(EXAMPLES / f"{name}-export.{ending}") for ending in ("yml", "csv"))
            given = ("--mapping", *files, "--database-url", running.database)
            said = run_returndesk("import", *given, "--update", **settings)
        assert "8 returns" in said
        yield running


def test_a_return_of_the_sheet_is_told_with_its_own_dates(shop: Product) -> None:
    said = shop.conversation().text("Where is my return R20451? ines.moreau@shop.example")
    assert "R20451" in said
    assert "17 September" in said


def test_a_short_order_number_of_the_sheet_leads_to_its_return(shop: Product) -> None:
    chat = shop.conversation()
    assert "e-mail address" in chat.text("Where is my return for order #5013?")
    said = chat.text("hugo.lambert@shop.example")
    assert "R20456" in said


def test_a_return_of_a_list_with_one_status_is_told_as_it_stands(shop: Product) -> None:
    said = shop.conversation().text("Where is my return R30403? greta.brandt@shop.example")
    assert "R30403" in said and "24 September" in said
    said = shop.conversation().text("And R30401, did you send my money? maja.lindqvist@shop.example")
    assert "R30401" in said and "16 September" in said


def test_an_order_of_the_export_is_found_and_its_arrival_is_not_guessed(shop: Product) -> None:
    chat = shop.conversation()
    said = chat.text("I want to send something back from order #7011. greta.brandt@shop.example")
    assert "#7011" in said and "not marked as received yet" in said


def test_the_address_of_another_row_opens_nothing(shop: Product) -> None:
    said = shop.conversation().text("Where is my return R20451? marta.costa@shop.example")
    assert "September" not in said and "R20452" not in said
