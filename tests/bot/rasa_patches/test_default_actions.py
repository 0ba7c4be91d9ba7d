"""Rasa's own actions are kept, each for the endpoint that it asks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.core.actions import action
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import EndpointConfig

from bot.rasa_patches import default_actions

default_actions.install()
DOMAIN = Domain.load(Path("bot/domain"))
ENDPOINTS = (None, EndpointConfig("http://127.0.0.1:1/webhook"))


def by_rasa(endpoint: Any) -> Any:
    return action.default_actions._made(endpoint)


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_they_are_those_that_rasa_makes(endpoint: Any):
    kept, made = action.default_actions(endpoint), by_rasa(endpoint)
    assert [type(each) for each in kept] == [type(each) for each in made]
    assert [vars(each) for each in kept] == [vars(each) for each in made]


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_each_name_finds_the_same_action(endpoint: Any):
    for number, name in enumerate(DOMAIN.action_names_or_texts):
        found = action.action_for_index(number, DOMAIN, endpoint)
        assert found.name() == name
        again = action.action_for_name_or_text(name, DOMAIN, endpoint)
        assert (type(again), vars(again)) == (type(found), vars(found))


def test_what_becomes_of_a_list_of_them_is_nothing_to_the_next():
    action.default_actions().clear()
    assert action.default_actions()
