"""One message, followed by its trace through the logs of both servers, to the store, the carrier and the help desk."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import datetime
from typing import Any

import pytest
from operated_desk import NO_SUCH_PARCEL, OperatedDesk, new_sender, wait_for

pytestmark = [pytest.mark.served, pytest.mark.embedded("what is told and measured is the same wherever it is kept")]

ID = "0af7651916cd43dd8448eb211c80319c"
CALLER = "b7ad6b7169203331"
PERSONAL = re.compile(r"[\w.+-]+@[\w-]+\.\w+|\b\d{15,17}\b|\bR-?\d{4}\b|\bLP\d{8}[A-Z]{2}\b")
PARCEL = "I dropped my parcel off and the page shows nothing. R1017, felix@example.com"


def lines_of(desk: OperatedDesk, trace: str) -> dict[str, list[dict[str, Any]]]:
    """The lines of each server that belong to a trace."""
    servers = {"bot": desk.bot, "actions": desk.actions}
    return {
        name: [record for record in server.records() if record.get("trace") == trace]
        for name, server in servers.items()
    }


def test_a_callers_trace_goes_through_bot_and_action_server_to_the_carrier(desk: OperatedDesk) -> None:
    answer = desk.say(new_sender(), PARCEL, traceparent=f"00-{ID}-{CALLER}-01")
    assert answer.status_code == 200, answer.text
    assert answer.headers["X-Trace-Id"] == ID
    assert re.fullmatch(rf"00-{ID}-(?!{CALLER})[0-9a-f]{{16}}-01", answer.headers["traceparent"])
    lines = lines_of(desk, ID)
    answered = [line for line in lines["bot"] if line["event"] == "turn.answered"]
    ran = [line for line in lines["actions"] if line["event"] == "action.ran"]
    assert [(line["channel"], line["answer"]) for line in answered] == [("rest", "answered")]
    assert "action_parcel" in [line["action"] for line in ran]
    assert len({line["conversation"] for line in (*answered, *ran)}) == 1
    assert {line["process"] for line in answered} == {"bot"}
    assert {line["process"] for line in ran} == {"actions"}
    assert [heard.headers["traceparent"].split("-")[1] for heard in desk.carrier.heard][-1] == ID


def test_without_one_the_channel_makes_a_trace_and_says_which(desk: OperatedDesk) -> None:
    first, second = (desk.say(new_sender(), "How long does a refund take?") for _ in range(2))
    assert first.headers["X-Trace-Id"] != second.headers["X-Trace-Id"]
    assert lines_of(desk, first.headers["X-Trace-Id"])["actions"] != []


def test_what_is_no_trace_is_not_taken_in(desk: OperatedDesk) -> None:
    answer = desk.say(new_sender(), "How long does a refund take?", traceparent="ana@example.com")
    assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["X-Trace-Id"])


def test_a_refusal_has_its_trace_too(desk: OperatedDesk) -> None:
    nobody = {"X-API-Key": "not a key of the shop", "traceparent": f"00-{ID}-{CALLER}-01"}
    answer = desk.say(new_sender(), "Hello", **nobody)
    assert (answer.status_code, answer.headers["X-Trace-Id"]) == (401, ID)


def test_the_trace_is_kept_with_the_message(desk: OperatedDesk) -> None:
    answer = desk.say(new_sender(), "How long does a refund take?")
    trace = answer.headers["X-Trace-Id"]
    with closing(sqlite3.connect(desk.folder / "conversations.db")) as store:
        kept = store.execute("SELECT type_name FROM events WHERE data LIKE ?", (f'%"trace": "{trace}"%',)).fetchall()
    assert ("user",) in kept


def test_a_slow_statement_and_a_lost_carrier_are_lines_of_the_message_that_met_them(desk: OperatedDesk) -> None:
    sender = new_sender()
    desk.carrier.status = 500
    try:
        trace = desk.say(sender, PARCEL).headers["X-Trace-Id"]
    finally:
        desk.carrier.status = NO_SUCH_PARCEL
    gone = [line for line in lines_of(desk, trace)["actions"] if line["event"] == "carrier.slow_or_gone"]
    assert [line["outcome"] for line in gone] == ["unavailable"]
    with closing(sqlite3.connect(desk.folder / "store.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        trace = desk.say(new_sender(), "R1009, ines@example.com").headers["X-Trace-Id"]
        other.execute("ROLLBACK")
    failed = [line for line in lines_of(desk, trace)["actions"] if line["event"] == "store.failed"]
    assert {line["query"] for line in failed} == {"refused_tries.standing"}
    assert {line["error"] for line in failed} == {"OperationalError"}
    assert all(line["seconds"] > 0.25 for line in failed)


def test_a_hand_over_takes_its_trace_along_to_the_help_desk(desk: OperatedDesk) -> None:
    sender = new_sender()
    desk.say(sender, "Please put me through to a member of your staff")
    trace = desk.say(sender, "/affirm").headers["X-Trace-Id"]
    told = wait_for(lambda: [heard for heard in desk.help_desk.heard if trace in heard.headers.get("traceparent", "")])
    assert told[0].path.startswith("/tickets")


def test_every_line_is_an_object_with_time_level_process_and_event_and_of_nobody(desk: OperatedDesk) -> None:
    desk.say(new_sender(), PARCEL)
    for server in (desk.bot, desk.actions):
        records = server.records()
        assert records != []
        for record in records:
            assert record["time"].endswith("Z")
            datetime.fromisoformat(record["time"][:-1])
            assert {"level", "process", "event"} <= set(record)
        assert PERSONAL.findall(server.log.read_text(encoding="utf-8")) == []
