"""What is wrong with a tag's attributes."""

from __future__ import annotations

import pytest

from returndesk.doctor.page_attributes import attribute_checks
from returndesk.doctor.page_tag import ShopPage


def found(**data):
    page = ShopPage("https://shop.example/help", ids={"words"})
    tag = {f"data-{name.replace('_', '-')}": value for name, value in data.items()}
    return {check.name: check for check in attribute_checks(page, {"src": "/returndesk.js", **tag})}


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
