"""What a shop's numbers look like: its file, and what it makes of what customers type."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.identifiers import Number, NumberError, NumberShapes, ShapesError, load_shapes, parse, plain_shapes
from core.log_privacy import PrivateLogs
from core.masking import Masker
from core.settings import SettingsError, load_settings

SMALL_SHOP = Path(__file__).parents[1] / "shops" / "small" / "numbers.yml"


@pytest.fixture(scope="module")
def shapes() -> NumberShapes:
    return load_shapes(SMALL_SHOP)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("#1001", Number("order", "1001")),
        ("1001", Number("order", "1001")),
        ("482 13", Number("order", "48213")),
        ("RMA-20455", Number("return", "RMA20455")),
        ("rma 20455", Number("return", "RMA20455")),
        ("ＲＭＡ–２０４５５", Number("return", "RMA20455")),
        ("R1001", Number("return", "R1001")),
        ("r-10 023", Number("return", "R10023")),
        ("R204", NumberError("unreadable", "R204", 3)),
        ("S1001", NumberError("other", "S1001", 4)),
        ("RMA-204", NumberError("unreadable", "RMA-204", 3)),
        ("RMA2O455", NumberError("unreadable", "RMA2O455", 4)),
        ("12", NumberError("unreadable", "12", 2)),
        ("8120034500010001", NumberError("unreadable", "8120034500010001", 16)),
        ("0034 0434 1610 9404 2557", NumberError("tracking", "0034 0434 1610 9404 2557", 20)),
        ("LP00123456789012", NumberError("tracking", "LP00123456789012", 14)),
    ],
)
def test_a_number_is_read_by_the_shop_s_own_shapes(shapes, typed, number):
    assert parse(typed, shapes) == number


@pytest.mark.parametrize("shape", ["R<9 digits>", "R<3 digits>", "RT<5 digits>"])
def test_orders_that_begin_as_returns_do_are_told_from_them_by_their_digits(tmp_path, shape):
    digits = shape.partition("<")[2][0]
    number = shape.partition("<")[0] + "1" * int(digits)
    path = tmp_path / "numbers.yml"
    text = (
        SMALL_SHOP.read_text("utf-8").replace("#<4 to 6 digits>", shape).replace('["#1001", "#48213"]', f'["{number}"]')
    )
    path.write_text(text, "utf-8")
    shapes = load_shapes(path)
    assert (parse(number, shapes), parse("R1001", shapes)) == (Number("order", number), Number("return", "R1001"))


def test_what_the_shop_calls_its_returns_is_what_answers_show(shapes):
    assert (shapes.return_example, shapes.of("return")[0].lead) == ("RMA-20455", "RMA")


def test_an_order_is_found_without_the_letters_that_all_orders_have(tmp_path):
    path = tmp_path / "numbers.yml"
    path.write_text(SMALL_SHOP.read_text("utf-8").replace("#<4", "EN-<4").replace('"#', '"EN'), "utf-8")
    assert parse("1001", load_shapes(path)) == Number("order", "EN1001")


@pytest.mark.parametrize("typed", ["#UK10412", "UK10412", "#uk 10412", "# UK-10412", "10412"])
def test_letters_may_stand_behind_the_sign_as_in_shops_with_several_countries(tmp_path, typed):
    path = tmp_path / "numbers.yml"
    path.write_text(SMALL_SHOP.read_text("utf-8").replace('"#', '"#UK'), "utf-8")
    shapes = load_shapes(path)
    assert parse(typed, shapes) == Number("order", "UK10412")
    assert shapes.order_example.startswith("#UK1001")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("<4 to 6 digits>", "[0-9]{4,6}", 'order[0]: shape "#[0-9]{4,6}" is none'),
        ("<4 to 6 digits>", "<6 to 4 digits>", "the smaller number first"),
        ("<4 to 6 digits>", "<2 digits>", "needs from 3 to 32 digits"),
        ("#<4 to 6 digits>", "<3 digits>", "needs from 4 to 32 digits"),
        ("<4 to 6 digits>", "<4 to 99 digits>", "needs from 3 to 32 digits"),
        ("#<4 to 6 digits>", "EUR<4 digits>", '"EUR" stands before amounts'),
        ("#<4 to 6 digits>", "Oct-<4 digits>", '"Oct" stands before amounts'),
        ("#<4 to 6 digits>", "LP<9 digits>", "one that carriers have"),
        ('"#1001", ', '"#101", ', 'order[0]: example "#101" is not of its shape, "#" and 4 to 6 digits'),
        ("RMA-<5 to 8 digits>", "RMA-<6 digits>", 'example "20455" is not of its shape, "RMA" and 6 digits'),
        (
            "#<4 to 6 digits>",
            "EN-48213",
            'shape "EN-48213" is none; write letters or "#" and then digits, such as "EN-<5 ',
        ),
        ("#<4 to 6 digits>", "R<6 digits>", 'order[0]: shape "R<6 digits>" could be a return\'s too'),
        (
            'shape: "<20 digits>"',
            'shape: "r<5 to 9 digits>"',
            'tracking[0]: shape "r<5 to 9 digits>" could be a return',
        ),
        ('["#1001", "#48213"]', "[]", "examples are one or more"),
        ('["#1001", "#48213"]', "[1001]", "examples are one or more"),
        ("RMA-<5 to 8 digits>", "<5 to 8 digits>", "could be of order and return alike"),
        ("return:", "returns:", 'has the parts "order" and "return"'),
        ("  examples", "  example", 'order[0]: has exactly two fields, "shape" and "examples"'),
        ("order:", "order: [", "line"),
    ],
)
def test_a_mistake_in_the_file_is_named_with_its_place(tmp_path, old, new, problem):
    path = tmp_path / "numbers.yml"
    text = SMALL_SHOP.read_text("utf-8").replace(old, new, 1)
    path.write_text(text.replace('"RMA-20455"', '"20455"') if old.startswith("RMA") else text, "utf-8")
    with pytest.raises(ShapesError) as raised:
        load_shapes(path)
    assert str(raised.value).startswith("numbers.yml: ")
    assert problem in str(raised.value)
    assert "\n" not in str(raised.value)


def test_the_setting_names_the_file_and_its_mistake(tmp_path):
    assert load_settings(numbers=SMALL_SHOP).number_shapes == load_shapes(SMALL_SHOP)
    assert load_settings(order_number_digits=10).number_shapes == plain_shapes(10)
    with pytest.raises(SettingsError, match=r"RETURNDESK_NUMBERS: .*gone\.yml: can't be read"):
        load_settings(numbers=tmp_path / "gone.yml")


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        ("my card is 4111 1111 1111 1111", "my card is [card number]"),
        ("order #1001, call me at +34 612 345 678", "order #1001, call me at [phone number]"),
        ("5512 345 678 is my mobile number, call +1 551 234 5678", "[phone number]"),
        ("RMA-20455 and my phone is 20455 123456", "RMA-20455 and my phone is [phone number]"),
    ],
)
def test_what_is_a_person_s_is_masked_whatever_the_shop_s_numbers_look_like(shapes, said, masked):
    assert masked in Masker.for_shop(shapes).mask(said)


@pytest.mark.parametrize(
    "said", ["ana@example.com rma-20455", "ana@example.com / #48213", "order 1001, ana@example.com"]
)
def test_a_number_beside_an_address_is_no_password(shapes, said):
    assert Masker.for_shop(shapes).mask(said) == said


def test_logs_hide_the_shop_s_numbers(shapes):
    assert PrivateLogs(b"key", shapes).redacted("no #48213, no rma-20455") == "no [number], no [number]"
