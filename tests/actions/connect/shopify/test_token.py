"""What lets us in at Shopify: a token, or an app's secret that gives one for a day."""

from __future__ import annotations

import pytest
from shopify_stand_in import APP, SECRET

from actions.connect.patience import Patience
from actions.connect.shopify.connector import Shopify
from core.http_client import ServiceRefused

KIND = "shopify"


def test_an_apps_secret_gives_a_token_that_is_used_until_it_runs_out(shop):
    key = shop.place((11, 1, "5.00"))
    connector = Shopify(shop.url, f"{APP}:{SECRET}", SECRET, Patience())
    assert connector.order(str(key)) is not None
    assert connector.order(str(key)) is not None
    assert shop.given == 1
    shop.tokens = set()
    assert connector.order(str(key)) is not None
    assert shop.given == 2


def test_an_app_that_is_not_installed_and_a_token_that_was_taken_back_are_told(shop):
    with pytest.raises(ServiceRefused, match="400"):
        Shopify(shop.url, f"{APP}:wrong", None, Patience()).health()
    with pytest.raises(ServiceRefused, match="401"):
        Shopify(shop.url, "shpat_wrong", None, Patience()).health()
