"""The packaged facts, each held against the design's table, and the mistakes that a facts file can hold."""

from datetime import date
from pathlib import Path

import pytest
from policy_cases import SERVED

from policy import facts as facts_module
from policy.facts import FactsError, Unit, load_facts

PACKAGED = Path(facts_module.__file__).with_name("facts.yml")

NUMBERS = {
    "request.processing": (24, "hours", "guide"),
    "seller.silence": (48, "hours", "policy"),
    "window.order": (90, "days", "policy"),
    "window.receipt": ((7, 15, 30), "days", "policy"),
    "fee.first": (1, "per_order", "policy"),
    "fee.monthly_limit": (5, "per_month", "policy"),
    "ship.within": (5, "days", "guide"),
    "update.dropoff": ((1, 2), "working_days", "policy"),
    "parcel.upload": ((1, 2), "days", "policy"),
    "parcel.lost": (17, "days", "policy"),
    "inspection": (2, "working_days", "guide"),
    "refund.time": ((3, 20), "working_days", "guide"),
    "seasonal.published": ("2025-12-12", "date", "policy"),
    "countries": (tuple(SERVED), "countries", "guide"),
    "ship.barcode": (("RU",), "countries", "guide"),
}
"""Value, unit and source of every fact that a rule computes with."""

WORDS = {
    "request.cancel": ("Cancel request", "text", "policy"),
    "request.amend": ("ticked at once", "text", "policy"),
    "request.steps": ("photos or videos", "list", "guide"),
    "fee.next": ("tracking number", "list", "guide"),
    "ship.label": ("post office or express station", "list", "policy"),
    "ship.points": ("express station", "list", "guide"),
    "parcel.track": ("Track Return Package", "list", "policy"),
    "refund.track": ("Details", "text", "policy"),
    "seasonal": ("Robot Pool Cleaner", "list", "policy"),
    "piece_by_piece": ("Certification tags", "list", "policy"),
    "dispute": ("platform", "text", "guide"),
    "fees.listed": ("None", "text", "policy"),
    "label.download": ("Once the request is approved", "text", "guide"),
    "packing": ("prevents damage", "text", "guide"),
    "points.latest": ("official site", "text", "guide"),
    "inspection.checks": ("undamaged", "list", "guide"),
}
"""Something that the value of every other stated fact says, its unit and its source."""

NOT_STATED = ("window.general", "fee.paid_return", "receipt.required", "return.methods")

BROKEN_OFF = {
    "fee.next",
    "ship.label",
    "parcel.track",
    "parcel.upload",
    "refund.track",
    "seasonal",
    "piece_by_piece",
    "fees.listed",
    *NOT_STATED,
}


@pytest.mark.parametrize("fact_id", NUMBERS)
def test_a_fact_holds_the_number_and_source_of_the_design(facts, fact_id):
    fact = facts[fact_id]
    assert (fact.value, fact.unit, fact.source) == NUMBERS[fact_id]


@pytest.mark.parametrize("fact_id", WORDS)
def test_a_fact_in_words_says_what_the_design_says(facts, fact_id):
    part, unit, source = WORDS[fact_id]
    fact = facts[fact_id]
    assert part in (fact.value if isinstance(fact.value, str) else " ".join(fact.words))
    assert (fact.unit, fact.source) == (unit, source)


@pytest.mark.parametrize("fact_id", NOT_STATED)
def test_what_the_sources_leave_open_has_no_value(facts, fact_id):
    assert (facts[fact_id].value, facts[fact_id].unit) == (None, Unit.NOT_STATED)


def test_no_fact_is_left_untested(facts):
    assert set(facts) == {*NUMBERS, *WORDS, *NOT_STATED}
    assert len(facts) == 35


def test_facts_say_where_their_source_breaks_off(facts):
    assert {fact.id for fact in facts.values() if not fact.complete} == BROKEN_OFF
    assert all(facts[fact_id].note for fact_id in BROKEN_OFF)


def test_every_fact_cites_a_titled_source_and_was_verified(facts):
    assert facts.sources["guide"].title == "Complete guide to AliExpress free returns"
    assert facts.sources["policy"].title == "AliExpress return policy"
    for fact in facts.values():
        assert facts.source_of(fact.id).key == fact.source
        assert fact.section
        assert fact.last_verified == date(2026, 5, 26)


def test_the_seven_steps_of_a_request_stand_in_order(facts):
    assert len(facts["request.steps"].words) == 7
    assert facts["request.steps"].words[0].startswith("Confirm")


def test_shortest_and_longest_of_one_number_are_that_number(facts):
    assert (facts["parcel.lost"].shortest, facts["parcel.lost"].longest) == (17, 17)
    assert (facts["refund.time"].shortest, facts["refund.time"].longest) == (3, 20)


def test_a_fact_without_numbers_refuses_to_be_counted(facts):
    with pytest.raises(FactsError, match=r'fact "request.cancel" is measured in text and has no number'):
        _ = facts["request.cancel"].longest


def test_a_fact_without_a_list_refuses_to_be_listed(facts):
    with pytest.raises(FactsError, match=r'fact "parcel.lost" is measured in days and has no list'):
        _ = facts["parcel.lost"].words


def test_facts_cannot_be_changed(facts):
    with pytest.raises(TypeError):
        facts.by_id["parcel.lost"] = None
    with pytest.raises(AttributeError):
        facts["parcel.lost"].value = 18


PARCEL_LOST = """\
  value: 17
  unit: days
"""

MISTAKES = {
    "an unknown unit": (
        ("unit: days", "unit: workdays"),
        'fact "parcel.lost": unit "workdays" is not one of hours, days, working_days, months',
    ),
    "a unit that the rules can't count in": (
        (PARCEL_LOST, "  value: soon\n  unit: text\n"),
        'fact "parcel.lost": unit "text" is not one of hours, days, working_days, months',
    ),
    "an unknown key": (("unit: days", "unit: days\n  colour: red"), 'fact "parcel.lost": unknown key "colour"'),
    "a missing key": (("  unit: days\n", ""), 'fact "parcel.lost": unit is missing'),
    "an unknown source": (("source: policy", "source: blog"), 'fact "parcel.lost": source "blog" is not one of guide'),
    "a missing source": (("  source: policy\n", ""), 'fact "parcel.lost": source is missing'),
    "an id given twice": (("id: parcel.lost", "id: parcel.track"), 'fact "parcel.track" stands there twice'),
    "a needed id renamed": (("id: parcel.lost", "id: parcel.gone"), 'fact "parcel.lost" is missing; the rules need'),
    "no id": (("id: parcel.lost\n  ", ""), "facts.yml: fact number 25: id is missing"),
    "a number in words": (("value: 17", "value: seventeen"), "fact \"parcel.lost\": value 'seventeen' is not a whole"),
    "true for a number": (("value: 17", "value: true"), 'fact "parcel.lost": value True is not a whole number'),
    "nothing for a number": (("value: 17", "value: 0"), 'fact "parcel.lost": value 0 is not a whole number'),
    "a range upside down": (("value: 17", "value: [17, 3]"), 'fact "parcel.lost": value [17, 3] must hold two or more'),
    "a range of one": (("value: 17", "value: [17]"), 'fact "parcel.lost": value [17] must hold two or more numbers'),
    "a day without a day": (
        ("last_verified: 2026-05-26", "last_verified: last May"),
        "fact \"parcel.lost\": last_verified is 'last May'; write a day such as 2026-05-26",
    ),
    "an impossible day": (
        ("last_verified: 2026-05-26", "last_verified: 2026-02-30"),
        "fact \"parcel.lost\": last_verified is '2026-02-30'; write a day such as 2026-05-26",
    ),
    "complete in words": (
        ("complete: true", "complete: perhaps"),
        "fact \"parcel.lost\": complete is 'perhaps'; write true or false",
    ),
    "an empty section": (
        ("section: Returned parcel already delivered?", 'section: ""'),
        "fact \"parcel.lost\": section is ''; write text",
    ),
    "a key given twice": (("unit: days", "unit: days\n  unit: hours"), 'key "unit" stands there twice'),
    "YAML that breaks off": (("value: 17", "value: [17"), "facts.yml: line "),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_a_fact_is_named_with_file_and_fact(tmp_path, mistake):
    (old, new), message = MISTAKES[mistake]
    with pytest.raises(FactsError) as caught:
        load_facts(_edited(tmp_path, "parcel.lost", old, new))
    assert str(caught.value).startswith("facts.yml: ")
    assert message in str(caught.value)


OTHER_MISTAKES = {
    "a count with a range": ("fee.monthly_limit", "value: 5", "value: [1, 5]", "value [1, 5] is not a whole number"),
    "a list with one sentence": (
        "ship.points",
        "value: [post office, express station]",
        "value: post",
        "is not a list",
    ),
    "an empty list": (
        "ship.points",
        "value: [post office, express station]",
        "value: []",
        "is not a list with entries",
    ),
    "an entry twice": ("ship.barcode", "[RU]", "[RU, RU]", "holds an entry twice"),
    "Norway unquoted": ("ship.barcode", "[RU]", "[NO]", "value False is not an ISO country code"),
    "a country by name": ("ship.barcode", "[RU]", "[Russia]", "value 'Russia' is not an ISO country code"),
    "UK for GB": ("ship.barcode", "[RU]", "[UK]", "value 'UK' is not an ISO country code"),
    "a value where none is stated": ("window.general", "value: null", "value: 14", "unit not_stated goes with null"),
    "no value where one is needed": ("request.cancel", "value: Any", "value: null #", "value is None; write text"),
    "a text for a date": ("seasonal.published", "value: 2025-12-12", "value: December", "value is 'December'; write a"),
    "broken off without a note": ("seasonal", "  note: The list breaks off in the source.\n", "", "a note must say"),
}


@pytest.mark.parametrize("mistake", OTHER_MISTAKES)
def test_a_value_that_does_not_fit_its_unit_is_named(tmp_path, mistake):
    fact_id, old, new, message = OTHER_MISTAKES[mistake]
    with pytest.raises(FactsError) as caught:
        load_facts(_edited(tmp_path, fact_id, old, new))
    assert str(caught.value).startswith(f'facts.yml: fact "{fact_id}": ')
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("    title: AliExpress return policy\n", "", 'facts.yml: source "policy": title is missing'),
        ("title: AliExpress return policy", "title: 7", 'source "policy": title is 7; write text'),
        ("title: AliExpress return policy", "name: x", 'facts.yml: source "policy": unknown key "name"'),
        ("\nsources:", "\npapers:", 'holds exactly two parts, "sources" and "facts"'),
        ("\nfacts:\n", "\nfacts: none\nmore:\n", 'holds exactly two parts, "sources" and "facts"'),
    ],
)
def test_a_mistake_outside_the_facts_is_named_too(tmp_path, old, new, message):
    path = tmp_path / "facts.yml"
    text = PACKAGED.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(FactsError) as caught:
        load_facts(path)
    assert message in str(caught.value)


@pytest.mark.parametrize("text", ["", "- 1", "facts: []\nsources: []", "facts: {}\nsources: {}"])
def test_a_file_of_another_shape_is_refused(tmp_path, text):
    path = tmp_path / "facts.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FactsError, match=r'facts.yml: .*"sources"'):
        load_facts(path)


def test_a_fact_that_is_no_record_is_refused(tmp_path):
    path = tmp_path / "facts.yml"
    path.write_text("sources: {}\nfacts: [parcel.lost]", encoding="utf-8")
    with pytest.raises(FactsError, match=r"facts.yml: fact number 1: is 'parcel.lost'; write its fields"):
        load_facts(path)


def test_a_file_that_is_not_there_or_not_text_is_named(tmp_path):
    with pytest.raises(FactsError, match=r"rules.yml: cannot be read: No such file"):
        load_facts(tmp_path / "rules.yml")
    (tmp_path / "rules.yml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FactsError, match=r"rules.yml: "):
        load_facts(tmp_path / "rules.yml")


def _edited(folder: Path, fact_id: str, old: str, new: str) -> Path:
    """The packaged file with the first `old` after the fact's id replaced."""
    text = PACKAGED.read_text(encoding="utf-8")
    start = text.index(f"- id: {fact_id}\n")
    end = text.find("\n- id: ", start)
    entry = text[start:end]
    assert old in entry
    path = folder / "facts.yml"
    path.write_text(text[:start] + entry.replace(old, new, 1) + text[end:], encoding="utf-8")
    return path


def test_a_source_may_say_where_it_can_be_read(tmp_path):
    text = PACKAGED.read_text("utf-8").replace(
        "sources:\n  guide:\n", "sources:\n  guide:\n    url: https://shop.example/guide\n"
    )
    (tmp_path / "facts.yml").write_text(text, "utf-8")

    found = load_facts(tmp_path / "facts.yml")
    assert found.source_of("inspection").url == "https://shop.example/guide"
    assert found.source_of("parcel.lost").url is None


def test_a_source_is_not_at_an_address_that_no_browser_should_open(tmp_path):
    text = PACKAGED.read_text("utf-8").replace(
        "sources:\n  guide:\n", "sources:\n  guide:\n    url: javascript:alert(1)\n"
    )
    (tmp_path / "facts.yml").write_text(text, "utf-8")

    with pytest.raises(FactsError, match=r'source "guide": url is .*; write an address such as https://'):
        load_facts(tmp_path / "facts.yml")
