"""What a log may hold: what code says, never what a customer says."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from actions.private_logs import PrivateLogs, talking_in, where_it_failed

SENDER = "web:9f8e7d"
PERSONAL = [
    "ana@example.com",
    "8120034500012345",
    "8120 0345 0001 2345",
    "R1001",
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
    """Everything that is logged while a test runs, with private records; afterwards all is as it was."""
    stream, former, configuration = io.StringIO(), logging.getLogRecordFactory(), structlog.get_config()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(handler)
    logging.setLogRecordFactory(logs.factory(former))
    processors = [structlog.processors.add_log_level, structlog.processors.dict_tracebacks]
    structlog.configure(
        processors=[*processors, structlog.processors.JSONRenderer()],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    logs.install_structlog()
    yield stream
    logging.setLogRecordFactory(former)
    logging.getLogger().removeHandler(handler)
    structlog.configure(**configuration)


@pytest.mark.parametrize("personal", PERSONAL)
def test_addresses_numbers_and_names_of_conversations_are_taken_out(written, personal):
    logging.getLogger("rasa.core").warning("Circuit breaker tripped for '%s', %s said", personal, personal)
    assert personal not in written.getvalue()
    assert "WARNING rasa.core Circuit breaker tripped for" in written.getvalue()


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
    assert "test_private_logs.py" in written.getvalue()


def test_a_structured_record_keeps_what_code_says_and_drops_what_people_say(written):
    structlog.get_logger("desk").warning("store.unavailable", action="action_x", tries=3, text="my cat", slots={"a": 1})
    record = json.loads(written.getvalue().partition("{")[1] + written.getvalue().partition("{")[2])
    assert (record["event"], record["action"], record["tries"]) == ("store.unavailable", "action_x", 3)
    assert (record["text"], record["slots"]) == ("[not logged]", "[not logged]")


def test_a_conversation_goes_by_the_same_short_hash_everywhere(written, logs):
    with talking_in(SENDER):
        logging.getLogger("rasa").warning("one")
        structlog.get_logger("desk").warning("two")
    structlog.get_logger("desk").warning("three", sender_id=SENDER)
    lines = written.getvalue().splitlines()
    assert all(logs.hashed(SENDER) in line for line in lines)
    assert len(lines) == 3
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
    assert written.getvalue() == f"WARNING rasa {said}\n"


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
