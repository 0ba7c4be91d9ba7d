"""The file in an SQLite database's address, read as SQLAlchemy reads it."""

from __future__ import annotations

import pytest
from sqlalchemy.engine import make_url

from core.database.sqlite_address import path_in, with_path


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///.returndesk/returndesk.db",
        "sqlite:////srv/a shop/%41 store#1.db",
        "sqlite:////srv/täglich/store.db",
        "sqlite:////srv/store.db?timeout=3&cache=shared",
        "sqlite+pysqlite:////srv/store.db",
    ],
)
def test_it_is_the_file_that_sqlalchemy_opens_and_is_replaced_as_there(url):
    assert path_in(url) == make_url(url).database
    assert make_url(with_path(url, "/srv/other.db")) == make_url(url).set(database="/srv/other.db")


@pytest.mark.parametrize(
    "url", ["sqlite://", "sqlite:///", "sqlite:///:memory:", "postgresql://desk:hidden@db.example/returns"]
)
def test_what_lies_in_no_file_has_none(url):
    assert path_in(url) is None


def test_what_is_no_address_is_said_without_the_password_in_it():
    with pytest.raises(ValueError, match="address") as failure:
        path_in("postgresql//desk:hidden@db.example/returns")
    assert "hidden" not in str(failure.value)
