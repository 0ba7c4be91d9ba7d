"""`returndesk tickets`: what an agent sees and does at the command line."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

from actions.help_desk.outbox import Outbox, Target
from actions.help_desk.ticket import Line, Priority, TicketContent
from actions.help_desk.tickets import EMBEDDED, Tickets
from actions.store.engine import migrate
from core.settings import load_settings
from returndesk.admin import store
from returndesk.admin.tickets import TicketDesk
from returndesk.failure import Failure

CASE = TicketContent(
    customer_id="C1", return_number="R1001", status="dropped_off", transcript=(Line("", "customer", "[still] waiting"),)
)


@pytest.fixture
def settings(new_database):
    return load_settings(database_url=new_database(), now="2026-10-16T08:00:00Z")


@pytest.fixture
def engine(settings):
    engine = store.open_store(settings.database_url)
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def opened(engine, settings):
    """Opens a ticket for a conversation, at the embedded desk unless told otherwise."""

    def open_one(conversation="web:1", desk=EMBEDDED, priority=Priority.NORMAL):
        return Tickets(engine, desk).open(conversation, priority, CASE, "", settings.now).ticket

    return open_one


@pytest.fixture
def run(project, settings, engine):
    """Does something at the desk and gives what it printed."""

    def do(what, *arguments, **options):
        console = Console(file=io.StringIO(), width=200)
        getattr(TicketDesk(project, settings, console), what)(*arguments, **options)
        return console.file.getvalue()

    return do


def test_open_tickets_are_listed_with_the_urgent_first(opened, run):
    opened()
    opened("web:2", priority=Priority.HIGH)
    listed = run("show_list", closed=False)

    assert listed.index("T1002") < listed.index("T1001")
    assert "2026-10-16 08:00" in listed
    assert "C1" in listed


def test_what_a_help_desk_has_not_got_yet_is_seen(opened, run, engine):
    opened(desk="zendesk")
    assert "waiting" in run("show_list", closed=False)
    outbox = Outbox(engine)
    outbox.failed(outbox.take(), "Zendesk answered 503")
    assert "Zendesk answered 503" in run("show_list", closed=False)


def test_nothing_is_said_to_be_nothing(run):
    assert run("show_list", closed=False) == "No ticket is open.\n"
    assert run("show_list", closed=True) == "No ticket is closed.\n"


def test_the_language_and_the_topic_are_listed_and_shown(engine, settings, run):
    case = replace(CASE, language="uk", topic="refund time")
    Tickets(engine).open("web:1", Priority.NORMAL, case, "", settings.now)
    (row,) = [line for line in run("show_list", closed=False).splitlines() if "T1001" in line]

    assert [cell.strip() for cell in row.split("│")][4:7] == ["C1", "uk", "refund time"]
    assert "Language: Ukrainian (uk)\nAsked last about: refund time\n" in run("show", "T1001")


def test_a_ticket_is_shown_with_all_that_was_said(opened, run, engine, settings):
    opened()
    Tickets(engine).pass_on("web:1", "m1", "any [bold]news[/bold]?", settings.now)
    run("reply", "T1001", "We found it.")
    run("close", "T1001")
    shown = run("show", "t1001")

    assert "customer: [still] waiting" in shown
    assert "2026-10-16 08:00 Customer: any [bold]news[/bold]?" in shown
    assert "2026-10-16 08:00 Agent: We found it." in shown
    assert shown.endswith("2026-10-16 08:00 Closed\n")
    assert "T1001" in run("show_list", closed=True)


def test_a_reply_and_the_closing_wait_for_the_customer(opened, run, engine):
    ticket = opened()
    assert "The customer reads it in their chat" in run("reply", "T1001", " We found it. ")
    assert "closed" in run("close", "T1001")
    outbox = Outbox(engine)
    told = []
    while (delivery := outbox.take()) is not None:
        told.append((delivery.target, delivery.kind.value))
        outbox.delivered(delivery)

    assert told == [(Target.CUSTOMER, "message"), (Target.CUSTOMER, "closed")]
    assert [message.words for message in Tickets(engine).messages(ticket.number)] == ["We found it."]


def test_closing_again_is_no_trouble_but_replying_is(opened, run):
    opened()
    run("close", "T1001")
    assert run("close", "T1001") == "T1001 was closed already.\n"
    with pytest.raises(Failure, match="T1001 is closed"):
        run("reply", "T1001", "hello")


def test_an_empty_reply_is_refused(opened, run):
    opened()
    with pytest.raises(Failure, match="the reply is empty"):
        run("reply", "T1001", "  ")


@pytest.mark.parametrize("what", [("show", "T9"), ("reply", "T9", "hello"), ("close", "nonsense")])
def test_a_ticket_that_there_is_not_is_named_with_the_remedy(run, what):
    with pytest.raises(Failure, match=f"there is no ticket {what[1]}; `returndesk tickets list`"):
        run(*what)


@pytest.mark.parametrize("what", [("reply", "T1001", "hello"), ("close", "T1001")])
def test_what_another_help_desk_has_is_answered_there(opened, run, what):
    opened(desk="zendesk")
    with pytest.raises(Failure, match="T1001 is at zendesk; answer and close it there"):
        run(*what)


def test_without_a_store_there_is_no_desk(project, settings):
    with pytest.raises(Failure, match="`returndesk up` makes one"):
        TicketDesk(project, settings, Console())
