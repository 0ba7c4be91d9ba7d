"""What the desk works with is never masked: numbers of orders, returns and parcels, addresses, amounts, dates."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from actions.demo.demo_data import demo_document
from core.masking import Masker, mask
from core.masking import mask as mask_of_the_guard

ROOT = Path(__file__).resolve().parents[3]
NOW = datetime(2026, 10, 13, 10, tzinfo=timezone.utc)

#: Messages of the training and test data that hold something to mask.
TO_BE_MASKED = {"call me on 0664 1234567"}

KEPT = [
    *("8120034500012345", "8120 0345 0001 2345", "8120-0345-0001-2345", "order 8120034500012345"),
    *("8120 0345 0001", "812003450001", "812003450000017", "81200345000123456", "order 812003450"),
    *("R1001", "R-1001", "r 1001", "R 1 0 0 1", "return 1001"),
    *("LP00123456CN", "LP 123 456 789 CN", "LP-00123456", "RR123456785ES", "RR 12 345 678 5 ES", "1Z999AA10123456784"),
    *("1234567890123", "5901234123457", "tracking 612345678", "parcel no 0034612345678", "3SABCD1234567"),
    *("9400111899223856926639", "00340434161094042557", "tracking number 06 12 34 56 78", "01905012345678"),
    *("ana@example.com", "612345678@example.com", "ana+34612345678@example.com", "4929123456789@mail.example"),
    *("12.50 EUR", "1 234 567 890 EUR", "$ 1.234.567,89", "€1,234.50", "it was 120.000.000 pesos"),
    *("2026-10-09", "09.10.2026", "12/10/2026 13/10/2026", "between 2026-10-09 and 2026-10-12", "9 10 2026"),
    *("2026-10-09 10:30:15", "20261009", "09.10.2026 14.10.2026"),
    *("15 days", "3 to 20 business days", "within 90 days", "2 items, 3 shirts and 15 socks", "1 2 3 4 5 6 7 8"),
    *("I forgot my password", "my password is wrong", "how do I reset my password?", "the password is not accepted"),
    *("I can't, the password isn't accepted", "password re-set please", "PASSWORD RESET", "forgot password/e-mail"),
    *("password reset", "Password protected", "the pin broke after 3 days", "I pinned 2 badges", "the code is invalid"),
    *("is my passport valid", "I bought a phone, 3 cases and 12 cables", "the passport cover, order 8120034500012345"),
    *("my account 8120034500012345", "phone 8120034500012345", "I called 3 times about my order 81200345"),
    *(
        "mara@example.com 14october",
        "mara@example.com: R1001",
        "mara@example.com/LP00123456CN",
        "mara@example.com, 12.50EUR",
    ),
    *(
        "mara@example.com please",
        "mara@example.com: where is it",
        "mara@example.com / thanks",
        "mara@example.com lp00123456cn",
    ),
    *("sizes 40, 42, 44, 46, 41, 38, 39", "JD014600003888123456", "LP4111111111111111", "1Z4111111111111111"),
    *(
        "a token of 5 euros",
        "the gift token code-free 12",
        "discount code 12345",
        "the code for 2 items",
        "return code R1001",
    ),
    *(
        "2026-10-12 10:30:15, 2026-10-13 11:30:15",
        "4,000 5,000 6,000 7,000",
        "my number is 1001",
        "10:15 11:15 12:15 13:15",
    ),
    *("[card number]", "[phone number] and [password]", "password: [password]", "PIN [code]"),
]


@pytest.fixture(scope="module")
def masker() -> Masker:
    return Masker(order_number_digits=16)


@pytest.mark.parametrize("said", KEPT)
def test_what_the_desk_works_with_stays_as_it_was_said(masker, said):
    assert masker.mask(said) == said


def _messages() -> list[str]:
    """What training and tests have customers say, without the annotations."""
    said = []
    files = [*(ROOT / "data" / "nlu").glob("*.yml"), *(ROOT / "tests" / "conversations").glob("*.yml")]
    for path in sorted(files):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        for entry in (*content.get("nlu", ()), *content.get("unseen", ())):
            for line in entry.get("examples", "").splitlines():
                text = re.sub(r"\[([^\]]*)\](\{[^}]*\}|\([^)]*\))", r"\1", line)
                said.append(text.strip().removeprefix("- "))
    return said


def test_no_message_of_the_training_and_test_data_is_changed_but_those_with_a_phone_number(masker):
    messages = _messages()
    assert len(messages) > 5000
    assert {said for said in messages if masker.mask(said) != said} == TO_BE_MASKED


def test_no_number_and_no_address_of_the_demo_shop_is_changed(masker):
    document = demo_document(NOW)
    known = [customer["email"] for customer in document["customers"]]
    known += [order["number"] for order in document["orders"]]
    for request in document["returns"]:
        known += [request["number"], *([request["tracking_number"]] if request["tracking_number"] else [])]
    assert [each for each in known if masker.mask(f"It is {each}, thanks") != f"It is {each}, thanks"] == []


@given(st.text())
def test_any_text_can_be_masked_and_twice_is_as_good_as_once(text):
    once = Masker(16).mask(text)
    assert Masker(16).mask(once) == once


@given(st.lists(st.sampled_from([*"0123456789+-. (/)@R:", "LP", "pin ", "password ", "passport no ", "order "])))
def test_twice_is_as_good_as_once_for_what_looks_like_numbers(parts):
    once = Masker(16).mask("".join(parts))
    assert Masker(16).mask(once) == once


@given(st.text().filter(lambda text: not any(sign.isdigit() for sign in text)))
def test_without_digits_only_a_password_can_change(text):
    if not re.search("pass|pwd|kennwort|contrase|senha|wachtwoord|пароль|סיסמה", text, re.IGNORECASE):
        assert Masker(16).mask(text) == text


@given(st.from_regex(r"[81][0-9]{15}", fullmatch=True))
def test_no_order_number_that_begins_as_no_card_does_is_changed(number):
    grouped = "-".join(number[start : start + 4] for start in range(0, 16, 4))
    assert Masker(16).mask(f"{number} {grouped}") == f"{number} {grouped}"


@given(st.from_regex(r"R[0-9]{4,8}", fullmatch=True))
def test_no_return_number_is_changed(number):
    assert Masker(16).mask(f"return {number} and {number}") == f"return {number} and {number}"


@given(st.integers(0, 10**8 - 1), st.sampled_from(["CN", "ES", "DE", "GB"]))
def test_no_postal_tracking_number_is_changed(serial, country):
    number = f"LP{serial:08d}{country}"
    assert Masker(16).mask(number) == number


@given(st.dates())
def test_no_date_is_changed(day):
    for written in (f"{day:%Y-%m-%d}", f"{day:%d/%m/%Y}", f"{day:%d.%m.%Y}", f"{day:%d %B %Y}"):
        assert Masker(16).mask(f"since {written} and {written}") == f"since {written} and {written}"


def test_the_shop_says_how_many_digits_an_order_number_has(monkeypatch):
    assert Masker(9).mask("612345678") == "612345678"
    assert Masker(16).mask("612345678") == "[phone number]"


def test_the_guard_masks_with_the_same_function():
    assert mask_of_the_guard is mask
    assert mask("4111111111111111") == "[card number]"


@pytest.mark.parametrize(
    "part",
    ["1 ", "1-", "a1", "password ", "password:", "passport no ", "ES91 ", "iban 1", "account ", "x@", "+", "(", "pin "],
)
def test_a_message_made_to_take_long_takes_time_by_its_length_alone(part):
    # Ten times the text must not take a hundred times as long; the limit on time is the suite's own.
    assert isinstance(Masker(16).mask(part * 20_000 + "1"), str)
