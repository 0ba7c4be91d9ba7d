"""Whether a domain is empty is found as Rasa finds it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rasa.shared.core.domain import Domain

from bot.rasa_patches.known_domain import install


@pytest.fixture(autouse=True)
def rasa_as_it_was() -> Iterator[None]:
    """Rasa's own method, and again after each test."""
    own = Domain.is_empty
    yield
    Domain.is_empty = own


@pytest.mark.parametrize(
    ("content", "empty"),
    [
        ({}, True),
        ({"intents": ["ask"]}, False),
        ({"actions": ["action_look"]}, False),
        ({"responses": {"utter_x": [{"text": "x"}]}}, False),
        ({"entities": ["number"]}, False),
    ],
)
def test_a_domain_is_empty_where_rasa_says_so(content, empty):
    domain = Domain.from_dict({"version": "3.1", **content})
    assert domain.is_empty() is empty
    install()
    install()
    assert domain.is_empty() is empty


def test_a_domain_with_actions_is_not_written_out(monkeypatch):
    domain = Domain.from_dict({"version": "3.1", "actions": ["action_look"]})
    install()
    monkeypatch.setattr(Domain, "as_dict", lambda self: pytest.fail("written out"))
    assert not domain.is_empty()
