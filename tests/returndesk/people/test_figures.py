"""The figures are those of the report, in pictures, tables and CSV, read by indexes and within bounds."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from people_returns import keep_return
from people_said import ANSWERED, DECLINED, GREETED, NOW, SCRIPTS, UNCLEAR, say
from sqlalchemy import event

from actions.store.daily_figures import DailyFigures
from actions.store.feedback import WHOLE_CHAT, Feedback, Rating
from core.conversations.turns import Turns
from returndesk.people.day_counts import MOST_DAYS, ZONE
from returndesk.people.desk_days import DeskDays
from returndesk.people.inspections_due import inspections_due
from returndesk.people.pictures import lying, upright
from returndesk.people.ticket_times import ticket_days
from returndesk.report.books import Books
from returndesk.report.day import Day

DAY = timedelta(days=1)
TODAY = NOW.date()


@pytest.fixture
def said(services):
    """Two days of questions, listed and counted."""
    services.conversations.create()
    tell = services.conversations
    say(tell, "web:a", "when do I get my money", NOW - DAY, message_id="m1")
    say(tell, "web:a", "thanks, hello", NOW - DAY + timedelta(minutes=1), GREETED, message_id="m2", answer="Hello.")
    say(tell, "telegram:b", "wo ist mein Geld", NOW - DAY, UNCLEAR, language="de", message_id="m3")
    say(tell, "web:c", "is it cheaper", NOW - timedelta(hours=1), DECLINED, message_id="m4", answer="Not ours.")
    say(tell, "web:c", "and the money", NOW - timedelta(minutes=59), ANSWERED, language="de", message_id="m5")
    while services.turn_list.catch_up(NOW):
        pass
    return services


@pytest.fixture
def at_warehouse(services):
    """Has a return arrive at the warehouse."""

    def make(number, at, *, inspected=False):
        keep_return(services.engine, number, at, "inspection_passed" if inspected else "warehouse_received")

    return make


def count_all(services):
    while services.day_counter.count_next(NOW):
        pass


async def table(somebody, name, days=30):
    text = await somebody.page(f"/figures/{name}.csv?days={days}")
    return list(csv.reader(io.StringIO(text)))


async def test_each_day_is_what_the_report_counts(said, visitor):
    count_all(said)
    rows = await table(await visitor("mia"), "days")
    assert rows[1:] == [
        [(TODAY - DAY).isoformat(), "1", "0", "1", "0", "2", "1"],
        [TODAY.isoformat(), "1", "1", "0", "0", "2", "–"],
    ]
    reported = Books(Turns(said.conversations.engine), said.engine, NOW)
    for day, figures in said.day_counter.last(2, NOW).days.items():
        own = reported.count(Day(day, ZONE))
        assert (figures.kinds, figures.topics, figures.courtesies) == (own.kinds, own.topics, own.courtesies)
        assert {tag: each for tag, each in figures.languages.items() if sum(each.values())} == own.languages


async def test_given_up_is_counted_once_a_day_is_over_and_the_page_says_what_it_is(services, visitor):
    services.conversations.create()
    for at in (NOW - DAY, NOW):
        for minutes in (9, 8):
            say(services.conversations, "web:twice", "my money", at - timedelta(minutes=minutes), answer="In May.")
            say(services.conversations, "web:moved", "my parcel", at - timedelta(minutes=minutes), answer=f"{minutes}.")
    while services.turn_list.catch_up(NOW):
        pass
    count_all(services)
    mia = await visitor("mia")
    assert [row[-1] for row in await table(mia, "days")] == ["Given up", "1", "–"]
    assert "Given up, once a day is over: conversations in which the last answer" in await mia.page("/figures")


def test_a_day_that_a_version_before_has_counted_has_no_given_up(said):
    count_all(said)
    kept = DailyFigures(said.engine)
    day = TODAY - DAY
    (figures,) = kept.of([day], ZONE.key).values()
    kept.keep(day, ZONE.key, {name: value for name, value in figures.items() if name != "given_up"})
    assert said.day_counter.last(2, NOW).days[day].given_up is None


async def test_topics_and_languages_are_of_all_the_days(said, visitor):
    count_all(said)
    mia = await visitor("mia")
    assert ["refund time", "2", "0", "0", "0", "2"] in await table(mia, "topics")
    assert (await table(mia, "languages"))[1:] == [
        ["English", "1", "1", "0", "0", "2"],
        ["German", "1", "0", "1", "0", "2"],
    ]


def test_a_day_that_is_not_counted_yet_is_said_to_be_missing_and_is_counted_once(said):
    # Without a server, which counts beside.
    assert said.day_counter.last(30, NOW).waiting == 1
    assert said.day_counter.count_next(NOW)
    assert not said.day_counter.count_next(NOW)
    assert said.day_counter.last(30, NOW).waiting == 0


async def test_nothing_is_still_to_be_counted_once_it_is(said, visitor):
    count_all(said)
    mia = await visitor("mia")
    assert "still to be counted" not in await mia.page("/figures")


def test_a_day_is_not_counted_while_turns_of_it_may_go_on(said):
    midnight = NOW.replace(hour=0, minute=0)
    assert not said.day_counter.count_next(midnight + timedelta(minutes=5))
    assert said.day_counter.count_next(midnight + timedelta(hours=1))


async def test_waiting_is_until_the_first_answer_and_given_up_is_closed_without_one(
    services, visitor, open_ticket, tickets
):
    first, second = open_ticket("web:a", minutes=30), open_ticket("web:b", minutes=20)
    open_ticket("web:c", minutes=5)
    for minute, words in ((20, "Here it is."), (10, "And more.")):
        if minute == 20:
            tickets.claim(first, "mia", NOW - timedelta(minutes=minute))
        tickets.answer(first, "mia", words, words, NOW - timedelta(minutes=minute))
    tickets.finish(first, "mia", NOW)
    tickets.claim(second, "mia", NOW)
    tickets.finish(second, "mia", NOW)
    rows = await table(await visitor("mia"), "tickets")
    assert rows[1:] == [[TODAY.isoformat(), "3", "1", "1", "10.0", "10.0", "25.0"]]


async def test_the_share_disliked_is_by_what_was_asked(said, visitor):
    feedback = Feedback(said.engine)
    thumbs = (("web:a", "m1.0", "down"), ("web:a", "m1.1", "up"), ("web:c", "m5.0", "up"), ("web:c", "m4.0", "down"))
    for session, message, value in thumbs:
        feedback.keep(Rating(session, message, value, "utter_x", (), NOW))
    feedback.keep(Rating("web:a", "whole", "down", WHOLE_CHAT, (), NOW))
    feedback.keep(Rating("web:forgotten", "m9.0", "down", "utter_x", (), NOW))
    rows = await table(await visitor("mia"), "disliked")
    assert sorted(rows[1:]) == [["not about returns", "0", "1", "100%"], ["refund time", "2", "1", "33%"]]


async def test_inspections_that_are_due_come_soonest_first_and_by_the_shops_rules(services, at_warehouse, visitor):
    at_warehouse("R9001", NOW - timedelta(hours=1))
    at_warehouse("R9002", NOW - 30 * DAY)
    at_warehouse("R9003", NOW - 30 * DAY, inspected=True)
    found, whole = inspections_due(services.engine, services.facts, NOW)
    assert [(each.number, each.passed) for each in found] == [("R9002", True), ("R9001", False)]
    assert whole
    rows = await table(await visitor("aud"), "warehouse")
    assert [row[0] for row in rows[1:]] == ["R9002", "R9001"]
    assert rows[1][3] == "Missed"


@pytest.mark.parametrize("name", ["mia", "lea", "aud"])
async def test_everybody_who_is_signed_in_sees_every_picture_with_its_table(said, visitor, open_ticket, name):
    open_ticket()
    Feedback(said.engine).keep(Rating("web:a", "m1.0", "down", "utter_x", (), NOW))
    page = await (await visitor(name)).page("/figures")
    for part in ("days", "topics", "languages", "tickets", "disliked"):
        assert f'aria-labelledby="{part}-title {part}-about"' in page
    assert page.count("<table") == page.count(".csv?days=30") - 1
    assert " style=" not in page and "<style" not in page
    for svg in page.split('<svg class="picture"')[1:]:
        ElementTree.fromstring('<svg class="picture"' + svg.partition("</svg>")[0] + "</svg>")  # noqa: S314  # ours


async def test_who_is_not_signed_in_sees_nothing(visitor):
    for path in ("/figures", "/figures/days.csv"):
        assert (await (await visitor()).see(path)).status == 303


@pytest.mark.parametrize("path", ["/figures/nothing.csv", "/figures/..csv", "/figures/days.exe"])
async def test_what_are_no_figures_is_not_found(visitor, path):
    assert (await (await visitor("mia")).see(path)).status == 404


@pytest.mark.parametrize("days", ["0", "-1", "9" * 40, "x", "1e3", ""])
async def test_what_is_no_span_is_the_usual_one(visitor, days):
    page = await (await visitor("mia")).page(f"/figures?days={days}")
    assert 'days=30" aria-current="true"' in page


@pytest.mark.parametrize("script", [*SCRIPTS, "=1+1", "@SUM(A1)"])
async def test_a_script_or_a_formula_in_a_name_is_text(said, visitor, at_warehouse, script):
    script = script.replace("\0", "")
    say(said.conversations, "web:x", "hello", NOW - timedelta(minutes=9), (script, "utter_x"), language=script[:16])
    at_warehouse(script, NOW - timedelta(hours=1))
    while said.turn_list.catch_up(NOW):
        pass
    mia = await visitor("mia")
    page = await mia.page("/figures")
    for attack in ("<script>alert", "<img src=x", "<svg/onload", "<b>gnol", ">49<"):
        assert attack not in page
    for name in ("topics", "languages", "warehouse"):
        cells = [cell for row in await table(mia, name) for cell in row]
        assert not any(cell.startswith(("=", "@")) for cell in cells)


def test_every_statement_of_the_figures_finds_its_rows_by_index(said, tickets, open_ticket, at_warehouse):
    open_ticket()
    for number in range(60):
        at_warehouse(f"R9{number:03}", NOW)
    Feedback(said.engine).keep(Rating("web:a", "m1.0", "down", "utter_x", (), NOW))
    for number in range(400):
        say(said.conversations, f"web:n{number}", "hello", NOW - DAY)
    while said.turn_list.catch_up(NOW):
        pass
    # It makes the tables where they are not there.
    said.day_counter.last(MOST_DAYS, NOW)
    statements = []
    # Without statistics SQLite takes every table for a large one; with them it reads a few rows whole for being few.
    for engine in {said.engine, said.conversations.engine}:
        event.listen(engine, "before_cursor_execute", lambda *seen, own=engine: statements.append((own, *seen[2:4])))
    said.day_counter.last(MOST_DAYS, NOW)
    ticket_days(said.engine, NOW - DAY)
    DeskDays(said.conversations.engine, said.engine).thumbs(2, NOW)
    inspections_due(said.engine, said.facts, NOW)
    asked = [each for each in statements if each[1].lstrip().startswith(("SELECT", "WITH"))]
    assert len(asked) >= 8
    for engine, statement, values in asked:
        if engine.dialect.name == "postgresql":
            # It reads small tables whole for being small.
            continue
        with engine.connect() as connection:
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
        read = [row[-1] for row in rows if row[-1].startswith("SCAN")]
        # The latest events, so many and no more, in the order of their key; and what was found before.
        bounded = {"SCAN return_events", "SCAN anon_1", "SCAN anon_2"} if "LIMIT" in statement else set()
        assert [each for each in read if each not in bounded and "USING INDEX" not in each] == [], statement


@pytest.mark.parametrize("draw", [upright, lying])
@pytest.mark.parametrize("amounts", [[], [0], [1], [3, 7, 0], [1_234_567, 1], [0.25]])
def test_no_bar_leaves_its_picture_and_the_scale_holds_them(draw, amounts):
    picture = draw("x", "t", "d", [(f"n{place}", {"a": each, "b": each}) for place, each in enumerate(amounts)], str)
    for block in picture.blocks:
        assert block.x >= 0 and block.x + block.width <= picture.width + 0.1
        assert block.y >= 0 and block.y + block.height <= picture.height
    assert 2 <= len(picture.lines) <= 6
