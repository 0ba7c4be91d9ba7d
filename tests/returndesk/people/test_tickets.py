"""What people see of who waits and of a customer, what they do about it, and what the log keeps of it all."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestClient, TestServer
from people_said import NOW
from sqlalchemy import event, text

from actions.help_desk.outbox import Kind, Target
from actions.help_desk.ticket import Author, Line
from actions.help_desk.writing_signs import HOLDS
from core.database.sessions import writing
from returndesk.people.deeds import REVEALED_FOR
from returndesk.people.masked import masked
from returndesk.people.requests import COOKIE
from returndesk.people.server import people_server
from returndesk.people.ticket_subject import words_of

HELLO = "Wir haben Ihr Paket gefunden."


async def claimed(visitor, number, name="mia"):
    somebody = await visitor(name)
    assert (await somebody.send(f"/tickets/{number}", f"/tickets/{number}/claim")).status == 303
    return somebody


async def test_the_queue_tells_who_waits_for_how_long_and_why_and_what_is_overdue(visitor, open_ticket):
    open_ticket(minutes=5)
    open_ticket("telegram:7", minutes=75)
    page = await (await visitor("mia")).page("/")
    assert page.index("T1002: return R1001") < page.index("T1001: return R1001")
    assert "1 h 15 min" in page and "5 min" in page and "in German" in page and "about “not marked returned”" in page
    assert page.count("overdue</b>") == 1


async def test_the_queue_shows_what_was_written_masked_and_cut(visitor, open_ticket):
    said = (
        "I want my order 8120034500012345 looked at, write to ana@example.com. " + "It is late. " * 30,
        "a person",
        "yes",
    )
    open_ticket(transcript=tuple(Line("2026-10-13T09:58:00Z", "customer", words) for words in said))
    open_ticket("web:silent", transcript=())
    page = await (await visitor("mia")).page("/parts/queue")
    (words,) = re.findall(r'<span class="asked" dir="auto">([^<]*)</span>', page)
    assert words.startswith("I want my order …2345 looked at, write to [e-mail address] It is late.")
    assert words.endswith("…") and len(words) <= 142 and "ana@example.com" not in page


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (["where is R1001", "ana@example.com", "I want to talk to a person", "yes"], "where is R1001"),
        (["quiero hablar con una persona [understood as: talk to person]", "sí"], "quiero hablar con una persona"),
        (
            ["hello", "my parcel was thrown away by the neighbour yesterday"],
            "my parcel was thrown away by the neighbour yesterday",
        ),
        (["ana@example.com", "a person", "yes"], "[e-mail address]"),
        ([], ""),
    ],
)
def test_what_a_ticket_is_told_by_is_neither_the_wish_for_a_person_nor_an_address(open_ticket, tickets, said, shown):
    number = open_ticket(transcript=tuple(Line("2026-10-13T09:58:00Z", "customer", words) for words in said))
    assert words_of(tickets.get(number)) == shown


async def test_a_shop_that_has_promised_when_somebody_answers_has_the_queue_go_by_that(services, open_ticket):
    open_ticket(minutes=45)
    open_ticket("telegram:7", minutes=75)
    promising = replace(services, answers_within=timedelta(hours=1))
    async with TestServer(people_server(promising)) as served, TestClient(served) as client:
        token = services.sessions.begin(services.accounts.credentials("mia").person, NOW)
        response = await client.get("/people/", cookies={COOKIE: token})
        page = await response.text()
    assert page.count("overdue</b>") == 1
    assert page.count("15 min left") == 1


async def test_nobody_waits(visitor):
    assert "Nobody waits." in await (await visitor("mia")).page("/")


async def test_a_part_that_is_as_it_was_is_not_sent_again(visitor, open_ticket, tickets, services):
    number = open_ticket()
    mia = await claimed(visitor, number)
    for path in ("/parts/queue", f"/parts/tickets/{number}"):
        version = (await mia.see(path)).headers["ETag"]
        assert (await mia.see(path, headers={"If-None-Match": version})).status == 304
        tickets.pass_on("web:abc", path, "hello?", services.clock.now())
        assert (await mia.see(path, headers={"If-None-Match": version})).status == 200


async def test_what_the_assistant_knows_stands_beside_the_conversation(visitor, open_ticket):
    page = await (await visitor("mia")).page(f"/tickets/{open_ticket()}")
    for known in (
        "R1001, in transit",
        "Trainers",
        "German",
        "not marked returned",
        "has passed",
        "dropped off",
        "Web page",
    ):
        assert known in page
    assert "Your parcel is on its way." in page


async def test_every_time_of_a_ticket_has_the_same_form(visitor, open_ticket):
    page = await (await visitor("mia")).page(f"/tickets/{open_ticket()}")
    shown = re.sub("<[^>]*>", "", page)
    assert "13 Oct 2026, 09:58 UTC" in shown and "12 Oct 2026, 22:00 UTC status update, has passed" in shown
    assert not re.search("2026-10-1|T09:58", shown)


async def test_an_answer_is_brought_to_the_customer_once(visitor, open_ticket, tickets, services):
    number = open_ticket()
    mia = await claimed(visitor, number)
    for _ in range(2):
        fields = {"words": HELLO, "key": "the-same-form", "token": _token(await mia.page(f"/tickets/{number}"))}
        assert (await mia.post(f"/tickets/{number}/answer", fields)).status == 303
    (message,) = tickets.messages(number)
    assert (message.author, message.words, message.person) == (Author.AGENT, HELLO, "mia")
    services.outbox.delivered(services.outbox.take())
    delivery = services.outbox.take()
    assert (delivery.target, delivery.kind) == (Target.CUSTOMER, Kind.MESSAGE)
    assert services.outbox.take() is None
    assert HELLO in await mia.page(f"/tickets/{number}")


async def test_a_second_agent_can_not_answer_what_is_claimed_and_keeps_what_they_wrote(visitor, open_ticket, tickets):
    number = open_ticket()
    ben = await visitor("ben")
    token = _token(await ben.page(f"/tickets/{number}"))
    await claimed(visitor, number)
    assert "<b>mia</b> answers this ticket." in await ben.page(f"/tickets/{number}")
    for deed in ("claim", "answer", "give-back", "close", "release"):
        response = await ben.post(f"/tickets/{number}/{deed}", {"token": token, "words": "me too", "key": "k"})
        assert response.status == 409
        assert "mia has claimed" in await response.text()
    taking = await ben.post(f"/tickets/{number}/take-over", {"token": token, "from": "mia"})
    assert taking.status == 403
    assert tickets.messages(number) == ()
    assert tickets.get(number).claimed_by == "mia"


async def test_a_lead_takes_a_ticket_from_its_agent(visitor, open_ticket, tickets):
    number = open_ticket()
    await claimed(visitor, number)
    lea = await visitor("lea")
    taken = await lea.send(f"/tickets/{number}", f"/tickets/{number}/take-over")
    assert taken.status == 303
    assert tickets.get(number).claimed_by == "lea"
    assert 'name="words"' in await lea.page(f"/tickets/{number}")
    assert "took over" in await lea.page("/log")


async def test_given_back_it_stays_open_and_closed_it_is_among_the_closed(visitor, open_ticket, tickets):
    number = open_ticket()
    mia = await claimed(visitor, number)
    await mia.send(f"/tickets/{number}", f"/tickets/{number}/give-back")
    assert "the assistant</td>" in await mia.page("/")
    await mia.send(f"/tickets/{number}", f"/tickets/{number}/claim")
    assert (await mia.send(f"/tickets/{number}", f"/tickets/{number}/close")).headers["Location"] == "/people/"
    assert number not in await mia.page("/")
    assert number in await mia.page("/closed")
    assert "This ticket is closed." in await mia.page(f"/tickets/{number}")


async def test_what_was_closed_last_comes_first_among_the_closed(visitor, open_ticket, tickets):
    for minutes, number in enumerate([open_ticket("web:a"), open_ticket("web:b"), open_ticket("web:c")]):
        tickets.close(number, NOW + timedelta(minutes=minutes))
    page = await (await visitor("mia")).page("/closed")
    assert re.findall(r">(T\d+)[ <:]", page) == ["T1003", "T1002", "T1001"]


async def test_a_note_is_read_by_colleagues_and_brought_to_nobody(visitor, open_ticket, tickets, services):
    number = open_ticket()
    mia = await visitor("mia")
    await mia.send(f"/tickets/{number}", f"/tickets/{number}/note", words="Called the carrier.")
    assert "Called the carrier." in await (await visitor("ben")).page(f"/tickets/{number}")
    assert services.outbox.take() is None


async def test_an_empty_answer_is_none(visitor, open_ticket, tickets):
    number = open_ticket()
    mia = await claimed(visitor, number)
    assert (await mia.send(f"/tickets/{number}", f"/tickets/{number}/answer", words=" \n ")).status == 400
    assert tickets.messages(number) == ()


async def test_what_is_personal_is_masked_until_somebody_says_why_and_only_for_them(visitor, open_ticket, services):
    number = open_ticket()
    mia, ben = await visitor("mia"), await visitor("ben")
    for page in (await mia.page(f"/tickets/{number}"), await mia.page(f"/parts/tickets/{number}")):
        assert "ana@example.com" not in page and "8120034500012345" not in page and "demo-ana" not in page
    assert (await mia.send(f"/tickets/{number}", f"/tickets/{number}/reveal", reason="no")).status == 400
    await mia.send(f"/tickets/{number}", f"/tickets/{number}/reveal", reason="to find the parcel")
    page = await mia.page(f"/tickets/{number}")
    assert "ana@example.com" in page and "8120034500012345" in page
    assert "ana@example.com" not in await ben.page(f"/tickets/{number}")
    (entry,) = [each for each in services.deeds.latest(50) if each.deed == "revealed"]
    assert (entry.name, entry.about, entry.reason) == ("mia", number, "to find the parcel")
    assert not services.deeds.may_see("mia", number, entry.at + REVEALED_FOR)
    assert not services.deeds.may_see("mia", "T1002", entry.at)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("write to ana@example.com please", "write to [e-mail address] please"),
        ("order 8120034500012345", "order …2345"),
        ("8120 0345 0001 2345", "…2345"),
        ("R1001 on 2026-10-13 at 10:00", "R1001 on 2026-10-13 at 10:00"),
    ],
)
def test_addresses_and_long_numbers_are_masked_and_returns_and_dates_are_not(words, shown):
    assert masked(words) == shown
    assert masked(masked(words)) == shown


async def test_the_log_says_who_did_what_and_nothing_that_a_customer_said(visitor, open_ticket, services):
    number = open_ticket()
    mia = await claimed(visitor, number)
    page = f"/tickets/{number}"
    await mia.send(page, f"{page}/answer", words=HELLO)
    await mia.send(page, f"{page}/note", words="Called the carrier.")
    await mia.send(page, f"{page}/give-back")
    await mia.send("/", "/sign-out")
    done = [(each.name, each.deed) for each in reversed(services.deeds.latest(50)) if each.deed != "opened"]
    assert done == [("mia", each) for each in ("claimed", "answered", "noted", "gave back", "signed out")]
    assert {each.about for each in services.deeds.latest(50)} == {"", number}
    shown = await (await visitor("aud")).page("/log")
    assert "gave back" in shown and HELLO not in shown and "ana@example.com" not in shown


async def test_what_was_typed_at_a_refused_sign_in_is_not_in_the_log(visitor, services):
    await (await visitor()).sign_in("my password by mistake", "wrong")
    (entry,) = services.deeds.latest(5)
    assert (entry.name, entry.deed, entry.about, entry.reason) == ("(nobody)", "was refused", "", "")


async def test_the_log_goes_on_page_by_page(visitor, services):
    from returndesk.people.deeds import Deed

    for count in range(150):
        services.deeds.note("mia", Deed.OPENED, services.clock.now(), f"T{2000 + count}")
    lea = await visitor("lea")
    first = await lea.page("/log")
    earlier = first.partition('href="/people/log?before=')[2].partition('"')[0]
    second = await lea.page(f"/log?before={earlier}")
    assert "T2149" in first and "T2000" not in first
    assert "T2000" in second and "T2149" not in second


async def test_an_answer_that_does_not_arrive_is_told_in_the_queue_and_beside_it(visitor, open_ticket, services):
    number = open_ticket()
    mia = await claimed(visitor, number)
    await mia.send(f"/tickets/{number}", f"/tickets/{number}/answer", words=HELLO)
    assert "not delivered" not in await mia.page("/")
    assert "not delivered" not in await mia.page(f"/tickets/{number}")
    delivery = services.outbox.take()
    services.outbox.failed(delivery, "the bot does not answer")
    assert "not delivered" in await mia.page("/")
    assert (await mia.page(f"/parts/tickets/{number}")).count("not delivered yet") == 1
    services.outbox.delivered(delivery, None)
    assert "not delivered" not in await mia.page(f"/tickets/{number}")


async def test_what_was_not_read_is_counted_until_its_agent_looks(visitor, open_ticket, tickets, services):
    number = open_ticket()
    mia = await claimed(visitor, number)
    tickets.pass_on("web:abc", "m1", "hello?", services.clock.now())
    tickets.pass_on("web:abc", "m2", "hello??", services.clock.now())
    assert '<b class="count">2</b>' in await mia.page("/")
    await (await visitor("ben")).page(f"/tickets/{number}")
    assert '<b class="count">2</b>' in await mia.page("/")
    await mia.page(f"/tickets/{number}")
    assert '<b class="count">' not in await mia.page("/")


@pytest.mark.embedded("that a database is away looks the same wherever it is")
async def test_a_store_that_is_away_is_told_and_health_knows(visitor, services, server):
    mia = await visitor("mia")
    assert (await mia.client.get("/readyz")).status == 200
    with writing(services.engine) as session:
        session.execute(text("DROP TABLE people_sessions"))
    response = await mia.see("/")
    assert response.status == 503
    assert "The store does not answer." in await response.text()
    assert (await mia.client.get("/healthz")).status == 200


async def test_what_the_store_takes_is_measured(visitor):
    mia = await visitor("mia")
    await mia.page("/")
    assert "returndesk_store_seconds_count" in await (await mia.client.get("/metrics")).text()


@pytest.mark.parametrize("path", ["/readyz", "/metrics"])
async def test_what_is_for_who_runs_the_desk_is_not_there_through_a_proxy(server, path):
    async with ClientSession() as session:
        for headers, status in (({}, 200), ({"X-Forwarded-For": "203.0.113.9"}, 404)):
            async with session.get(server.make_url(path), headers=headers) as response:
                assert response.status == status


def _token(page):
    return page.partition('name="token" value="')[2].partition('"')[0]


@pytest.mark.embedded("these are SQLite's plans; PostgreSQL's depend on how much is in the store")
async def test_every_look_up_of_a_page_is_served_by_an_index(visitor, open_ticket, services):
    number, plans = open_ticket(), []

    def explain(connection, cursor, statement, parameters, context, executemany):
        if statement.startswith(("SELECT", "UPDATE", "DELETE")):
            plan = connection.connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plans.extend((statement, row[-1]) for row in plan)

    lea = await visitor("lea")
    event.listen(services.engine, "before_cursor_execute", explain)
    await lea.send(f"/tickets/{number}", f"/tickets/{number}/claim")
    await lea.send(f"/tickets/{number}", f"/tickets/{number}/answer", words=HELLO)
    await lea.send(f"/tickets/{number}", f"/tickets/{number}/note", words="Called.")
    for path in ("/", "/closed", "/log", f"/parts/tickets/{number}"):
        await lea.page(path)
    assert len({statement for statement, _ in plans}) >= 10
    # What waits to be delivered is few.
    scans = {statement for statement, step in plans if step.startswith("SCAN") and "INDEX" not in step}
    scans = {statement for statement in scans if "FROM help_desk_outbox" not in statement}
    # The log is read from its end, by its key.
    assert {statement for statement in scans if "ORDER BY people_deeds.seq DESC" not in statement} == set()


async def test_a_customer_who_writes_is_seen_until_it_is_sent(visitor, open_ticket, tickets, services):
    number = open_ticket()
    mia = await claimed(visitor, number)
    part, said = f"/parts/tickets/{number}", "The customer is writing"
    assert said not in await mia.page(part)
    services.signs.customer_writes("web:abc", NOW)
    assert said in await mia.page(part)
    tickets.pass_on("web:abc", "m1", "It came back.", NOW)
    assert said not in await mia.page(part)
    services.signs.customer_writes("web:abc", NOW - HOLDS)
    assert said not in await mia.page(part)


async def test_the_chat_of_whoever_is_being_answered_is_told_so_and_no_other(visitor, open_ticket, services):
    number = open_ticket()
    mia = await claimed(visitor, number)
    ben = await visitor("ben")
    fields = {"token": _token(await ben.page(f"/tickets/{number}"))}
    assert (await ben.post(f"/tickets/{number}/writes", fields)).status == 204
    assert services.signs.take(NOW) is None
    page = await mia.page(f"/tickets/{number}")
    assert f'data-writes="/people/tickets/{number}/writes"' in page
    assert (await mia.post(f"/tickets/{number}/writes", {"token": _token(page)})).status == 204
    assert services.signs.take(NOW).number == number
