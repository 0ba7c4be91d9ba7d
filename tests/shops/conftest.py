"""Shops with rules of their own, each in a folder: facts, wording, numbers, a store and the conversation cases."""

from __future__ import annotations

import pytest


def pytest_itemcollected(item: pytest.Item) -> None:
    """What is said by a shop's own rules says nothing of the database beneath."""
    if item.path.name == "cases.yml":
        item.add_marker(
            pytest.mark.embedded("the cases start an assistant of their own, as `returndesk converse` does")
        )
