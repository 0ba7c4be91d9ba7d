"""Phone numbers as they are dialled at home are masked where the country is known, and nothing that the desk needs."""

from __future__ import annotations

from datetime import date

import phonenumbers
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat

from core.masking import Masker
from core.masking.numbering_plans import REGIONS

MASKERS = {region: Masker(16, [region]) for region in REGIONS}
EVERYWHERE = Masker(16, REGIONS)

#: As people write them, without any word or sign that says so.
WRITTEN = [
    *(("US", "2025550143"), ("US", "12025550143"), ("CA", "6135550199"), ("CA", "2025550143")),
    *(("BR", "11912345678"), ("BR", "1123456789"), ("BR", "5511912345678"), ("MX", "5512345678")),
    *(("RU", "9123456789"), ("RU", "89123456789"), ("RU", "79123456789"), ("UA", "380501234567")),
    *(("IT", "3123456789"), ("IT", "0612345678"), ("IT", "0612345"), ("DE", "015112345678"), ("DE", "03012345")),
    *(("DE", "030 12345"), ("PT", "212345678"), ("CL", "221234567"), ("GB", "7911123456"), ("GB", "02079460018")),
    *(("FR", "0612345678"), ("ES", "912345678"), ("NL", "0201234567"), ("BE", "022345678"), ("IL", "021234567")),
    *(("AU", "0293744000"), ("AU", "412345678"), ("IL", "0501234567")),
]
#: What some country's plan has as well.
KEPT = [
    *("8120034500012345", "8120 0345 0001 2345", "8120-0345-0001", "812003450001", "R1001", "r 1001"),
    *("ParcelID 4512345678", "order_no: 2025550143", "trackingnumber#5512345678", "Shipmentnr 9123456789"),
    *("order 2025550143", "tracking number 2025550143", "my parcel: 5512345678", "return 9123456789"),
    *("Sendungsnummer 015112345678", "pedido 5512345678", "colis 0612345", "заказ 9123456789", "הזמנה 0612345"),
    *("encomenda nº 212345678", "numero di spedizione: 3123456789", "zending 06123456", "посилка 380501234567"),
    *("08122026", "12082026", "01.12.26", "01.02.26 - 05.02.26", "01/12/26 08/12/26", "2026 12 08", "08 12 2026"),
    *("12 500 000", "12.500.000", "10 000 000 000", "$2025550143", "2025550143 euros", "212345678 €", "99999999"),
    *("LP 123 456 789 CN", "RR123456785ES", "1Z999AA10123456784", "00340434161094042557", "9400111899223856926639"),
    *("1 2 3 4 5 6 7 8", "15 days", "10:30 11:45", "1234 5678 9012"),
]


@pytest.mark.parametrize(("region", "number"), WRITTEN)
def test_a_bare_number_is_masked_in_its_country(region, number):
    assert MASKERS[region].mask(f"here: {number}, thanks") == "here: [phone number], thanks"


@pytest.mark.parametrize("said", KEPT)
def test_what_the_desk_works_with_stays_wherever_the_customer_lives(said):
    assert EVERYWHERE.mask(said) == said


def test_a_country_that_is_not_known_changes_nothing():
    assert Masker(16).mask("2025550143 3123456789") == "2025550143 3123456789"
    assert MASKERS["IT"].mask("2025550143") == "2025550143"


def test_the_country_of_a_message_goes_before_those_of_the_shop():
    assert MASKERS["US"].mask("2025550143", ["IT"]) == "2025550143"
    assert MASKERS["US"].mask("2025550143", []) == "2025550143"
    assert Masker(16).mask("2025550143", ["US"]) == "[phone number]"


def test_an_order_number_of_a_shop_with_as_many_digits_stays():
    assert Masker(10, ["US"]).mask("it is 2025550143") == "it is 2025550143"
    assert Masker(10, ["US"]).mask("2025550143 and 12025550143") == "2025550143 and [phone number]"


FORMS = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%m/%d/%Y", "%d.%m.%y", "%d/%m/%y", "%m/%d/%y", "%d-%m-%y"]
DAYS = st.dates(date(1950, 1, 1), date(2099, 12, 31))
PERSONAL = [phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE]


@st.composite
def numbers(draw):
    """A number of somebody in one of the countries, and the country."""
    region = draw(st.sampled_from(REGIONS))
    example = phonenumbers.example_number_for_type(region, draw(st.sampled_from(PERSONAL)))
    written = phonenumbers.format_number(example, PhoneNumberFormat.E164)[:-4]
    number = phonenumbers.parse(f"{written}{draw(st.integers(0, 9_999)):04}")
    assume(phonenumbers.is_valid_number_for_region(number, region))
    return region, number


@given(numbers(), st.booleans())
def test_any_number_is_masked_as_it_is_dialled_at_home(number, spaced):
    region, parsed = number
    written = phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL)
    plain = written if spaced else "".join(filter(str.isdigit, written))
    assume(len(plain) >= 9 or plain.startswith("0"))
    masked = MASKERS[region].mask(f"it is {plain} thanks")
    assert masked == "it is [phone number] thanks"


@given(st.from_regex(r"[81][0-9]{15}", fullmatch=True), st.sampled_from(REGIONS))
def test_no_order_number_is_changed(number, region):
    grouped = " ".join(number[start : start + 4] for start in range(0, 16, 4))
    for written in (number, grouped, grouped.replace(" ", "-"), f"{number} {grouped}"):
        assert MASKERS[region].mask(written) == written


@given(DAYS, DAYS, DAYS, st.sampled_from(REGIONS))
@example(date(2060, 1, 30), date(1999, 1, 7), date(2000, 1, 1), "US")  # from the second number on a card's digits
def test_no_date_is_changed(first, second, third, region):
    for form in FORMS:
        days = [f"{day:{form}}" for day in (first, second, third)]
        for written in (days[0], " - ".join(days[:2]), " ".join(days), ", ".join(days)):
            assert MASKERS[region].mask(written) == written
    for written in (f"{first:%d%m%Y}", f"{first:%m%d%Y}", f"{first:%Y%m%d}"):
        assert MASKERS[region].mask(written) == written


@given(st.integers(0, 10**10), st.sampled_from(REGIONS), st.sampled_from([",", " ", "."]))
def test_no_amount_is_changed(amount, region, between):
    thousands = f"{amount:,}".replace(",", between)
    for written in (f"€{thousands}", f"{thousands} reais", f"{amount} EUR", f"${amount}"):
        assert MASKERS[region].mask(written) == written


@given(st.text(alphabet="0123456789 .-+()Rr,", max_size=60), st.sampled_from(REGIONS))
def test_twice_is_as_good_as_once(text, region):
    once = MASKERS[region].mask(text)
    assert MASKERS[region].mask(once) == once
