"""Which answers are dangerous: the committed table, and how it is read."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from core.intents import IntentKind, intent_kind
from lab.evaluation.dangers import OTHERS, read_dangers
from returndesk.failure import Failure

ROOT = Path(__file__).parents[3]
COMMITTED = ROOT / "evaluation" / "dangers.yml"
DANGERS = read_dangers(COMMITTED)
SOME = """
answers: {lost: [report_parcel_lost]}
families:
- {family: orders, asked: [ask_cancel_order], answered: [lost], because: no return}
- {family: rest, asked: others, answered: [], because: harmless}
"""


def intents() -> set[str]:
    files = (ROOT / "bot" / "domain").glob("*.yml")
    return {str(each) for file in files for each in yaml.safe_load(file.read_text("utf-8")).get("intents") or ()}


@pytest.mark.parametrize(
    ("asked", "answered", "dangerous"),
    [
        ("report_order_not_arrived", "report_parcel_lost", True),
        ("report_order_not_arrived", "ask_cancel_order", False),
        ("ask_shop_matter", "ask_get_refund", True),
        ("out_of_scope", "ask_refund_time", True),
        ("express_distress", "ask_return_window", True),
        ("ask_failed_inspection", "ask_refund_time", True),
        ("ask_item_condition", "ask_return_window", True),
        ("ask_paid_return", "ask_return_fee", True),
        ("ask_return_status", "report_parcel_lost", True),
        ("report_parcel_delivered", "report_parcel_lost", False),
        ("ask_packaging", "report_parcel_lost", True),
        ("ask_packaging", "ask_label_use", False),
        ("ask_get_refund", "ask_refund_time", False),
    ],
)
def test_an_answer_is_dangerous_where_it_promises_what_nobody_asked_for(asked, answered, dangerous):
    assert DANGERS.among([asked], [answered]) == ((answered,) if dangerous else ())


@pytest.mark.parametrize("asked", sorted(intents()))
def test_the_right_answer_is_never_dangerous(asked):
    assert DANGERS.among([asked], [asked]) == ()


def test_an_accepted_answer_is_not_dangerous_to_the_other_intent_of_its_message():
    assert DANGERS.among(["report_order_not_arrived", "ask_get_refund"], ["ask_get_refund"]) == ()


def test_the_table_names_topics_that_there_are():
    named = {topic for family in DANGERS.families.values() for topic in family.answered}
    assert named - intents() == set()
    assert set(DANGERS.families) - intents() == {OTHERS}
    assert {intent_kind(topic) for topic in named} == {IntentKind.QUESTION}


def test_every_family_says_why():
    assert [family.name for family in DANGERS.families.values() if len(family.because.split()) < 5] == []


def test_a_topic_that_no_family_names_is_of_the_others(tmp_path):
    path = tmp_path / "dangers.yml"
    path.write_text(SOME.replace("answered: []", "answered: [lost]"))
    assert read_dangers(path).reasons(["ask_anything"], ["report_parcel_lost"]) == ("harmless",)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("answers:", "promises:", "dangers.yml: needs answers and families"),
        (", because: no return", "", r"families\[0\]: needs family, asked, answered and because"),
        ("answered: [lost]", "answered: [found]", r'families\[0\]: "found" is not one of lost'),
        ("asked: others", "asked: [ask_cancel_order]", r'families\[1\]: "ask_cancel_order" is of the family "orders"'),
    ],
)
def test_a_mistake_in_the_table_is_named_with_its_place(tmp_path, before, after, message):
    path = tmp_path / "dangers.yml"
    path.write_text(SOME.replace(before, after))
    with pytest.raises(Failure, match=message):
        read_dangers(path)
