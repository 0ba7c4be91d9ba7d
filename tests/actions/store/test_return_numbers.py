"""Numbers that the store gives to returns: whatever a shop's own look like, customers can name them."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import Engine

from actions.store.return_numbers import next_return_number
from core.database.sessions import writing
from core.identifiers import Number, load_shapes, parse

SMALL_SHOP = Path(__file__).parents[2] / "shops" / "small" / "numbers.yml"


def test_a_return_that_the_store_numbers_can_be_named_where_the_shops_numbers_look_otherwise(engine: Engine) -> None:
    with writing(engine) as session:
        given = [next_return_number(session) for _ in range(2)]
    assert given == ["R1001", "R1002"]
    assert [parse(each, load_shapes(SMALL_SHOP)) for each in given] == [Number("return", each) for each in given]
