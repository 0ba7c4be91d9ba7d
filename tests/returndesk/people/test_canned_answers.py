"""Canned answers: what the rules and the customer's return say is filled in, and nothing that is not known."""

from __future__ import annotations

import html
import shutil
from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp.test_utils import TestClient, TestServer
from people_returns import keep_return
from people_said import NOW, SCRIPTS

from policy.facts import load_facts
from returndesk.admin.rules_check import check_rules
from returndesk.failure import Failure
from returndesk.people.canned_answers import (
    CannedAnswers,
    CannedAnswersError,
    canned_answers_file,
    load_canned_answers,
    load_canned_answers_of,
)
from returndesk.people.requests import COOKIE
from returndesk.people.server import people_server
from returndesk.project import this_project

FACTS = load_facts()
NUMBER = "R2001"
HANDED_IN = "Handed in, not shown yet: the date"


@pytest.fixture
def ticket(services, open_ticket, tickets):
    """A ticket about a return that was handed in today."""
    keep_return(services.engine, NUMBER, NOW - timedelta(hours=1), "dropped_off")

    def make(**content):
        given = {"return_number": NUMBER, "customer_id": f"c-{NUMBER}", "language": "en", **content}
        return tickets.get(open_ticket(**given))

    return make


@pytest.fixture
def written(tmp_path, services):
    """Canned answers out of a file's text."""

    def make(text):
        file = tmp_path / "canned_answers.yml"
        file.write_text(text, encoding="utf-8")
        return CannedAnswers(load_canned_answers(file, FACTS), FACTS, services.engine)

    return make


def words_of(canned, ticket, now=NOW):
    return {each.name: each.words for each in canned.offered(ticket, now)}


def test_the_rules_numbers_and_the_returns_date_are_filled_in(services, ticket):
    said = words_of(services.canned, ticket())[HANDED_IN]
    # Two working days in Spain after Tuesday 13 October.
    assert said.startswith("Once a parcel is handed in, its status changes within 1 to 2 business days.")
    assert said.endswith("For your return R2001 that is by Thursday 15 October.")


def test_it_is_in_the_customers_language_and_else_in_english_and_says_so(services, ticket):
    german = ticket(language="de-AT")
    assert "Donnerstag, 15. Oktober" in words_of(services.canned, german)[HANDED_IN]
    assert not any(each.is_english for each in services.canned.offered(german, NOW))
    polish = services.canned.offered(replace(german, content=replace(german.content, language="pl")), NOW)
    assert polish and all(each.is_english for each in polish)


def test_a_date_that_has_passed_or_that_there_is_not_is_promised_to_nobody(services, ticket):
    assert HANDED_IN in words_of(services.canned, ticket())
    assert HANDED_IN not in words_of(services.canned, ticket(), NOW + timedelta(days=9))
    assert "Refund: the date" not in words_of(services.canned, ticket())


@pytest.mark.parametrize(
    "content",
    [{"customer_id": None}, {"return_number": None}, {"return_number": "R9999"}, {"customer_id": "c-R2002"}],
    ids=["nobody", "no return", "an unknown return", "another customer's"],
)
def test_without_the_customers_own_return_there_are_only_rules(services, ticket, content):
    keep_return(services.engine, "R2002", NOW, "dropped_off")
    said = words_of(services.canned, ticket(**content))
    assert "Refund: the rule" in said and HANDED_IN not in said
    assert all(NUMBER not in words and "October" not in words for words in said.values())


def test_plurals_agree_and_a_text_alone_is_english(written, ticket):
    canned = written("- name: a\n  text: 'in {update.dropoff.shortest, plural, one {# day} other {# days}}'\n")
    assert words_of(canned, ticket()) == {"a": "in 1 day"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{a", "can't be read"),
        ("a: b", "is no list of answers"),
        ("- a", "needs name and text"),
        ("- {name: a, text: b, more: c}", "needs name and text, and nothing else"),
        ("- {name: 1, text: b}", "the name is no text"),
        (f"- {{name: {'a' * 81}, text: b}}", "at most 80"),
        ("- {name: a, text: {de: b}}", "has no text in English"),
        ("- {name: a, text: ''}", "is no text of at most 2,000"),
        ("- {name: a, text: {en: b, de: [c]}}", '"a" in de is no text'),
        ("- {name: a, text: 'by {nothing.longest}'}", 'names "nothing.longest", which no fact states'),
        ("- {name: a, text: 'by {due.never}'}", "there are also return, due.processing"),
        ("- {name: a, text: b}\n- {name: a, text: c}", "there twice"),
        ("- {name: a, text: '{window.general.longest}'}", "which no fact states"),
        ("- {name: a, text: !!python/object/apply:os.getcwd []}", "can't be read"),
    ],
)
def test_a_file_that_can_not_be_used_says_where_and_why(written, text, why):
    with pytest.raises(CannedAnswersError, match=r"canned_answers\.yml") as error:
        written(text)
    assert why in str(error.value)


def test_a_shop_without_a_file_has_the_usual_answers_as_far_as_its_rules_state_them(tmp_path):
    root = this_project().root
    shutil.copy(root / "tests" / "shops" / "small" / "facts.yml", tmp_path)
    own = load_facts(tmp_path / "facts.yml")
    names = [each.name for each in load_canned_answers_of(root, tmp_path, own)]
    assert names == [
        "I'm looking into it",
        "Handed in, not shown yet: the date",
        "Refund: the date",
        "Refund: the rule",
    ]
    (tmp_path / "canned_answers.yml").write_text("- {name: Hello, text: Good day}", encoding="utf-8")
    assert [each.name for each in load_canned_answers_of(root, tmp_path, own)] == ["Hello"]
    assert load_canned_answers_of(root, None, FACTS) == load_canned_answers(canned_answers_file(root, None), FACTS)


def test_a_usual_answer_with_another_unit_is_not_offered(tmp_path):
    root = this_project().root
    usual = (root / "policy" / "facts.yml").read_text("utf-8")
    path = tmp_path / "facts.yml"
    path.write_text(usual.replace("value: 2\n  unit: working_days", "value: 30\n  unit: hours", 1), encoding="utf-8")
    names = {each.name for each in load_canned_answers_of(root, tmp_path, load_facts(path))}
    assert names == {each.name for each in load_canned_answers_of(root, None, FACTS)} - {"Warehouse: the date"}


def test_rules_check_looks_at_the_shops_canned_answers(tmp_path, progress):
    root = this_project().root
    shutil.copytree(root / "tests" / "shops" / "small", tmp_path / "rules")
    (tmp_path / "rules" / "canned_answers.yml").write_text("- {name: a, text: '{exchanges.longest}'}", encoding="utf-8")
    with pytest.raises(Failure, match=r"canned_answers\.yml.*exchanges\.longest"):
        check_rules(this_project(), tmp_path / "rules", progress, now=NOW)


async def test_they_are_offered_to_who_has_the_ticket_and_to_nobody_else(visitor, ticket):
    number = ticket().number
    mia, ben = await visitor("mia"), await visitor("ben")
    assert "Canned answer" not in await mia.page(f"/tickets/{number}")
    await mia.send(f"/tickets/{number}", f"/tickets/{number}/claim")
    page = await mia.page(f"/tickets/{number}")
    assert "Thursday 15 October" in page and "data-insert" in page
    for other in (ben, await visitor("lea"), await visitor("aud")):
        assert "Canned answer" not in await other.page(f"/tickets/{number}")


@pytest.mark.parametrize("script", SCRIPTS)
async def test_a_script_that_a_shop_wrote_is_text(services, visitor, ticket, written, script):
    plain = script.replace("\0", "").replace("\u202e", "")
    if "{" in plain:
        plain = "&lt;b>&amp;"
    canned = written(f"- name: {plain!r}\n  text: {plain!r}\n")
    number = ticket().number
    services.tickets.claim(number, "mia", NOW)
    found = replace(services, canned=canned)
    mia = await visitor("mia")
    async with TestClient(TestServer(people_server(found))) as client:
        client.session.cookie_jar.update_cookies({COOKIE: mia.cookie}, client.make_url("/people/"))
        page = await (await client.get(f"/people/tickets/{number}")).text()
    assert (
        f'<option value="{html.escape(plain, quote=True)}"'.replace("&#x27;", "&#39;").replace("&quot;", "&#34;")
        in page
    )
    for attack in ("<script>alert", "<img src=x", "<svg/onload", "<b>gnol", ">49<"):
        assert attack not in page
