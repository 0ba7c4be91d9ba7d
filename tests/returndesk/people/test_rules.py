"""Rules are shown with their sources and words, and another value with what changes; the patch is one line."""

from __future__ import annotations

import shutil
import subprocess
from datetime import timedelta

import pytest
from people_returns import keep_return
from people_said import NOW, SCRIPTS

from policy.facts import load_facts
from returndesk.failure import Failure
from returndesk.people.fact_value import with_value
from returndesk.project import this_project

PAGE = "/rules/update.dropoff"
FACTS = this_project().root / "policy" / "facts.yml"


async def test_changing_the_days_of_a_hand_in_shows_the_answers_and_dates_and_the_patch_is_one_line(
    services, visitor, tmp_path
):
    keep_return(services.engine, "R9001", NOW - timedelta(hours=3), "dropped_off")
    lea = await visitor("lea")
    page = await (await lea.send(PAGE, f"{PAGE}/try", value="[1, 3]")).text()
    # As `returndesk rules check` says it.
    assert "utter_rule_report_not_marked_returned" in page
    assert "usually changes **1 to 2 working days** after" in page and "**1 to 3 working days** after" in page
    assert "update.dropoff, from 13 Oct 2026 on: until 15 Oct 2026 before, until 16 Oct 2026 now" in page
    row = page.partition("<bdi>R9001</bdi>")[2].partition("</tr>")[0]
    assert "drop off update" in row and "<td>15 Oct 2026, 23:59 CEST</td><td>16 Oct 2026, 23:59 CEST</td>" in row
    assert "neither its source nor last_verified" in page
    assert "<li>tests/policy/test_drop_off.py</li>" in page and "<li>tests/bot/reviewed_answers.yml</li>" in page
    patch = await (await lea.post(f"{PAGE}/patch", {"token": token_in(page), "value": "[1, 3]"})).text()
    changed = [line for line in patch.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    assert changed == ["-  value: [1, 2]", "+  value: [1, 3]"]
    (tmp_path / "policy").mkdir()
    shutil.copyfile(FACTS, tmp_path / "policy" / "facts.yml")
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    subprocess.run(["git", "apply", "-"], input=patch.encode(), cwd=tmp_path, check=True)
    old, new = load_facts(FACTS), load_facts(tmp_path / "policy" / "facts.yml")
    assert {each for each in old if old[each] != new[each]} == {"update.dropoff"}
    assert new["update.dropoff"].value == (1, 3)
    assert "took a patch" in await lea.page("/log")


async def test_answers_and_dates_are_shown_in_the_language_of_the_page(visitor):
    lea = await visitor("lea")
    await lea.send("/account", "/account/language", language="de")
    page = await (await lea.send(PAGE, f"{PAGE}/try", value="[1, 3]")).text()
    assert "ändert sich meist **1 bis 2 Arbeitstage**" in page or "**1 bis 3 Arbeitstage**" in page
    assert "update.dropoff, ab 13. Okt. 2026: bisher bis 15. Okt. 2026, dann bis 16. Okt. 2026" in page
    # No answer but those that tell the value.
    assert "<h3>Antworten: 4</h3>" in page
    # The words beside: those of the page and of the domain at once, the others folded.
    wording = page.partition('id="wording"')[2]
    first = wording.partition("<details>")[0]
    assert "<dt>Deutsch</dt>" in first and "<dt>Englisch</dt>" in first and "<dt>Hebräisch</dt>" not in first
    assert "<dt>Hebräisch</dt>" in wording


def token_in(page):
    return page.partition('name="token" value="')[2].partition('"')[0]


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("[3, 1]", "from shortest to longest"),
        ("0", "is not a whole number of at least 1"),
        ("soon", "is not a whole number of at least 1"),
        ("[1", "is not YAML"),
        ("", "has to be one line"),
        ("[1, 3]\n  unit: hours", "has to be one line"),
        ("!!python/object/apply:os.system [ls]", "is not YAML"),
    ],
)
async def test_a_value_that_can_t_be_used_is_refused_as_on_the_command_line(visitor, value, why):
    lea = await visitor("lea")
    response = await lea.send(PAGE, f"{PAGE}/try", value=value)
    page = await response.text()
    assert response.status == 400 and why in page
    assert (await lea.post(f"{PAGE}/patch", {"token": token_in(page), "value": value})).status == 400


async def test_facts_have_value_source_and_words_by_language_and_old_ones_stand_out(services, visitor):
    mia = await visitor("mia")
    page = await mia.page("/rules")
    for fact in services.facts.values():
        assert f"/people/rules/{fact.id}" in page
    assert "[1, 2]" in page and "Already dropped off" in page and "days ago" not in page
    one = await mia.page(PAGE)
    assert "utter_rule_report_not_marked_returned" in one and "<dt>German</dt>" in one


async def test_a_fact_that_nobody_looked_up_for_long_stands_out(visitor, monkeypatch):
    monkeypatch.setattr("returndesk.people.rule_pages.OLD_DAYS", 30)
    assert "days ago" in await (await visitor("aud")).page("/rules")


@pytest.mark.parametrize("path", ["/rules/nothing", "/rules/..%2f..%2fetc", "/rules/UPDATE", f"/rules/{'a' * 99}"])
async def test_what_is_no_fact_is_not_found(visitor, path):
    assert (await (await visitor("lea")).see(path)).status == 404


@pytest.mark.parametrize("name", ["mia", "aud"])
async def test_who_is_no_lead_reads_and_tries_nothing(visitor, name):
    somebody = await visitor(name)
    page = await somebody.page(PAGE)
    assert "/try" not in page and "[1, 2]" in page
    for deed in ("try", "patch"):
        assert (await somebody.post(f"{PAGE}/{deed}", {"token": token_in(page), "value": "3"})).status == 403


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {}])
async def test_a_form_of_another_site_or_session_is_refused(visitor, headers):
    lea, ben = await visitor("lea"), await visitor("ben")
    token = token_in(await (lea if headers else ben).page(PAGE))
    for deed in ("try", "patch"):
        response = await lea.post(f"{PAGE}/{deed}", {"token": token, "value": "3"}, headers=headers)
        assert response.status == 403


@pytest.mark.parametrize("script", SCRIPTS)
async def test_a_script_in_a_value_is_text(visitor, script):
    lea = await visitor("lea")
    page = await (await lea.send("/rules/request.cancel", "/rules/request.cancel/try", value=script)).text()
    for attack in ("<script>alert", "<img src=x", "<svg/onload", "<b>gnol", ">49<"):
        assert attack not in page


def test_another_value_changes_nothing_else_of_the_file(tmp_path):
    text = FACTS.read_text("utf-8")
    for fact in load_facts(FACTS).values():
        if not isinstance(fact.value, int):
            continue
        changed = with_value(text, fact.id, str(fact.value + 1)).splitlines()
        pairs = [(old, new) for old, new in zip(text.splitlines(), changed, strict=True) if old != new]
        assert len(pairs) == 1, fact.id
    with pytest.raises(Failure, match="no fact"):
        with_value(text, "nothing", "1")


LIST = "/rules/request.steps"


async def test_a_list_of_several_lines_is_changed_entry_by_entry_in_one_patch(services, visitor, tmp_path):
    lea = await visitor("lea")
    steps = services.facts["request.steps"].words
    page = await lea.page(LIST)
    written = page.partition("<textarea")[2].partition(">")[2].partition("</textarea>")[0]
    assert tuple(written.split("\n")) == steps
    value = "\r\n".join([*steps[:2], 'Note: choose one "reason" only.', *steps[3:], "", "Wait for the e-mail. "])
    page = await (await lea.send(LIST, f"{LIST}/try", value=value)).text()
    patch = await (await lea.post(f"{LIST}/patch", {"token": token_in(page), "value": value})).text()
    changed = [line for line in patch.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    assert changed == [
        "-  - Choose the reason, precisely.",
        "+  - 'Note: choose one \"reason\" only.'",
        "+  - Wait for the e-mail.",
    ]
    (tmp_path / "policy").mkdir()
    shutil.copyfile(FACTS, tmp_path / "policy" / "facts.yml")
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    subprocess.run(["git", "apply", "-"], input=patch.encode(), cwd=tmp_path, check=True)
    old, new = load_facts(FACTS), load_facts(tmp_path / "policy" / "facts.yml")
    assert {each for each in old if old[each] != new[each]} == {"request.steps"}
    assert new["request.steps"].words == (
        *steps[:2],
        'Note: choose one "reason" only.',
        *steps[3:],
        "Wait for the e-mail.",
    )


@pytest.mark.parametrize(
    ("path", "value", "why"),
    [
        (LIST, " \n \n", "needs an entry"),
        (LIST, "Choose it.\nChoose it.", "holds an entry twice"),
        ("/rules/countries", "ES\nUK", "is not an ISO country code"),
        (LIST, "a" * 5_000, "is longer than"),
    ],
)
async def test_a_list_that_can_t_be_used_is_refused(visitor, path, value, why):
    lea = await visitor("lea")
    response = await lea.send(path, f"{path}/try", value=value)
    page = await response.text()
    assert response.status == 400 and why in page
    assert (await lea.post(f"{path}/patch", {"token": token_in(page), "value": value})).status == 400


@pytest.mark.parametrize(
    "script", [*SCRIPTS, "- a\n  - b\nunit: hours", "*anchor", "!!python/name:os.system", "#", "\u2028x"]
)
def test_whatever_an_entry_is_it_stays_words_of_its_own_list(tmp_path, script):
    text = FACTS.read_text("utf-8")
    old = load_facts(FACTS)
    for fact in old.values():
        if fact.unit.value != "list":
            continue
        file = tmp_path / "facts.yml"
        file.write_bytes(with_value(text, fact.id, "\n".join([script.replace("\0", ""), *fact.words])).encode())
        new = load_facts(file)
        assert {each for each in old if old[each] != new[each]} == {fact.id}
        assert new[fact.id].words[-len(fact.words) :] == fact.words


def test_entries_in_another_order_or_fewer_keep_their_lines_and_comments():
    text = """facts:
- id: a
  unit: list
  value:
  # of the first
  - one   # said so
  - "two"
  - >-
    three
    four
  # of what follows
  source: x
- {id: b, unit: countries, value: [ES,
    FR], source: x}
- id: c
  unit: text
  value: >-
    some
    words
  source: x
"""
    assert with_value(text, "a", "one\ntwo\nthree four") == text
    other = with_value(text, "a", "two\none")
    assert '  value:\n  # of the first\n  - "two"\n  - one   # said so\n  # of what' in other
    assert "    four\n  - five\n  # of what" in with_value(text, "a", "one\ntwo\nthree four\nfive")
    assert "value: [ES, 'NO'], source: x}" in with_value(text, "b", "ES\nNO")
    assert "  value: other words\n  source: x\n" in with_value(text, "c", "other words")
