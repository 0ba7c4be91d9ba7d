"""What is wrong with a tag's attributes."""

from __future__ import annotations

import pytest

from core.identifiers import USUAL_SHAPES, plain_shapes
from returndesk.doctor.page_attributes import attribute_checks
from returndesk.doctor.page_tag import ShopPage


def found(shapes=USUAL_SHAPES, **data):
    page = ShopPage("https://shop.example/help", ids={"words"})
    tag = {f"data-{name.replace('_', '-')}": value for name, value in data.items()}
    return {check.name: check for check in attribute_checks(page, {"src": "/returndesk.js", **tag}, shapes)}


def test_a_tag_as_it_should_be_is_left_alone():
    assert not found(
        server="https://desk.example",
        token_url="/token",
        locale="de-AT",
        theme="dark",
        link_hosts="shop.example, help.shop.example",
        form="name email* order",
        texts="#words",
        invitations='[{"text": "Questions?"}]',
    )


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"locale": "tlh"}, "tlh"),
        ({"locale": "french"}, "french"),
        # Browsers read no locale that is written so.
        ({"locale": "pt_PT"}, "pt_PT"),
        ({"theme": "pink"}, "pink"),
        ({"position": "top"}, "top"),
        ({"link_hosts": "https://shop.example/"}, "https://shop.example/"),
        ({"link_hosts": "shop.example shop_2.example"}, "shop_2.example"),
        ({"form": "name phone"}, "phone"),
        ({"token_url": "ftp://shop.example/token"}, "ftp:"),
        ({"texts": "{'en': {}}"}, "not JSON"),
        ({"invitations": '{"text": "Questions?"}'}, "another kind"),
        ({"inline": "#nowhere"}, "#nowhere"),
    ],
)
def test_an_attribute_that_can_not_be_read_is_named_with_what_it_says(given, says):
    (check,) = found(**given).values()
    assert check.name == f"data-{next(iter(given)).replace('_', '-')}"
    assert says in check.found
    assert check.remedy


def test_a_misspelt_attribute_gets_the_right_name():
    assert found(token_uri="/token")["data-token-uri"].remedy == "did you mean data-token-url?"


def test_locales_are_named_as_the_attribute_has_them():
    remedy = found(locale="pt_PT")["data-locale"].remedy
    assert "pt-PT" in remedy
    assert "_" not in remedy


@pytest.mark.parametrize("locale", ["pt-PT", "PT-pt", "de", "fr-CA", "en-GB"])
def test_a_locale_is_known_with_any_region_and_in_any_case(locale):
    assert not found(locale=locale)


@pytest.mark.parametrize(
    ("given", "example"),
    [
        ({"order": "K-7714"}, USUAL_SHAPES.order_example),
        ({"order": "9901"}, USUAL_SHAPES.order_example),
        ({"return": "RMA/33"}, USUAL_SHAPES.return_example),
    ],
)
def test_a_number_of_a_shape_that_the_shop_does_not_have_is_told_with_how_one_looks(given, example):
    (check,) = found(**given).values()
    assert example in check.found
    assert "RETURNDESK_NUMBERS" in check.remedy


def test_numbers_of_the_shops_own_shape_are_left_alone():
    assert not found(order="8120 0345 0001 0001", **{"return": "r-1001"})
    assert not found(plain_shapes(6), order="990132")


def test_a_returns_number_is_no_orders():
    assert found(order="R1001")["data-order"].remedy == "write data-return"
