"""Links to labels: minutes long, for one return of one customer, and nothing that anybody else can make."""

from __future__ import annotations

import base64
from datetime import datetime, timedelta, timezone
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.labels.links import LONGEST_TOKEN, MINUTES, LabelLinks, LinkOver, Part
from core.clock import FrozenClock

NOW = datetime(2026, 10, 13, 10, tzinfo=timezone.utc)
SECRET = "what-bot-and-actions-show-each-other"
KEY, OWNER = "R1001", "C1"


def links(at: datetime = NOW, secret: str = SECRET) -> LabelLinks:
    return LabelLinks(secret, "https://bot.shop.example/desk", FrozenClock(at))


def token(key: str = KEY, owner: str = OWNER) -> str:
    link = links().link(Part.FILE, key, owner)
    assert link is not None
    return parse_qs(urlsplit(link).query)["t"][0]


def test_a_link_stands_below_the_bots_own_address_and_says_nothing_in_plain_words():
    link = links().link(Part.CODE, KEY, OWNER)
    assert link is not None
    assert link.startswith("https://bot.shop.example/desk/webhooks/label/code?t=")
    assert KEY not in link
    assert OWNER not in link


def test_it_leads_to_the_return_for_the_customer_it_was_made_for_alone():
    linked = links().read(token())
    assert linked.return_key == KEY
    assert linked.is_of(OWNER)
    assert not linked.is_of("C2")


def test_it_works_for_some_minutes():
    assert links(NOW + timedelta(minutes=MINUTES, seconds=-1)).read(token()).return_key == KEY
    with pytest.raises(LinkOver):
        links(NOW + timedelta(minutes=MINUTES)).read(token())


def test_another_secret_reads_nothing():
    with pytest.raises(LinkOver):
        links(secret="another-secret-of-more-than-32-bytes").read(token())


@pytest.mark.parametrize("place", range(len(base64.urlsafe_b64decode(token() + "=="))))
def test_a_link_with_any_bit_changed_is_none(place: int):
    content = bytearray(base64.urlsafe_b64decode(token() + "=" * (-len(token()) % 4)))
    content[place] ^= 1
    with pytest.raises(LinkOver):
        links().read(base64.urlsafe_b64encode(bytes(content)).decode().rstrip("="))


@pytest.mark.parametrize(
    "forged",
    ["", "=", "A", "AAAA", "%00", "../../etc/passwd", "א", "A" * (LONGEST_TOKEN + 1), token() + "A", token()[:-2]],
)
def test_what_is_none_is_refused_as_one_that_has_run_out(forged: str):
    with pytest.raises(LinkOver):
        links().read(forged)


@given(st.text(max_size=80))
def test_whatever_somebody_sends_is_a_link_or_refused(forged: str):
    with pytest.raises(LinkOver):
        links().read(forged)


def test_no_two_returns_and_no_two_customers_share_a_link():
    made = {token(key, owner) for key in ("R1", "R10", "R1001") for owner in ("C1", "C10")}
    assert len(made) == 6


def test_the_longest_number_still_makes_a_link():
    key = "א" * 64
    assert links().read(token(key)).return_key == key


def test_no_link_is_made_where_nobody_said_where_the_bot_is():
    assert LabelLinks(SECRET, None, FrozenClock(NOW)).link(Part.FILE, KEY, OWNER) is None
