"""Numbers and e-mail addresses: one grammar for what is typed, compared, imported and found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.store.import_export import fields
from core.identifiers import (
    LONGEST_NUMBER,
    USUAL_SHAPES,
    Number,
    NumberError,
    can_be_looked_up,
    email_key,
    folded,
    is_email,
    number_key,
    parse,
    plain_shapes,
    typed_tracking_number,
)
from core.masking import Masker

DASHES = ["-", "‐", "‑", "‒", "–", "—", "―", "−", "﹘", "﹣", "－", "➖", "\u00ad"]
BLANKS = [" ", "\u00a0", "\u2009", "\u202f", "\u3000", "\u200b", "\t"]
SIGNS = [*DASHES, ".", "．", "/", "#", "_"]
WIDE = str.maketrans("0123456789Rr", "０１２３４５６７８９Ｒｒ")

digits = st.text("0123456789", min_size=1, max_size=12)
separators = st.sampled_from(["", *SIGNS, *BLANKS])
wide = st.booleans()


@st.composite
def written(draw: st.DrawFn, plain: str, between: st.SearchStrategy[str] = separators) -> str:
    """A number as somebody may type it: separators anywhere, either case, letters and digits of either width."""
    spaced = plain[0] + "".join(draw(between) + sign for sign in plain[1:])
    cased = spaced if draw(st.booleans()) else spaced.lower()
    return cased.translate(WIDE) if draw(wide) else cased


@pytest.mark.parametrize(
    "typed",
    [
        "R1001",
        "r1001",
        "R-1001",
        "R–1001",
        "R 10 01",
        "R.1001",
        "Ｒ１００１",
        "r 1001",
        "R\u200b1001",
        "R١٠٠١",
        "R−1001",
    ],
)
def test_a_return_number_is_read_however_it_is_typed(typed: str):
    assert parse(typed, USUAL_SHAPES) == Number("return", "R1001")


@pytest.mark.parametrize(
    "typed", ["8120034500010001", "8120 0345 0001 0001", "8120–0345–0001–0001", "８１２０0345.0001.0001"]
)
def test_an_order_number_is_read_however_it_is_typed(typed: str):
    assert parse(typed, USUAL_SHAPES) == Number("order", "8120034500010001")


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("812003450001000", NumberError("too_short", "812003450001000", 15)),
        ("1", NumberError("too_short", "1", 1)),
        ("81200345000100011", NumberError("too_long", "81200345000100011", 17)),
        ("8120 0345 0001 000", NumberError("too_short", "8120 0345 0001 000", 15)),
        ("RR1001", NumberError("unreadable", "RR1001", 4)),
        ("R", NumberError("unreadable", "R", 0)),
        ("81200345OOO1OOO1", NumberError("unreadable", "81200345OOO1OOO1", 10)),
        ("", NumberError("unreadable", "", 0)),
        ("LP00123", NumberError("tracking", "LP00123", 5)),
        ("RR 123 456 785 ES", NumberError("tracking", "RR 123 456 785 ES", 9)),
        ("1Z999AA10123456784", NumberError("tracking", "1Z999AA10123456784", 15)),
        ("WF-2026-0815", NumberError("other", "WF-2026-0815", 8)),
    ],
)
def test_an_error_says_what_is_wrong_with_the_number_as_written(typed: str, error: NumberError):
    assert parse(typed, USUAL_SHAPES) == error


def test_a_shop_with_shorter_numbers_has_other_errors():
    assert parse("12345678", plain_shapes(8)) == Number("order", "12345678")
    assert parse("8120034500010001", plain_shapes(8)) == NumberError("too_long", "8120034500010001", 16)


@pytest.mark.parametrize("length", [1, 16, 40])
def test_a_shop_whose_numbers_differ_in_length_takes_any(length: int):
    assert parse("1" * length, plain_shapes(0)) == Number("order", "1" * length)


def test_a_key_has_no_separators_and_is_in_upper_case():
    assert number_key(" r-10–01\u00a0#/. ") == "R1001"


@pytest.mark.parametrize("text", ["", "–", "R€1001", "ГR1001", "R" + "1" * LONGEST_NUMBER, "1" + " " * 1_000])
def test_what_is_no_number_has_no_key(text: str):
    assert number_key(text) == ""


@pytest.mark.parametrize("old", ["R1001", "8120-0345 0001 2345", "wf-2026", "№5", "Ⅻ7", "R−1"])
def test_what_the_store_holds_keeps_its_key(old: str):
    """As keys were made before: NFKC, upper case, without blanks and dashes."""
    expected = {"wf-2026": "WF2026", "№5": "NO5", "Ⅻ7": "XII7", "R−1": "R1", "8120-0345 0001 2345": "8120034500012345"}
    assert number_key(old) == expected.get(old, old)


@given(digits.flatmap(lambda number: st.tuples(st.just(f"R{number}"), written(f"R{number}"))))
def test_separators_case_and_width_change_no_return_number(case: tuple[str, str]):
    plain, typed = case
    assert parse(typed, USUAL_SHAPES) == Number("return", plain)


@given(
    st.integers(4, 32).flatmap(lambda n: st.tuples(st.just(n), st.text("123456789", min_size=n, max_size=n))), st.data()
)
def test_separators_and_width_change_no_order_number(case: tuple[int, str], data: st.DataObject):
    order_digits, plain = case
    assert parse(data.draw(written(plain)), plain_shapes(order_digits)) == Number("order", plain)


@given(digits.flatmap(lambda number: st.tuples(st.just(f"R{number}"), written(f"R{number}"))))
def test_the_import_takes_what_is_read_and_the_store_compares_it_alike(case: tuple[str, str]):
    plain, typed = case
    typed = typed.replace("\t", " ")  # which no import prints
    assert number_key(fields.number(typed)) == number_key(plain) == plain


@given(st.text(max_size=300))
def test_any_text_is_a_number_that_the_import_takes_or_has_an_error(text: str):
    read = parse(text, USUAL_SHAPES)
    if isinstance(read, Number):
        assert read.key == number_key(text)
        assert len(text) > LONGEST_NUMBER or not text.isprintable() or fields.number(text) == text
    else:
        assert read.number == text


@given(st.text())
def test_folding_keeps_every_character_in_its_place(text: str):
    assert len(folded(text)) == len(text)
    assert folded(folded(text)) == folded(text)


@given(
    st.text("0123456789", min_size=3, max_size=12),
    st.sampled_from(["", *SIGNS, *BLANKS]),
    st.sampled_from(["", "(", "«", "#", ",", ":", "“", "…", "—"]),
    st.sampled_from(["", ")", "»", ",", ".", "?", "!", "”", "…", "'s label", "—", ";x"]),
    wide,
)
def test_a_return_number_is_found_beside_any_punctuation(number: str, gap: str, before: str, after: str, is_wide: bool):
    typed = f"R{gap}{number}".translate(WIDE) if is_wide else f"R{gap}{number}"
    (found,) = USUAL_SHAPES.written(folded(f"it is {before}{typed}{after}"))
    assert (found.start, found.end, found.key) == (6 + len(before), 6 + len(before) + len(typed), f"R{number}")


@given(st.text("0123456789", min_size=1, max_size=9), separators, st.booleans())
def test_masking_leaves_a_return_number_alone(number: str, gap: str, upper: bool):
    text = f"it is {'R' if upper else 'r'}{gap}{number}, please"
    assert Masker(order_number_digits=16).mask(text) == text


@pytest.mark.parametrize("text", ["where r my 2 items", "r2d2", "are 1001", "R u 2", "4R1001", "R1001a"])
def test_other_words_with_an_r_are_no_return_number(text: str):
    assert list(USUAL_SHAPES.written(text)) == []


ADDRESSES = [
    "o'brien@example.com",
    "black&white@example.com",
    "jörg.müller@müller.example",
    "ana+returns@example.com",
    "first_last@sub-domain.example.co.uk",
    "用户@例子.广告",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_of_any_form_is_one(address: str):
    assert is_email(address)
    assert fields.email(address) == address


@pytest.mark.parametrize(
    "text", ["", "ana", "@", "ana@example", "ana@@example.com", "ana@exa mple.com", "a..b@example.com",
             "ana@example.com\n", "Ana <ana@example.com>", '"a b"@example.com', "ana@test", "a@[127.0.0.1]",
             "\ud83d@example.com"]
)  # fmt: skip
def test_what_has_no_address_s_form_is_none(text: str):
    assert not is_email(text)
    with pytest.raises(ValueError, match="empty" if not text else r"not an e-mail address|cannot be printed"):
        fields.email(text)


@given(st.emails())
def test_whoever_is_an_address_is_compared_without_case(address: str):
    if is_email(address):
        assert email_key(address.swapcase()) == email_key(address) != ""


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("LP00123456789", "LP00123456789"),
        ("lp 0012 3456-789", "LP00123456789"),
        ("it's 1Z 999 AA1 01 2345 6784", "1Z999AA10123456784"),
        ("RR123456785DE, thanks", "RR123456785DE"),
        ("rr 123 456 785 de", "RR123456785DE"),
        ("no 12345678901", "12345678901"),
        ("the number is 0034 0434 1610", "003404341610"),
        ("00340434161094042557", "00340434161094042557"),
        ("no idea", None),
        ("I sent 3 of 4 on the 5th", None),
        ("", None),
    ],
)
def test_a_tracking_number_is_read_as_people_type_it(typed: str, number: str | None):
    assert typed_tracking_number(typed) == number


@given(st.text("ABCXYZ0123456789", min_size=8, max_size=20).filter(lambda each: sum(map(str.isdigit, each)) >= 5))
def test_what_is_typed_for_a_tracking_number_a_carrier_can_be_asked_for(number: str):
    typed = typed_tracking_number(number)
    assert typed == number
    assert can_be_looked_up(typed)


@pytest.mark.parametrize("number", ["", "-1", "LP1/../../admin", "LP1?x", "LP 1", "LP１", "L" * 65])
def test_a_carrier_is_not_asked_for_what_would_change_its_address(number: str):
    assert not can_be_looked_up(number)
