"""Conversations are found, read, exported and forgotten, by whoever may, and nothing in them runs."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from people_said import ANSWERED, DECLINED, NOW, SCRIPTS, UNCLEAR, say
from sqlalchemy import event

from actions.store.feedback import Feedback, Rating
from core.identifiers import session_key
from returndesk.people import conversation_search
from returndesk.people.conversation_search import ConversationSearch, Wanted

YESTERDAY = NOW - timedelta(days=1)
KEY = session_key("web:a")
PAGE = f"/conversations/{KEY}"
RANKING = [{"name": "ask_refund_time", "confidence": 0.81}, {"name": "ask_track_refund", "confidence": 0.12}]


@pytest.fixture
def said(services):
    """Three conversations, listed."""
    services.conversations.create()
    tell = services.conversations
    say(tell, "web:a", "when do I get my money, I am ana@example.com", YESTERDAY, ranking=RANKING, message_id="m1")
    say(tell, "telegram:b", "wo ist mein Geld", NOW - timedelta(hours=2), UNCLEAR, language="de", message_id="m2")
    say(tell, "web:c", "is it 50% cheaper", NOW - timedelta(hours=1), DECLINED, message_id="m3")
    say(tell, "web:c", "and when is the money there", NOW - timedelta(minutes=59), ANSWERED, facts=["refund.speed"])
    while services.turn_list.catch_up(NOW):
        pass
    return services


def test_a_conversation_is_told_by_the_longest_of_what_was_found_and_by_when_it_was_last(said):
    say(said.conversations, "web:c", "yes", NOW, ANSWERED, message_id="m9")
    while said.turn_list.catch_up(NOW):
        pass
    first = said.search.find(Wanted()).matches[0]
    assert (first.words, first.at, first.more) == ("and when is the money there", NOW, 2)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["web:c", "telegram:b", "web:a"]),
        ({"topic": "ask_refund_time"}, ["web:c", "web:a"]),
        ({"outcome": "unclear"}, ["telegram:b"]),
        ({"channel": "web", "outcome": "declined"}, ["web:c"]),
        ({"language": "de"}, ["telegram:b"]),
        ({"words": "MONEY"}, ["web:c", "web:a"]),
        ({"words": "50%"}, ["web:c"]),
        ({"words": "5_%"}, []),
        ({"words": "ana@example.com"}, []),
        ({"first": NOW.date()}, ["web:c", "telegram:b"]),
        ({"last": YESTERDAY.date()}, ["web:a"]),
        ({"first": NOW.date() + timedelta(days=1)}, []),
        ({"dangerous": frozenset({"out_of_scope"})}, ["web:c"]),
        ({"thumb": "down"}, ["web:a"]),
        ({"thumb": "down", "topic": "greet"}, []),
        ({"thumb": "up"}, []),
        ({"topic": "nothing of the kind"}, []),
    ],
)
def test_every_filter_finds_what_fits_the_latest_first(said, wanted, found):
    Feedback(said.engine).keep(Rating("web:a", "m1.0", "down", "utter_x", (), NOW))
    keys = [match.session_key for match in said.search.find(Wanted(**wanted)).matches]
    assert keys == [session_key(each) for each in found]


def test_pages_follow_each_other_without_a_gap(said, monkeypatch):
    monkeypatch.setattr(conversation_search, "ON_A_PAGE", 2)
    first = said.search.find(Wanted())
    second = said.search.find(Wanted(before=first.further))
    keys = [match.session_key for match in (*first.matches, *second.matches)]
    assert keys == [session_key(each) for each in ("web:c", "telegram:b", "web:a")]
    assert second.further is None


def test_what_was_not_looked_through_is_a_page_away(said, monkeypatch):
    monkeypatch.setattr(conversation_search, "LOOKED_THROUGH", 2)
    first = said.search.find(Wanted(words="I am"))
    assert (first.matches, first.further is not None) == ([], True)
    assert len(said.search.find(Wanted(words="I am", before=first.further)).matches) == 1


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"topic": "greet"},
        {"outcome": "unclear", "channel": "web"},
        {"channel": "web", "words": "x"},
        {"language": "de", "dangerous": frozenset({"greet"})},
        {"first": NOW.date(), "last": NOW.date()},
        {"thumb": "down"},
        {"before": 2},
    ],
)
def test_every_statement_of_a_search_finds_its_rows_by_index(said, wanted):
    Feedback(said.engine).keep(Rating("web:a", "m1.0", "down", "utter_x", (), NOW))
    for number in range(400):
        say(said.conversations, f"web:n{number}", "hello", YESTERDAY)
    while said.turn_list.catch_up(NOW):
        pass
    statements = []
    engines = {said.engine, said.conversations.engine}
    for engine in engines:
        with engine.begin() as connection:
            connection.exec_driver_sql("ANALYZE")
        event.listen(engine, "before_cursor_execute", lambda *seen, own=engine: statements.append((own, *seen[2:4])))
    search = ConversationSearch(said.conversations.engine, said.engine)
    search.find(Wanted(**wanted))
    search.topics()
    asked = list(statements)
    assert len(asked) >= 2
    for engine, statement, values in asked:
        if engine.dialect.name == "postgresql":
            # It reads small tables whole for being small.
            continue
        with engine.connect() as connection:
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
        read = [row[-1] for row in rows if "listed_turns" in row[-1] or "feedback" in row[-1]]
        # The latest messages, or the latest thumbs, so many and no more, are read in the order of an index.
        bounded = {"SCAN listed_turns", "SCAN feedback USING INDEX ix_feedback_at"} if "LIMIT" in statement else set()
        assert [each for each in read if each.startswith("SCAN") and each not in bounded] == [], statement
        assert not any("TEMP B-TREE FOR ORDER BY" in row[-1] for row in rows) or "thumb" in wanted, statement


async def test_before_the_bot_has_written_anything_every_page_is_there_at_once(visitor):
    lea = await visitor("lea")
    for path in ("/conversations", "/conversations?thumb=down", "/learning", "/learning/trial", "/figures"):
        await lea.page(path)


async def test_a_transcript_shows_what_was_understood_how_surely_and_what_an_answer_rests_on(said, visitor):
    mia = await visitor("mia")
    page = await mia.page(PAGE)
    assert "refund time (81%), then track refund (12%)" in page
    assert "From utter_rule_ask_refund_time" in page
    assert 'with <a href="/people/rules/refund.speed">' in await mia.page(f"/conversations/{session_key('web:c')}")
    assert "ana@example.com" not in page
    await mia.send(PAGE, f"{PAGE}/reveal", reason="because she asked")
    assert "ana@example.com" in await mia.page(PAGE)


async def test_what_the_assistant_emphasised_is_emphasised_and_what_a_customer_writes_stays_as_it_is(services, visitor):
    services.conversations.create()
    say(services.conversations, "web:a", "a **b** <i>c</i>", YESTERDAY, answer="By **Friday \\*** & _(the rules)_")
    page = await (await visitor("mia")).page(PAGE)
    assert "By <b>Friday *</b> &amp; <i>(the rules)</i>" in page
    assert "a **b** &lt;i&gt;c&lt;/i&gt;" in page


async def test_the_page_of_a_search_leads_to_each_and_keeps_what_was_asked(said, visitor):
    page = await (await visitor("aud")).page("/conversations?outcome=unclear&words=Geld&first=2026-10-01")
    assert f"/people/conversations/{session_key('telegram:b')}" in page
    assert '<option value="unclear" selected>' in page and 'value="Geld"' in page and 'value="2026-10-01"' in page
    assert KEY not in page


async def test_a_lead_exports_what_they_may_see(said, visitor):
    lea = await visitor("lea")
    response = await lea.send(PAGE, f"{PAGE}/export")
    assert "attachment" in response.headers["Content-Disposition"]
    first, answer = json.loads(await response.text())
    assert first["words"] == "when do I get my money, I am [e-mail address]"
    assert first["understood"][0] == ["ask_refund_time", 0.81]
    assert answer["response"] == "utter_rule_ask_refund_time"
    await lea.send(PAGE, f"{PAGE}/reveal", reason="a request of the customer")
    assert "ana@example.com" in await (await lea.send(PAGE, f"{PAGE}/export")).text()
    assert "exported" in await lea.page("/log")


async def test_what_was_written_of_an_answer_stands_where_it_was_said(said, visitor):
    words = "Write to ana@example.com <b>today</b>"
    Feedback(said.engine).keep(Rating("web:a", "m1.0", "down", "utter_x", (), NOW, "off-topic", words))
    lea = await visitor("lea")
    page = await lea.page(PAGE)
    assert "thumb down: off topic" in page
    assert "&lt;b&gt;today&lt;/b&gt;" in page and "ana@example.com" not in page
    assert "ana@example.com" not in await (await lea.send(PAGE, f"{PAGE}/export")).text()


async def test_a_lead_forgets_a_conversation_and_the_log_says_why(said, visitor):
    Feedback(said.engine).keep(Rating("web:a", "m1.0", "down", "utter_x", (), NOW))
    lea = await visitor("lea")
    response = await lea.send(PAGE, f"{PAGE}/forget", reason="asked for by mail", scope="conversation", sure="yes")
    assert response.status == 303
    assert (await lea.see(PAGE)).status == 404
    assert said.conversations.all_events("web:a") == []
    assert KEY not in [each.session_key for each in said.search.find(Wanted()).matches]
    assert Feedback(said.engine).opinions() == ()
    log = await lea.page("/log")
    assert "forgot" in log and "asked for by mail" in log
    assert len(said.search.find(Wanted()).matches) == 2


@pytest.mark.parametrize("fields", [{"reason": "asked for"}, {"sure": "yes"}, {"sure": "yes", "reason": "x"}])
async def test_without_a_reason_or_being_sure_nothing_is_forgotten(said, visitor, fields):
    lea = await visitor("lea")
    assert (await lea.send(PAGE, f"{PAGE}/forget", **fields)).status == 400
    assert said.conversations.all_events("web:a") != []


@pytest.mark.parametrize("name", ["mia", "aud"])
@pytest.mark.parametrize("deed", ["export", "forget"])
async def test_who_is_no_lead_neither_exports_nor_forgets(said, visitor, name, deed):
    somebody = await visitor(name)
    page = await somebody.page(PAGE)
    assert f"{deed}" not in page.partition("<aside")[2]
    token = page.partition('name="token" value="')[2].partition('"')[0]
    fields = {"token": token, "reason": "because I want to", "sure": "yes"}
    assert (await somebody.post(f"{PAGE}/{deed}", fields)).status == 403
    assert said.conversations.all_events("web:a") != []


@pytest.mark.parametrize("deed", ["reveal", "export", "forget"])
@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {}])
async def test_a_form_of_another_site_or_session_does_nothing(said, visitor, deed, headers):
    lea, ben = await visitor("lea"), await visitor("ben")
    page = await (lea if headers else ben).page(PAGE)
    token = page.partition('name="token" value="')[2].partition('"')[0]
    fields = {"token": token, "reason": "because I want to", "sure": "yes"}
    assert (await lea.post(f"{PAGE}/{deed}", fields, headers=headers)).status == 403
    assert said.conversations.all_events("web:a") != []
    assert "ana@example.com" not in await lea.page(PAGE)


async def test_who_is_not_signed_in_reads_nothing(said, visitor):
    somebody = await visitor()
    for path in ("/conversations", PAGE):
        assert (await somebody.see(path)).status == 303


@pytest.mark.parametrize("script", SCRIPTS)
async def test_a_script_in_whatever_was_said_is_text(services, visitor, script):
    services.conversations.create()
    words = script.replace("\0", "")
    say(
        services.conversations,
        "web:a",
        words,
        YESTERDAY,
        (words[:60], words[:60]),
        ranking=[{"name": words, "confidence": 0.5}],
        answer=words,
        facts=[words],
        language=words[:16],
    )
    while services.turn_list.catch_up(NOW):
        pass
    lea = await visitor("lea")
    pages = [await lea.page(PAGE), await lea.page("/conversations")]
    response = await lea.see("/conversations", params={"words": words, "first": words, "topic": words})
    pages.append(await response.text())
    for shown in pages:
        assert "<script>alert" not in shown and "<img src=x" not in shown and "<svg/onload" not in shown
        assert "<b>gnol" not in shown and ">49<" not in shown and 'href="javascript' not in shown
        assert " style=" not in shown and " onclick" not in shown


@pytest.mark.parametrize(
    "query",
    [
        {"before": "x"},
        {"before": "9" * 30},
        {"before": "-1"},
        {"first": "2026-99-99"},
        {"first": "0001-01-01"},
        {"last": "9999-12-31"},
        {"thumb": "sideways"},
        {"words": "x" * 5_000},
        {"words": "a\0b"},
        {"topic": "'; DROP TABLE events; --"},
        {"dangerous": "yes"},
    ],
)
async def test_whatever_is_asked_for_is_a_page(said, visitor, query):
    assert (await (await visitor("mia")).see("/conversations", params=query)).status == 200


@pytest.mark.parametrize("key", ["x", "0" * 64, "..%2f..%2flog", KEY.upper(), f"{KEY}0"])
async def test_what_is_no_conversation_is_not_found(said, visitor, key):
    assert (await (await visitor("lea")).see(f"/conversations/{key}")).status == 404
