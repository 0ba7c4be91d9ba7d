"""What a message states: numbers, e-mails, countries, counts and dates, with the values that actions take."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from bot.nlu.entities.detail import Detail, Kind, Sense
from bot.nlu.entities.emails import PLAIN
from bot.nlu.entities.finder import LONGEST_TEXT, DetailFinder
from core.identifiers import USUAL_SHAPES, Number, number_key, parse, plain_shapes

ORDER = "8120034500012345"


@pytest.fixture(scope="module")
def finders() -> Callable[[int], DetailFinder]:
    """The finder of a shop whose order numbers have so many digits."""
    return lru_cache(maxsize=None)(lambda digits: DetailFinder(plain_shapes(digits)))


def values(finder: DetailFinder, text: str, kind: str) -> list[str | int]:
    return [detail.value for detail in finder.find(text) if detail.kind.value == kind]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("8120034500012345", ORDER),
        ("my order is 8120 0345 0001 2345", ORDER),
        ("8120-0345-0001-2345 please", ORDER),
        ("8120.0345.0001.2345", ORDER),
        ("8120 0345  0001\n2345", ORDER),
        ("81200345 00012345", ORDER),
        ("order#8120034500012345", ORDER),
        ("order nr:8120034500012345?", ORDER),
        ("(8120034500012345)", ORDER),
        ("order ID 8120 0345 0001 2345", ORDER),
        ("٨١٢٠٠٣٤٥٠٠٠١٢٣٤٥", ORDER),
        ("R1001", "R1001"),
        ("it's r1001.", "R1001"),
        ("R 1001", "R1001"),
        ("r-1001", "R1001"),
        ("R#1001", "R1001"),
        ("#R1001", "R1001"),
        ("R no. 1001", "R1001"),
        ("return R 5 0 1 2", "R5012"),
        ("return number 1001", "R1001"),
        ("my return #1001", "R1001"),
        ("the return 1001", "R1001"),
        ("R1001's label", "R1001"),
        ("status R1?", "R1"),
    ],
)
def test_an_order_or_return_number_is_found_however_it_is_written(finder, text, number):
    assert values(finder, text, "customer_number") == [number]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("R1001,R1002", ["R1001", "R1002"]),
        ("R1001 or R1002?", ["R1001", "R1002"]),
        ("8120034500012345 8120034500012346", [ORDER, "8120034500012346"]),
        ("8120 0345 0001 2345 8120 0345 0001 2346", [ORDER, "8120034500012346"]),
        ("R1001 of 8120 0345 0001 2345", ["R1001", ORDER]),
        ("8120 0345 0001 2345, 2 items", [ORDER]),
        ("8120 0345 0001 2345 2 items", [ORDER]),
        ("8120 0345 0001 2345 3 days ago", [ORDER]),
    ],
)
def test_several_numbers_stay_apart_from_each_other_and_from_counts(finder, text, numbers):
    assert values(finder, text, "customer_number") == numbers


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("812003450001234", "812003450001234"),
        ("81200345000123456", "81200345000123456"),
        ("8120 0345 0001 234", "812003450001234"),
        ("81200345", "81200345"),
        ("R10O1", "R10O1"),
        ("r1OO1", "R1OO1"),
        ("R100l", "R100L"),
        ("812003450OO12345", "812003450OO12345"),
        ("order number 12345", "12345"),
        ("order 812003", "812003"),
    ],
)
def test_a_mistyped_number_is_found_and_marked_so_that_the_customer_can_be_told(finder, text, number):
    (detail,) = finder.find(text)
    assert (detail.kind, detail.value, detail.well_formed) == (Kind.CUSTOMER_NUMBER, number, False)


@pytest.mark.parametrize(
    "text",
    [
        "call me on +34 600 123 456",
        "+34600123456",
        "my phone is 600123456",
        "my number at home is 0664 1234567",
        "card 4111 1111 1111 1111",
        "I paid 12.50 for 3 items",
        "it was 1200 rupees",
        "the list of 2025-12-12",
        "r2d2",
        "are u ok with that",
        "R u there",
        "where r my 2 items",
        "covid19 and usb3",
        "iphone15pro",
        "9" * 40,
        "0664123",
        "it says 1234567",
        "in 2026",
    ],
)
def test_other_digits_are_no_order_or_return_number(finder, text):
    assert values(finder, text, "customer_number") == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("LP00123", "LP00123"),
        ("lp00123 please", "LP00123"),
        ("LP-00123", "LP00123"),
        ("LP00123456789CN", "LP00123456789CN"),
        ("RR123456785ES", "RR123456785ES"),
        ("LP 123 456 789 CN", "LP123456789CN"),
        ("tracking:LP00123", "LP00123"),
        ("1Z999AA10123456784", "1Z999AA10123456784"),
        ("tracking number is 0034 0434 1610 9404 2557", "00340434161094042557"),
        ("tracking no. JJD0002290", "JJD0002290"),
    ],
)
def test_a_tracking_number_is_told_from_a_return_number(finder, text, number):
    assert values(finder, text, "tracking_number") == [number]
    assert values(finder, text, "customer_number") == []


def test_sixteen_digits_are_an_order_number_even_after_the_word_tracking(finder):
    assert values(finder, f"tracking for order {ORDER}", "customer_number") == [ORDER]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("ana@example.com", "ana@example.com"),
        ("my mail is Ana.Lopez@Example.COM.", "ana.lopez@example.com"),
        ("a@b.co, R1001", "a@b.co"),
        ("<a@b.co>", "a@b.co"),
        ("mailto:a@b.co", "a@b.co"),
        ("mail:a@b.example", "a@b.example"),
        ("a@b.co!", "a@b.co"),
        ("'a@b.co'", "a@b.co"),
        ("first.last+tag@sub.example.co.uk", "first.last+tag@sub.example.co.uk"),
        ("ana @ example.com", "ana@example.com"),
        ("ana@ example.com", "ana@example.com"),
        ("a-1@b-2.com", "a-1@b-2.com"),
    ],
)
def test_an_address_is_found_without_what_surrounds_it(finder, text, address):
    (found,) = [detail for detail in finder.find(text) if detail.kind is Kind.EMAIL]
    assert (found.value, found.well_formed) == (address, True)


@pytest.mark.parametrize("text", ["ana@example", "ana@@example.com", "ana@example,com"])
def test_an_incomplete_address_is_found_and_marked(finder, text):
    found = [detail for detail in finder.find(text) if detail.kind is Kind.EMAIL]
    assert [detail.well_formed for detail in found] == [False] * len(found)


@pytest.mark.parametrize("text", ["@support help", "call me @ home", "2 lamps @ 12.50", "an email", "a.b.com"])
def test_an_at_sign_alone_makes_no_address(finder, text):
    assert values(finder, text, "email") == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("is it free in Spain?", ["ES"]),
        ("is it free in spain?", ["ES"]),
        ("the Netherlands, Holland and Belgium", ["NL", "NL", "BE"]),
        ("I live in the UK", ["GB"]),
        ("uk", ["GB"]),
        ("England or Scotland", ["GB", "GB"]),
        ("Great Britain", ["GB"]),
        ("USA", ["US"]),
        ("from the States", ["US"]),
        ("in the US", ["US"]),
        ("in the us", ["US"]),
        ("US", ["US"]),
        ("shipping to U.S. please", ["US"]),
        ("I am French", ["FR"]),
        ("spanish customer", ["ES"]),
        ("FR, DE and IT", ["FR", "DE", "IT"]),
        ("FR?", ["FR"]),
        ("UK", ["GB"]),
        ("a Polish address", ["PL"]),
        ("Jersey", ["JE"]),
        ("Bosnia & Herzegovina", ["BA"]),
        ("bosnia and herzegovina", ["BA"]),
        ("South Korea", ["KR"]),
        ("New Zealand", ["NZ"]),
        ("Czech Republic", ["CZ"]),
    ],
)
def test_a_country_is_found_by_name_adjective_and_code(finder, text, codes):
    assert values(finder, text, "country") == codes


@pytest.mark.parametrize(
    "text",
    [
        "contact us",
        "is it in?",
        "it will be fine",
        "to be or not to be",
        "IS IT IN THE POST",
        "my order ID is lost",
        "NO, not that",
        "nail polish",
        "a red jersey",
        "turkey for dinner",
        "South America",
        "New Mexico",
        "de nada",
        "ana@spain.es",
    ],
)
def test_everyday_words_are_no_countries(finder, text):
    assert values(finder, text, "country") == []


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("I ordered 80 days ago", 80),
        ("eighty days", 80),
        ("eighty-five days", 85),
        ("ninety five days", 95),
        ("80days", 80),
        ("two weeks ago", 14),
        ("2 wks", 14),
        ("a week ago", 7),
        ("it's been a week", 7),
        ("over a month now", 30),
        ("a fortnight ago", 14),
        ("a couple of weeks", 14),
        ("a day ago", 1),
        ("3 months ago", 91),
        ("30 full days", 30),
        ("handed it in 3 days ago", 3),
    ],
)
def test_a_span_of_days_is_counted(finder, text, days):
    assert values(finder, text, "day_count") == [days]


@pytest.mark.parametrize(
    "text",
    ["3-5 days", "3 to 20 business days", "7/15/30 days", "2 working days", "twice a week", "a 3D printer", "days",
     "0 days", "one hundred thousand days", "99999 days", "90-day rule", "within the 30-day window", "within 30 days",
     "am I inside my 15 day period", "too late in 3 weeks?", "3 days left", "up to 20 days", "every 5 days"],
)  # fmt: skip
def test_ranges_rates_limits_and_working_days_are_no_day_count(finder, text):
    assert values(finder, text, "day_count") == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("I have 3 items", 3),
        ("two things", 2),
        ("five products", 5),
        ("3 different items", 3),
        ("the other two items", 2),
        ("two of my items", 2),
        ("2 of them", 2),
        ("both items", 2),
        ("both of them", 2),
        ("a couple of items", 2),
        ("a single item", 1),
        ("return 3 shirts", 3),
        ("sending back two dresses", 2),
        ("3items", 3),
        ("twenty-one pieces", 21),
    ],
)
def test_items_are_counted(finder, text, count):
    assert values(finder, text, "item_count") == [count]


@pytest.mark.parametrize(
    ("text", "days"),
    [("three working days and still not returned", 3), ("5 business days ago", 5), ("ten work days", 10)],
)
def test_working_days_are_counted_apart(finder, text, days):
    assert values(finder, text, "working_day_count") == [days]
    assert values(finder, text, "day_count") == []


@pytest.mark.parametrize(
    "text",
    ["only 1 of 3 items was refunded", "two of my 4 things are still not paid", "refund for one of them is missing"],
)
def test_what_happened_to_some_items_is_no_number_of_items_to_return(finder, text):
    assert values(finder, text, "item_count") == []


@pytest.mark.parametrize(
    "text", ["one more thing, can I cancel?", "items", "return 2 weeks later", "return 5 times", "send 2 parcels back"]
)
def test_idioms_and_other_counts_are_no_item_count(finder, text):
    assert values(finder, text, "item_count") == []


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("yesterday", "yesterday"),
        ("yesterday evening", "yesterday"),
        ("last night", "yesterday"),
        ("today", "today"),
        ("this morning", "today"),
        ("the day before yesterday", "the day before yesterday"),
        ("last Friday", "Friday"),
        ("on monday", "Monday"),
        ("on Mon", "Monday"),
        ("since thurs", "Thursday"),
        ("3 days ago", "3 days ago"),
        ("three weeks back", "3 weeks ago"),
        ("a week ago", "1 week ago"),
        ("a couple of days ago", "2 days ago"),
        ("eighty-five days ago", "85 days ago"),
        ("a fortnight ago", "2 weeks ago"),
        ("48 hours ago", "48 hours ago"),
        ("last month", "last month"),
        ("on 9 October", "9 October"),
        ("on the 9th of October", "9 October"),
        ("Oct. 9th", "9 October"),
        ("October 9, 2026", "9 October 2026"),
        ("9 may", "9 May"),
        ("May 9", "9 May"),
        ("9/10", "9/10"),
        ("09.10.2026", "09.10.2026"),
        ("2026-10-09", "2026-10-09"),
        ("9-10-2026", "9-10-2026"),
    ],
)
def test_a_past_date_becomes_a_phrase_that_dateparser_resolves(finder, text, phrase):
    assert values(finder, text, "date") == [phrase]


@pytest.mark.parametrize(
    "text",
    ["by Friday", "24/7", "7/15/30", "13/13", "1.5", "12.50", "may 5 people come", "I sat in the sun", "every Monday",
     "50/50", "the 2nd item", "my 3rd return", "in the last week of May"],
)  # fmt: skip
def test_limits_and_other_numbers_are_no_date(finder, text):
    assert values(finder, text, "date") == []


def test_days_ago_is_a_count_and_a_date(finder):
    found = {detail.kind: detail for detail in finder.find("ordered 80 days ago")}
    assert found == {
        Kind.DAY_COUNT: Detail(Kind.DAY_COUNT, 8, 15, 80),
        Kind.DATE: Detail(Kind.DATE, 8, 19, "80 days ago", sense=Sense.OTHER),
    }


@pytest.mark.parametrize(
    "text",
    [
        "Dropped off R 1001 last Friday in Spain, 3 items, ana@example.com, LP00123",
        "👍 R1001 — «a@b.co» ８１２００３４５０００１２３４５",
        "8120 0345 0001 2345 two weeks ago",
    ],
)
def test_places_point_into_the_message_as_it_was_written(finder, text):
    details = finder.find(text)
    assert details == tuple(sorted(details, key=lambda detail: (detail.start, detail.end)))
    for detail in details:
        written = text[detail.start : detail.end]
        assert written and written == written.strip()
    assert any(text[detail.start : detail.end][0] in "R«a8８" for detail in details)


@pytest.mark.parametrize("text", ["", " ", "\n\t", "🙂", "\ud83d", "?!", "\0", "½ ² 三"])
def test_texts_without_words_state_nothing(finder, text):
    assert finder.find(text) == ()


def test_only_the_beginning_of_a_very_long_message_is_read(finder):
    start = "x " * (LONGEST_TEXT // 2 - 5)
    assert values(finder, start + "R1001", "customer_number") == ["R1001"]
    assert values(finder, start + "x " * 5 + "R1001", "customer_number") == []


def test_a_run_without_spaces_is_passed_over_and_what_follows_keeps_its_place(finder):
    text = "😡" * 500 + " R1001"
    assert finder.find(text) == (Detail(Kind.CUSTOMER_NUMBER, 501, 506, "R1001"),)


@pytest.mark.parametrize(
    "piece", ["1 ", "a@", "R", "one ", "two hundred ", "1/", "r # ", "last ", "3 of my the ", "😀", "-"]
)
def test_the_work_on_a_hostile_message_is_bounded(finder, piece, monkeypatch):
    """The matchers see no more tokens than the cap allows, and find no more than a few things in each."""
    tokens = []
    make_doc = finder._nlp.make_doc

    def counted(text: str) -> Doc:
        doc = make_doc(text)
        tokens.append(len(doc))
        return doc

    monkeypatch.setattr(finder._nlp, "make_doc", counted)
    found = [len(finder.find(piece * times)) for times in (20_000, 40_000)]
    assert tokens[0] == tokens[1] <= LONGEST_TEXT
    assert found[0] == found[1] <= tokens[0]


def test_the_text_of_a_message_is_put_together_once_however_many_days_it_names(finder, monkeypatch):
    given = []

    def glued(date, text):
        given.append(text)
        return False

    monkeypatch.setattr("bot.nlu.entities.finder._is_glued", glued)
    finder.find("3 days ago, " * 300)

    assert len(given) > 100
    assert all(text is given[0] for text in given)


def test_a_message_leaves_none_of_its_words_behind(finder):
    finder.find("my secret is Rumpelstilzchen77 at rumpel@stilz.example")
    assert "Rumpelstilzchen77" not in finder._nlp.vocab.strings


def test_finding_twice_finds_the_same(finder):
    text = "R1001 3 days ago in the UK, two items"
    assert finder.find(text) == finder.find(text)


@pytest.mark.parametrize(
    "text",
    ["R–1001", "R — 1001", "r 1001", "Ｒ１００１", "R 10 01", "R.1.0.0.1", "R-10-01", "R_1001", "«R1001»",
     "R1001—please", "(R−1001)", "return:R1001", "R\u00a01001", "R\u200b1001"],
)  # fmt: skip
def test_a_return_number_is_found_as_phones_write_it(finder, text):
    assert values(finder, text, "customer_number") == ["R1001"]
    assert values(finder, f"where is it, {text}, ana@example.com", "customer_number") == ["R1001"]


@pytest.mark.parametrize("text", ["R12", "R-12", "r12", "R 12", "R1"])
def test_few_digits_behind_an_r_are_a_return_number(finder, text):
    assert values(finder, f"{text}, ana@example.com", "customer_number") == [number_key(text)]


@pytest.mark.parametrize("text", ["where r 2 items", "where r my 12 things", "R 2 items, ana@example.com"])
def test_a_count_is_no_return_number(finder, text):
    assert values(finder, text, "customer_number") == []


@pytest.mark.parametrize("text", ["R100 3 days ago", "R100 on 9/10", "R100 2 items", "R100, 20 October"])
def test_a_return_number_ends_where_a_date_or_a_count_begins(finder, text):
    assert values(finder, text, "customer_number") == ["R100"]


@pytest.mark.parametrize(
    "text", ["TrackingID 4512345678", "TrackingID: 45 1234 5678", "tracking-id 4512345678", "trackingnumber#4512345678"]
)
def test_a_tracking_number_is_one_in_whatever_words_it_is_called_so(finder, text):
    assert values(finder, text, "tracking_number") == ["4512345678"]
    assert values(finder, text, "customer_number") == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("order WF-2026-0815", "WF20260815"),
        ("WF–2026–0815", "WF20260815"),
        ("my order number is AB12345", "AB12345"),
        ("order #wf-20260815?", "WF20260815"),
    ],
)
def test_letters_and_digits_of_another_kind_are_found_whole(finder, text, number):
    (detail,) = finder.find(text)
    assert (detail.kind, detail.value, detail.well_formed) == (Kind.CUSTOMER_NUMBER, number, False)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("O5001", "O5001"),
        ("K-7714", "K7714"),
        ("shop_90210", "SHOP90210"),
        ("SO#3320?", "SO3320"),
        ("7f31c09ab2", "7F31C09AB2"),
        ("#6204", "6204"),
        ("40217", "40217"),
        ("2026/1184", "20261184"),
        ("Nr５００１", "NR5001"),
    ],
)
def test_a_message_that_is_nothing_but_a_number_is_told_as_one_whatever_it_looks_like(finder, text, number):
    (detail,) = finder.find(text)
    assert (detail.kind, detail.value, detail.well_formed) == (Kind.CUSTOMER_NUMBER, number, False)


@pytest.mark.parametrize(
    "text",
    [
        *("PS5", "mp3", "H2SO4", "256GB", "1080p", "1200x800", "24/7", "10-12", "347", "2026", "1.299"),
        *("12oct2026", "sep-2026", "14 days", "my telly is a QE55Q80", "k.b", "-", "A" * 62 + "123"),
    ],
)
def test_names_sizes_and_days_alone_are_no_number(finder, text):
    assert [each for each in finder.find(text) if each.kind is Kind.CUSTOMER_NUMBER] == []


@pytest.mark.parametrize("text", ["order-8120034500012345", "nr-8120034500012345", "Please/8120034500012345"])
def test_a_word_glued_to_an_order_number_is_no_part_of_it(finder, text):
    assert values(finder, text, "customer_number") == [ORDER]


@pytest.mark.parametrize(
    ("digits", "text", "number"),
    [
        (10, "my order is 8120034500, ana@example.com", "8120034500"),
        (10, "8120 0345 00", "8120034500"),
        (6, "it's 123456 and the mail is ana@example.com", "123456"),
        (6, "the return 123456", "123456"),
        (4, "1234", "1234"),
        (4, "1234, ana@example.com", "1234"),
        (4, "order 1234", "1234"),
        (20, "8120 0345 0001 2345 6789", "81200345000123456789"),
    ],
)
def test_a_shop_s_own_digits_make_an_order_number(digits, text, number):
    (detail, *_) = DetailFinder(plain_shapes(digits)).find(text)
    assert (detail.kind, detail.value, detail.well_formed) == (Kind.CUSTOMER_NUMBER, number, True)


@pytest.mark.parametrize(("digits", "text"), [(10, ORDER), (16, "8120034500"), (20, ORDER)])
def test_as_many_digits_as_another_shop_has_are_a_mistyped_number(digits, text):
    (detail,) = DetailFinder(plain_shapes(digits)).find(text)
    assert (detail.kind, detail.value, detail.well_formed) == (Kind.CUSTOMER_NUMBER, text, False)


@pytest.mark.parametrize("text", ["it was in 2026", "I paid 1200 rupees"])
def test_a_year_is_no_order_number_where_those_have_four_digits(text):
    found = DetailFinder(plain_shapes(4)).find(text)
    assert [detail for detail in found if detail.kind is Kind.CUSTOMER_NUMBER] == []


@given(
    st.text("0123456789", min_size=3, max_size=12),
    st.sampled_from(["", "-", "–", "—", "−", "‑", " ", "\u00a0", ".", "#", "/", "_"]),
    st.sampled_from(["{}", "it is {}, thanks", "({})", "«{}»", "{}?", "return {}!", "no: {}"]),
)
def test_what_is_found_in_a_message_is_what_the_grammar_reads(finder, number, gap, message):
    typed = f"R{gap}{number}"
    found = [each for each in finder.find(message.format(typed)) if each.kind is Kind.CUSTOMER_NUMBER]
    assert [(each.value, each.well_formed) for each in found] == [(number_key(typed), True)]
    assert parse(found[0].value, USUAL_SHAPES) == parse(typed, USUAL_SHAPES) == Number("return", f"R{number}")


@given(st.integers(8, 32), st.sampled_from(["", " ", "-", "–", ".", "\u00a0"]), st.data())
def test_an_order_number_is_one_to_extractor_and_grammar_alike(finders, order_digits, gap, data):
    number = data.draw(st.text("123456789", min_size=order_digits, max_size=order_digits))
    typed = gap.join(number[place : place + 4] for place in range(0, order_digits, 4))
    found = [each for each in finders(order_digits).find(f"order {typed}") if each.kind is Kind.CUSTOMER_NUMBER]
    assert [(each.value, each.well_formed) for each in found] == [(number, True)]
    assert parse(typed, plain_shapes(order_digits)) == Number("order", number)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("it is o'brien@example.com", "o'brien@example.com"),
        ("it is O’Brien@example.com.", "o'brien@example.com"),
        ("black&white@example.com", "black&white@example.com"),
        ("jörg@müller.example", "jörg@müller.example"),
        ("ｉｎｅｓ＠ｅｘａｍｐｌｅ．ｃｏｍ", "ines@example.com"),
        ("R1001–ana@example.com", "ana@example.com"),
        ("“ana@example.com”", "ana@example.com"),
        ("'ana@example.com's", "ana@example.com"),
        ("*ana@example.com*", "ana@example.com"),
    ],
)
def test_an_address_of_any_form_is_found(finder, text, address):
    (found,) = [detail for detail in finder.find(text) if detail.kind is Kind.EMAIL]
    assert (found.value, found.well_formed) == (address, True)
    assert text[found.start : found.end].translate(PLAIN).lower() == address
