"""Names from outside are short and plain, whoever wrote them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pace import quiet_seconds

from core.outside_text import _OF_ADDRESSES, LONGEST_NAME, _seen, plain, storable

TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
ADDRESSES = [
    "https://pay.example/a?b=c",
    "HTTP://pay.example",
    "ftp://files.example",
    "tg://resolve?domain=x",
    "www.pay-here.de",
    "WWW.pay-here.zone",
    "pay-here.com",
    "pay-here.com/refund",
    "a.b.pay-here.co.uk:8080/x",
    "bit.ly/3xYz",
    "refunds@pay-here.com",
    "mailto:refunds@pay-here.com",
    "javascript:alert(1)",
    "192.0.2.7/login",
    "pay\u3002here\uff0ecom",
    "h\u200btt\u202eps://pay.example",
    "pay\u00ad-here.com",
]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("text", ["Garden hose {}", "{} garden hose", "Garden ({}) hose", "Garden hose, see {}!"])
def test_no_name_leads_to_another_website(text: str, address: str) -> None:
    left = plain(text.format(address))
    assert left.startswith("Garden") or left.startswith("garden")
    assert "hose" in left or "(" in left
    for part in ("example", "here", "bit", "alert", "192", "@", "://", "tg:"):
        assert part not in left


@pytest.mark.parametrize(
    "name",
    [
        "Hub de distribution, Saint-Denis",
        "USB 3.0 hub, 2.4GHz, No.5",
        "Node.js in action",
        "T-shirt <b>M</b> & *L* [x](y) `z`",
        "Socks.It is soft",
        "Dr.Martens 1460 w/ laces",
        "מנורת שולחן 12V",
        "Family 👨‍👩‍👧 mug",
        "Кружка д.12",
        "10:30/11:45 timer",
    ],
)
def test_what_is_no_address_stays_as_it_is(name: str) -> None:
    assert plain(name) == name


@pytest.mark.parametrize(
    "sign", [*TURNING, "\x00", "\x1b", "\x7f", "\u200b", "\ufeff", "\ud83d", "\ue000", "\U000e0041"]
)
def test_a_sign_that_nobody_sees_is_taken_out(sign: str) -> None:
    assert plain(f"Desk{sign} lamp{sign}") == "Desk lamp"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\u2028", "\u2029", "\t", "\x85", "\u00a0", "  "])
def test_a_name_is_one_line(end: str) -> None:
    assert plain(f"{end}Desk{end}lamp{end}") == "Desk lamp"


def test_a_long_name_ends_behind_a_whole_word() -> None:
    assert (
        plain("Water bottle " * 20) == "Water bottle Water bottle Water bottle Water bottle Water bottle Water bottle…"
    )
    assert plain("x" * 81) == "x" * 79 + "…"
    assert plain("x" * 80) == "x" * 80


def test_an_address_at_the_cut_leaves_no_half() -> None:
    assert plain("y" * 40 + " " + "y" * 30 + " https://pay.example/" + "z" * 90) == "y" * 40 + " " + "y" * 30


@given(st.text(max_size=300) | st.text(alphabet="aw.:/@-\u3002 com" + TURNING, max_size=500))
def test_whatever_comes_is_short_and_can_be_seen_and_is_left_alone_afterwards(name: str) -> None:
    left = plain(name)
    assert len(left) <= LONGEST_NAME
    assert not [
        sign for sign in left if unicodedata.category(sign) in ("Cc", "Cs", "Co", "Zl", "Zp") or sign in TURNING
    ]
    assert "://" not in plain(left)
    assert plain(left) == left


@pytest.mark.parametrize("part", ["a.", "a@", "www", "a-", "a:", "1.", "\u202e", "a.co", "."])
def test_a_name_of_any_length_takes_no_time(part: str) -> None:
    assert quiet_seconds(lambda: plain(part * 1_000_000)) < 0.5


@pytest.mark.parametrize(("sent", "kept"), [("a\0b", "ab"), ("a\ud800b", "a?b"), ("grün 🙂", "grün 🙂"), ("\0", "")])
def test_what_no_database_stores_is_left_out(sent: str, kept: str) -> None:
    assert storable(sent) == kept


@given(st.text(st.characters(codec="utf-8") | st.sampled_from("ab .:\u200b\u3002\t"), max_size=120))
def test_an_unseen_sign_at_the_end_changes_nothing(name: str) -> None:
    """It has the name looked through sign by sign; without it most are taken as they are."""
    assert plain(name[:60]) == plain(name[:60] + "\u202e")


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_address_has_a_sign_by_which_it_is_looked_for(address: str) -> None:
    assert not _OF_ADDRESSES.isdisjoint(plain_but_for_addresses(address))
    assert plain(f"hose {address}") != f"hose {address}"


def plain_but_for_addresses(name: str) -> str:
    return "".join(map(_seen, name))
