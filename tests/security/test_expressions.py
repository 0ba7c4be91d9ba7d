"""No regular expression goes unchecked, and none that is said to be linear can be made slow."""

from __future__ import annotations

import re

import pytest
from code_expressions import (
    PACKAGES,
    ROOT,
    Expression,
    all_expressions,
    expressions_of,
    hidden_imports,
    open_repetitions,
    read_list,
    renewed,
    sources,
)
from growth import LONGEST, slowest

_REASON = re.compile(r"linear|bounded (?P<longest>\d+): \S.+|trusted: \S.+")
_REMEDY = "run: .venv/bin/python tests/security/code_expressions.py, look at them, and write into the list what you saw"
_FILE = "actions/dialogue/turn.py"
_SOURCE = (ROOT / _FILE).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def expressions() -> list[Expression]:
    return list(all_expressions())


@pytest.fixture(scope="module")
def checked() -> dict[str, dict[str, str]]:
    return read_list()


def test_every_expression_is_on_the_list_of_the_checked_ones(expressions, checked):
    new = [f"{each.file}:{each.line} {each.key}" for each in expressions if each.key not in checked.get(each.file, {})]
    assert new == [], _REMEDY


def test_the_list_names_no_expression_that_is_gone(expressions, checked):
    there = {(each.file, each.key) for each in expressions}
    assert [(file, key) for file, keys in checked.items() for key in keys if (file, key) not in there] == [], _REMEDY


def test_every_entry_says_what_keeps_the_time_in_bounds(checked):
    said = [(file, key, reason) for file, keys in checked.items() for key, reason in keys.items()]
    assert [each for each in said if not _REASON.fullmatch(each[2])] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_no_text_made_for_an_expression_makes_it_slow(package, expressions, checked):
    slow = []
    for each in expressions:
        reason = _REASON.fullmatch(checked.get(each.file, {}).get(each.key, ""))
        if each.compiled is not None and each.file.startswith(f"{package}/") and reason and reason[0][0] != "t":
            longest = int(reason["longest"] or LONGEST)
            if found := slowest(each.compiled, each.uses, longest):
                slow.append(f"{each.file}:{each.line} {each.name}: {found}")
    assert slow == []


def test_every_expression_is_written_where_it_is_found():
    assert [(file, lines) for file, source in sources() if (lines := hidden_imports(source))] == []


def test_no_pattern_for_spacys_matcher_repeats_a_token_without_bound():
    assert [(file, lines) for file, source in sources() if (lines := open_repetitions(source))] == []


@pytest.mark.parametrize(
    ("pattern", "use"),
    [
        (r"(a+)+b", "match"),
        (r"\?\s*$|^\W*(?:(?:and|also|\S*[\d@]\S*)\W+)*(?:how|is)\b", "search"),
        (r"(?i)\biban\b[\s:]*(?:number)?[\s:]*(?:is)?[\s:]*\d", "search"),
        (r"[^\s@]+@[^\s@]+\.\w+", "search"),
        (r"\s+$", "search"),
        (r"(\w+\s?)*\.", "fullmatch"),
        (r"(?=(?:[A-Z]*\d){5})[A-Z0-9]{6,34}", "search"),
    ],
)
def test_the_attack_finds_an_expression_that_can_be_made_slow(pattern, use):
    assert slowest(re.compile(pattern), [use]) is not None


@pytest.mark.parametrize(
    ("pattern", "use"),
    [(r"\w+(?:['’]\w+)*|[?!]", "search"), (r"\s+$", "fullmatch"), (r"\d{2}:\d{2}", "search"), (r"x*", "search")],
)
def test_the_attack_leaves_a_linear_expression_in_peace(pattern, use):
    assert slowest(re.compile(pattern), [use]) is None


def test_a_bounded_text_may_meet_an_expression_that_is_not_linear():
    assert slowest(re.compile(r"[^\s@]+@[^\s@]+\.\w+"), ["search"], longest=128) is None


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ('_NEW = re.compile(r"x+y")', "_NEW"),
        ('def new(): return re.search("x+y", "x")', "new"),
        ('class New(str): regex = "x+y"', "regex"),
        ('NEW = Field(regex="x+y")', "NEW"),
        ('NEW = {"TEXT": {"REGEX": "x+y"}}', "NEW"),
        ("NEW = compile_infix_regex([*infixes])", "NEW"),
        ('_ORDERED = re.compile(r"\\bordered")', "_ORDERED"),
    ],
)
def test_a_new_or_changed_expression_is_not_on_the_list(line, name, checked):
    new = [each for each in expressions_of(_FILE, f"{_SOURCE}\n{line}") if each.key not in checked[_FILE]]
    assert [each.name for each in new] == [name]


def test_an_expression_changes_with_the_words_that_it_is_made_of(monkeypatch):
    file = "bot/nlu/message_parts.py"
    source = (ROOT / file).read_text(encoding="utf-8")
    before = {each.name: each.digest for each in expressions_of(file, source)}
    monkeypatch.setattr("bot.nlu.message_parts.OPENINGS", "how|when")
    after = {each.name: each.digest for each in expressions_of(file, source)}
    assert {name for name in after if after[name] != before[name]} == {"_BREAK", "_COMMA", "_LEAD_BREAK"}


def test_renewing_the_list_keeps_what_is_checked_and_asks_for_the_rest(expressions):
    first, second, *_ = expressions
    text = renewed(iter([first, second]), {first.file: {first.key: "linear"}, "gone.py": {"_GONE 0": "linear"}})
    assert f"{first.key}: linear" in text and f"{second.key}: unchecked" in text and "gone.py" not in text


@pytest.mark.parametrize("line", ["from re import compile", "import re as r", "import regex as re"])
def test_an_import_under_another_name_is_seen(line):
    assert hidden_imports(f"import os\n{line}\n") == [2]


@pytest.mark.parametrize("repeats", ["*", "+", "{2,}"])
def test_an_open_repetition_is_seen(repeats):
    assert open_repetitions(f'PATTERN = [{{"LOWER": "a", "OP": "?"}},\n {{"LOWER": "b", "OP": "{repeats}"}}]') == [2]
