"""Where conversations are kept when nobody says so."""

from __future__ import annotations

import pytest

from core.conversations.address import conversations_url
from core.settings import load_settings


@pytest.mark.parametrize(
    ("database_url", "expected"),
    [
        ("sqlite:///.returndesk/returndesk.db", "sqlite:///.returndesk/conversations.db"),
        ("sqlite:////srv/shop/store.db", "sqlite:////srv/shop/conversations.db"),
        ("postgresql://desk:pass@db.example/returns", "postgresql://desk:pass@db.example/returns"),
    ],
)
def test_they_are_beside_the_return_store_or_in_its_database(database_url, expected):
    assert conversations_url(load_settings(database_url=database_url)) == expected


def test_they_are_where_the_settings_say():
    settings = load_settings(conversations_url="sqlite:///said.db", database_url="postgresql://db.example/returns")
    assert conversations_url(settings) == "sqlite:///said.db"


def test_the_address_is_not_shown_with_the_settings():
    assert "pass" not in repr(load_settings(conversations_url="postgresql://desk:pass@db.example/said"))
