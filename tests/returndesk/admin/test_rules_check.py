"""`returndesk rules check` at a terminal, with the rules of the small shop of the tests."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from returndesk.cli.command import main

SMALL_SHOP = Path(__file__).parents[2] / "shops" / "small"


@pytest.fixture
def check(monkeypatch, capsys):
    def run(*options: object) -> tuple[int, str]:
        command = ["returndesk", "rules", "check", *options, "--now", "2026-10-13T10:00:00Z"]
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", [str(part) for part in command])
            patch.setenv("NO_COLOR", "1")
            patch.setenv("COLUMNS", "300")
            try:
                main()
                code = 0
            except SystemExit as end:
                code = int(end.code or 0)
        written = capsys.readouterr()
        return code, written.out + written.err

    return run


@pytest.fixture
def edited(tmp_path):
    """The small shop's rules with one text in place of another."""

    def edit(old: str, new: str, file: str = "facts.yml") -> Path:
        folder = tmp_path / "rules"
        shutil.copytree(SMALL_SHOP, folder)
        text = (folder / file).read_text("utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), "utf-8")
        return folder

    return edit


def test_a_shop_s_rules_are_shown_with_the_answers_that_change(check):
    code, said = check(SMALL_SHOP)
    assert code == 0
    assert "+ You pay the postage of a return yourself. _Source: Returns at Blue Kiln, “What it costs”_" in said
    assert "+ Put the receipt, or a copy of it, into the parcel." in said
    assert "parcel.lost, from 2026-10-13 on: until 2026-10-30 before, until no day now" in said
    assert 'utter_rule_ask_get_refund is not said, since not all that it words is stated; "refund.time" is' in said
    assert "orders look like #1001" in said


def test_nothing_but_the_change_is_told(check):
    code, said = check(SMALL_SHOP)
    assert code == 0
    assert "value_missing" not in said
    assert "error" not in said.split("utter_rule_")[0]


def test_nothing_has_changed_since_the_same_rules(check):
    code, said = check(SMALL_SHOP, "--before", SMALL_SHOP)
    assert (code, "utter_rule_ask_return_fee" in said, "before, until" in said) == (0, False, False)


def test_a_value_without_another_day_or_source_is_warned_of_with_its_date(check, edited):
    folder = edited("value: [3, 10]", "value: [3, 14]")
    code, said = check(folder, "--before", SMALL_SHOP)
    assert code == 0
    # From Tuesday, 13 October: 10 working days are Tuesday the 27th, 14 are Monday, 2 November.
    assert "refund.time, from 2026-10-13 on: until 2026-10-27 before, until 2026-11-02 now" in said
    assert 'fact "refund.time": the value has changed, and neither its source nor last_verified (2026-09-01)' in said


def test_a_value_that_somebody_looked_up_is_not_warned_of(check, edited):
    old = 'value: "Write to us before you post the parcel."'
    folder = edited(old, 'value: "Write to us until we have the parcel."')
    text = (folder / "facts.yml").read_text("utf-8")
    begin = text.index("- id: request.cancel")
    looked_up = text[begin:].replace("2026-09-01", "2026-10-01", 1)
    (folder / "facts.yml").write_text(text[:begin] + looked_up, "utf-8")
    code, said = check(folder, "--before", SMALL_SHOP)
    assert (code, "the value has changed" in said) == (0, False)
    assert "+ Write to us until we have the parcel." in said


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("facts.yml", "unit: working_days", "unit: workdays", 'unit "workdays" is not one of'),
        ("answers.yml", "utter_rule_ask_exchange", "utter_exchanged", '"utter_exchanged" is no answer'),
        ("answers.yml", "{exchange.source}", "{swap.source}", 'names the fact "swap", which the rules do not state'),
        ("numbers.yml", "<4 to 6 digits>", "????", "order[0]: shape"),
    ],
)
def test_a_mistake_is_one_line_that_names_its_place(check, edited, file, old, new, problem):
    code, said = check(edited(old, new, file))
    assert code == 1
    assert f"{file}: " in said
    assert problem in said
