"""How Shopify is asked: for points, and with what it refuses told without its words."""

from __future__ import annotations

import pytest
from shopify_stand_in import TOKEN

from actions.connect.patience import Patience
from actions.connect.shopify.connector import Shopify
from core.http_client import ServiceRefused, ServiceUnavailable

KIND = "shopify"


@pytest.fixture
def resting(shop):
    """A patient connector of a shop that gives points back while it waits."""
    slept = []

    def rest(seconds):
        slept.append(seconds)
        shop.api.rest(seconds)

    return Shopify(shop.url, TOKEN, None, Patience(tries=4, sleep=rest)), slept


def test_points_that_are_used_up_are_waited_for(shop, resting):
    connector, slept = resting
    for number in range(40):
        shop.place((11, 1, "5.00"), email=f"c{number}@b.example")
    shop.api.points, shop.api.rate = 20.0, 50.0
    assert len(list(connector.changed_since(None))) == 40
    # Once it was told that the points are gone; from then on it knew before it asked.
    assert sum(slept) > 30
    assert all(0 < each <= 60 for each in slept)


def test_whoever_can_not_wait_is_told_at_once_and_for_how_long(shop):
    shop.place((11, 1, "5.00"))
    shop.api.points, shop.api.rate = 0.0, 50.0
    with pytest.raises(ServiceUnavailable, match="throttles") as told:
        Shopify(shop.url, TOKEN, None, Patience()).order("1001")
    assert 1 <= told.value.pause.total_seconds() <= 20


def test_a_shop_that_gives_no_points_back_is_given_up(shop, resting):
    connector, slept = resting
    shop.place((11, 1, "5.00"))
    shop.api.points, shop.api.rate = 0.0, 0.001
    with pytest.raises(ServiceUnavailable, match="throttles"):
        list(connector.changed_since(None))
    assert sum(slept) <= 240


@pytest.mark.parametrize(
    ("code", "trouble", "words"),
    [
        ("ACCESS_DENIED", ServiceRefused, "does not let this app read order.customer"),
        ("undefinedField", ServiceRefused, "refused the question with undefinedField"),
        ("INTERNAL_SERVER_ERROR", ServiceUnavailable, "has failed"),
    ],
)
def test_what_the_api_refuses_is_told_without_its_words(shop, monkeypatch, code, trouble, words):
    error = {"message": "of ana@b.example", "path": ["order", "customer"], "extensions": {"code": code}}
    monkeypatch.setattr(shop.api, "answer", lambda query, variables: {"errors": [error], "data": None})
    with pytest.raises(trouble, match=words) as told:
        Shopify(shop.url, TOKEN, None, Patience()).health()
    assert "ana@b.example" not in str(told.value)


@pytest.mark.parametrize("answer", [[], "no", {}, {"data": None}, {"errors": "no"}, {"errors": [None]}])
def test_what_is_no_answer_of_the_api_is_told(shop, monkeypatch, answer):
    monkeypatch.setattr(shop.api, "answer", lambda query, variables: answer)
    with pytest.raises((ServiceRefused, ServiceUnavailable)):
        Shopify(shop.url, TOKEN, None, Patience()).health()
