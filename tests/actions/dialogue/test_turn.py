"""What the actions read of a turn, from real trackers and from forged ones."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from custom_shop import NOW
from rasa_sdk import Tracker

from actions.dialogue.turn import ActionContext, SaidDate


def tracker(
    text: str = "",
    entities: list[dict[str, Any]] | None = None,
    events: list[dict[str, Any]] | None = None,
    loop: object = None,
    **slots: Any,
) -> Tracker:
    return Tracker.from_dict(
        {
            "sender_id": "someone",
            "slots": slots,
            "latest_message": {"text": text, "intent": {"name": "ask_return_window"}, "entities": entities or []},
            "events": events or [],
            "active_loop": loop or {},
        }
    )


def turn(*arguments: Any, **details: Any) -> ActionContext:
    return ActionContext.from_tracker(tracker(*arguments, **details), NOW)


def entity(name: str, value: object, **place: int) -> dict[str, Any]:
    return {"entity": name, "value": value, **place}


def days_in(text: str) -> dict[str, Any]:
    """The day count of a text, where it stands."""
    start = next(place for place, sign in enumerate(text) if sign.isdigit())
    number = text[start:].split()[0]
    return entity("day_count", int(number), start=start, end=start + len(f"{number} days"))


def test_a_turn_holds_what_the_message_and_the_slots_say():
    seen = turn(
        "R1001, yesterday, 3 items, 80 days, Spain",
        [
            entity("customer_number", "R1001"),
            entity("date", "yesterday"),
            entity("item_count", 3),
            entity("day_count", 80),
            entity("country", "ES"),
        ],
        loop={"name": "identity_form"},
        customer_number="R1001",
        customer_email="ana@example.com",
        topic="ask_refund_time",
    )

    assert seen == ActionContext(
        session="someone",
        intent="ask_return_window",
        topic="ask_refund_time",
        number="R1001",
        email="ana@example.com",
        told_now=frozenset({"customer_number"}),
        in_form=True,
        day_count=80,
        counts_from_receipt=False,
        item_count=3,
        country="ES",
        date=SaidDate("yesterday", NOW),
        offer=None,
        now=NOW,
        said="R1001, yesterday, 3 items, 80 days, Spain",
        loop="identity_form",
        slots={"customer_number": "R1001", "customer_email": "ana@example.com", "topic": "ask_refund_time"},
    )


def test_an_empty_message_says_nothing():
    bare = Tracker.from_dict({"sender_id": 7, "latest_message": None, "active_loop": None})

    seen = ActionContext.from_tracker(bare, NOW)
    assert seen.session == "7"
    assert (seen.intent, seen.topic, seen.number, seen.email, seen.date) == ("", None, None, None, None)
    assert seen.told_now == frozenset()
    assert not seen.in_form


@pytest.mark.parametrize(
    ("slot", "number"),
    [(["R1001", "R1002"], "R1002"), ([], None), ("", None), ("  ", None), (" R1001 ", "R1001"), (1001, "1001")],
)
def test_of_several_numbers_the_last_one_is_meant(slot: object, number: str | None):
    assert turn(customer_number=slot).number == number


@pytest.mark.parametrize("value", [-5, "-1", "soon", None, [], {}, float("inf"), float("nan")])
def test_a_count_that_is_none_is_not_counted(value: object):
    seen = turn("", [entity("day_count", value), entity("item_count", value)])

    assert seen.day_count is None
    assert seen.item_count is None


@pytest.mark.parametrize(("value", "count"), [(80, 80), ("80", 80), (0, 0)])
def test_a_count_is_read_as_a_number_or_as_text(value: object, count: int):
    assert turn("", [entity("day_count", value)]).day_count == count


@pytest.mark.parametrize(
    ("text", "from_receipt"),
    [
        ("I received it 10 days ago", True),
        ("I received my order 10 days ago", True),
        ("it arrived 10 days ago", True),
        ("I got it 10 days ago", True),
        ("I've had it 10 days", True),
        ("10 days since delivery", True),
        ("Delivered 10 days ago but I bought it in May", True),
        ("I ordered 80 days ago", False),
        ("I ordered it 80 days ago and it arrived yesterday", False),
        ("80 days ago I bought it, it came last week", False),
        ("can I return after 80 days", False),
    ],
)
def test_days_count_from_the_event_that_is_named_next_to_them(text: str, from_receipt: bool):
    assert turn(text, [days_in(text)]).counts_from_receipt is from_receipt


# --- A date that a slot remembers ---------------------------------------------------------------------------------


def test_a_remembered_date_keeps_the_moment_it_was_said():
    said = SaidDate("yesterday", NOW - timedelta(hours=3))

    assert turn(said_date=said.as_slot()).date == said


def test_a_new_date_goes_before_a_remembered_one():
    remembered = SaidDate("yesterday", NOW - timedelta(hours=3)).as_slot()

    assert turn("", [entity("date", "Friday")], said_date=remembered).date == SaidDate("Friday", NOW)


@pytest.mark.parametrize(
    "forged",
    [
        "yesterday",
        7,
        [],
        {},
        {"phrase": "yesterday"},
        {"said_at": NOW.isoformat()},
        {"phrase": "yesterday", "said_at": "soon"},
        {"phrase": "yesterday", "said_at": None},
        {"phrase": "yesterday", "said_at": 12},
        {"phrase": "yesterday", "said_at": "2026-10-13T09:00:00"},
        {"phrase": "yesterday", "said_at": (NOW + timedelta(seconds=1)).isoformat()},
        {"phrase": "yesterday", "said_at": (NOW - timedelta(days=2)).isoformat()},
        {"phrase": "yesterday", "said_at": "0001-01-01T00:00:00+00:00"},
        {"phrase": "yesterday", "said_at": "9999-12-31T23:59:59-12:00"},
    ],
)
def test_a_remembered_date_that_nobody_can_have_said_is_forgotten(forged: object):
    assert turn(said_date=forged).date is None


# --- What was offered ---------------------------------------------------------------------------------------------

USER = {"event": "user"}
BOT = {"event": "bot"}


def offered(value: object) -> dict[str, Any]:
    return {"event": "slot", "name": "offer", "value": value}


@pytest.mark.parametrize(
    ("events", "offer"),
    [
        ([], None),
        ([USER], None),
        ([USER, BOT, offered("look_up"), USER], "look_up"),
        ([USER, offered("person"), BOT, USER], "person"),
        ([USER, offered("look_up"), offered(None), USER], None),
        ([USER, offered("look_up"), BOT, USER, BOT, USER], None),
        ([USER, offered("look_up"), USER, offered(None), USER], None),
    ],
)
def test_only_the_offer_of_the_last_turn_is_fresh(events: list[dict[str, Any]], offer: str | None):
    assert turn(events=events, offer="person").offer == offer


@pytest.mark.parametrize(
    ("metadata", "entities", "rich"),
    [
        ({"rich": True}, [], True),
        ({"rich": "true"}, [], False),
        ({}, [], False),
        ({}, [entity("rich", True)], False),
        ({"is_external": True}, [entity("rich", True)], True),
        ({"is_external": True, "rich": True}, [], False),
    ],
)
def test_a_client_shows_cards_where_its_channel_says_so(metadata: dict[str, Any], entities: list[Any], rich: bool):
    said = tracker(entities=entities)
    said.latest_message["metadata"] = metadata

    assert ActionContext.from_tracker(said, NOW).rich is rich
