"""What a log may hold: what code says, never what a customer says."""

from __future__ import annotations

import io
import json
import logging
import warnings
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import structlog

from core.log_privacy import PrivateLogs, talking_in, where_it_failed
from core.logging import Logs
from core.settings import LogForm
from core.tracing import new_trace, traced

SENDER = "web:9f8e7d"
PERSONAL = [
    "ana@example.com",
    "8120034500012345",
    "8120 0345 0001 2345",
    "R1001",
    "R–1001",
    "r 10 01",
    "o'brien@example.com",
    "LP00123456CN",
    "4111 1111 1111 1111",
    "+34 612 345 678",
    "web:9f8e7d",
    "telegram:77001122",
]


@pytest.fixture
def logs() -> PrivateLogs:
    return PrivateLogs(b"a key of the tests")


@pytest.fixture
def written(logs: PrivateLogs) -> Iterator[io.StringIO]:
    """All that is logged while a test runs, as a process writes it in production; afterwards all is as it was."""
    stream, former, configuration = io.StringIO(), logging.getLogRecordFactory(), structlog.get_config()
    root, last_resort = logging.getLogger(), logging.lastResort
    handlers, level = list(root.handlers), root.level
    Logs("bot", LogForm.JSON, logs, stream).install()
    yield stream
    logging.setLogRecordFactory(former)
    logging.captureWarnings(False)
    root.handlers[:], logging.lastResort = handlers, last_resort
    root.setLevel(level)
    structlog.configure(**configuration)


def records(written: io.StringIO) -> list[dict[str, Any]]:
    """The lines, each an object."""
    return [json.loads(line) for line in written.getvalue().splitlines()]


@pytest.mark.parametrize("personal", PERSONAL)
def test_addresses_numbers_and_names_of_conversations_are_taken_out(written, personal):
    logging.getLogger("rasa.core").warning("Circuit breaker tripped for '%s', %s said", personal, personal)
    assert personal not in written.getvalue()
    record = records(written)[0]
    assert (record["level"], record["logger"]) == ("warning", "rasa.core")
    assert record["event"].startswith("Circuit breaker tripped for")


def test_an_exceptions_words_and_variables_are_left_out_and_its_place_is_kept(written):
    def fails(said: str) -> None:
        raise ValueError(f"can't read {said}")

    try:
        fails("I am Ana from Calle Mayor")
    except ValueError:
        logging.getLogger("rasa.core").exception("Encountered an exception while running action 'action_x'.")
        structlog.get_logger("rasa.rest").exception("rest.message.received.failure", text="I am Ana from Calle Mayor")
    assert "Ana" not in written.getvalue()
    assert written.getvalue().count("ValueError at") == 2
    assert "test_log_privacy.py" in written.getvalue()


def test_a_structured_record_keeps_what_code_says_and_drops_what_people_say(written):
    structlog.get_logger("desk").warning("store.unavailable", action="action_x", tries=3, text="my cat", slots={"a": 1})
    record = records(written)[0]
    assert (record["event"], record["action"], record["tries"]) == ("store.unavailable", "action_x", 3)
    assert (record["text"], record["slots"]) == ("[not logged]", "[not logged]")


def test_a_conversation_goes_by_the_same_short_hash_everywhere(written, logs):
    with talking_in(SENDER):
        logging.getLogger("rasa").warning("one")
        structlog.get_logger("desk").warning("two")
    structlog.get_logger("desk").warning("three", sender_id=SENDER)
    assert [record["conversation"] for record in records(written)] == [logs.hashed(SENDER)] * 3
    assert SENDER not in written.getvalue()


def test_without_the_key_nobody_finds_a_conversation_by_hashing_names(logs):
    assert logs.hashed(SENDER) != PrivateLogs(b"another key").hashed(SENDER)
    assert logs.hashed(SENDER) != logs.hashed(SENDER.upper())


def test_a_record_that_can_not_be_written_is_no_error_and_shows_nothing(written):
    logging.getLogger("rasa").warning("%d of %s", "ana@example.com")
    assert "ana@example.com" not in written.getvalue()
    assert "rasa" in written.getvalue()


@pytest.mark.parametrize(
    "said",
    [
        "Rasa server is up and running.",
        "Starting Rasa server on http://127.0.0.1:5005",
        "3 of 15 after 0.25 s, port 5055",
    ],
)
def test_what_concerns_nobody_is_written_as_it_is(written, said):
    logging.getLogger("rasa").warning(said)
    assert records(written)[0]["event"] == said


def test_the_cause_of_an_error_is_named_too():
    try:
        try:
            raise KeyError("ana@example.com")
        except KeyError as error:
            raise RuntimeError("R1001") from error
    except RuntimeError as error:
        place = where_it_failed(error)
    assert place.startswith("RuntimeError from KeyError at ")
    assert "ana@" not in place
    assert "R1001" not in place


def test_every_record_is_one_line_that_says_when_who_and_what(written):
    structlog.get_logger("actions.x").info("store.slow", query="tables.read", seconds=0.5)
    logging.getLogger("rasa.core").info("one\r\ntwo\u2028three")
    logging.getLogger("sqlalchemy.pool").error("gone")
    for record in records(written):
        assert list(record)[:4] == ["time", "level", "process", "event"]
        assert datetime.fromisoformat(record["time"].replace("Z", "+00:00")).utcoffset() == timedelta()
        assert record["process"] == "bot"
    assert [record["event"] for record in records(written)] == ["store.slow", "one  two three", "gone"]


def test_a_record_names_the_trace_that_it_belongs_to_and_no_other(written):
    trace = new_trace()
    with traced(trace):
        structlog.get_logger("actions.x").info("one")
        logging.getLogger("rasa").warning("two")
    structlog.get_logger("actions.x").info("three")
    assert [record.get("trace") for record in records(written)] == [trace.id, trace.id, None]


def test_what_is_kept_from_the_root_and_what_python_warns_of_are_lines_as_all_others(written):
    kept = logging.getLogger("sanic.error")
    kept.propagate = False
    kept.error("ana@example.com")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("this goes away", UserWarning, stacklevel=1)
    kept.propagate = True
    assert [record["logger"] for record in records(written)] == ["sanic.error", "py.warnings"]
    assert "ana@" not in written.getvalue()


def test_news_of_libraries_are_not_written(written):
    logging.getLogger("urllib3.connectionpool").info("Starting new connection")
    logging.getLogger("apscheduler").debug("added")
    assert written.getvalue() == ""


def test_a_person_at_a_terminal_gets_the_same_on_one_line(logs):
    stream = io.StringIO()
    record = logging.LogRecord("rasa", logging.ERROR, "x.py", 1, "it broke", (), None)
    record.exc_text = "ValueError at x.py:1 broken"
    stream.write(Logs("bot", LogForm.CONSOLE, logs, stream).formatter().format(record))
    assert "\n" not in stream.getvalue()
    assert "[error" in stream.getvalue()
    assert "failure=ValueError at x.py:1 broken" in stream.getvalue()
    assert "process=bot" in stream.getvalue()
