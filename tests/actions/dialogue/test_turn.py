"""What the actions read of a turn, from real trackers and from forged ones."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from custom_shop import NOW
from hypothesis import given
from hypothesis import strategies as st
from rasa_sdk import Tracker

from actions.dialogue.turn import ActionContext, SaidDate, Waited


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
        waited=Waited(80),
        asked_day=SaidDate("yesterday", NOW, "asked"),
        loop="identity_form",
        slots={"customer_number": "R1001", "customer_email": "ana@example.com", "topic": "ask_refund_time"},
        is_language_open=True,
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
        ("je l'ai reçu il y a 10 jours", True),
        ("lo recibí hace 10 días", True),
        ("mi è arrivato 10 giorni fa", True),
        ("chegou há 10 dias", True),
        ("das kam vor 10 Tagen an", True),
        ("tien dagen geleden kreeg ik het, 10 dagen dus", True),
        ("отримав 10 днів тому", True),
        ("я получил его 10 дней назад", True),
        ("קיבלתי את זה לפני 10 ימים", True),
        ("commandé il y a 80 jours", False),
        ("hice el pedido hace 80 días", False),
        ("l'ho ordinato 80 giorni fa", False),
        ("comprei há 80 dias", False),
        ("vor 80 Tagen bestellt", False),
        ("80 dagen geleden besteld", False),
        ("замовила 80 днів тому", False),
        ("заказал 80 дней назад", False),
        ("הזמנתי לפני 80 ימים", False),
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


def said(name: str, value: object, sense: str | None = None) -> dict[str, Any]:
    return {"entity": name, "value": value, **({"sense": sense} if sense else {})}


@pytest.mark.parametrize(
    ("entities", "date"),
    [
        ([said("date", "Friday", "past")], SaidDate("Friday", NOW)),
        # A button's day carries no sense.
        ([said("date", "2026-10-12")], SaidDate("2026-10-12", NOW)),
        ([said("date", "Friday", "other"), said("date", "Monday", "past")], SaidDate("Monday", NOW)),
        ([said("date", "Friday", "other")], None),
        ([said("hand_in", "ahead"), said("date", "Friday", "ahead")], SaidDate("Friday", NOW, "ahead")),
        ([said("hand_in", "ahead"), said("date", "yesterday", "supposed")], SaidDate("yesterday", NOW, "supposed")),
        # "I'll bring it, I got the label yesterday."
        ([said("hand_in", "ahead"), said("date", "yesterday", "past")], SaidDate("", NOW, "ahead")),
        ([said("hand_in", "not"), said("date", "Friday", "not")], SaidDate("", NOW, "not")),
        ([said("day_count", 18, "past")], SaidDate("18 days ago", NOW)),
        ([said("working_day_count", 3, "past")], SaidDate("3 working days ago", NOW)),
        # How long one has waited is no hand-in by itself.
        ([said("day_count", 45)], None),
        ([said("hand_in", "made up")], SaidDate("", NOW, "not")),
        ([said("date", "Friday", "made up")], None),
    ],
)
def test_the_day_of_the_hand_in_is_that_of_which_it_is_said(entities: list[dict[str, Any]], date: SaidDate | None):
    assert turn("", entities).date == date


def test_what_is_said_of_a_day_is_remembered_with_it():
    remembered = SaidDate("Friday", NOW, "ahead").as_slot()

    assert turn("", [], said_date=remembered).date == SaidDate("Friday", NOW, "ahead")


@pytest.mark.parametrize(
    ("text", "order_days", "receipt_days"),
    [
        ("ordered 85 days ago, arrived 10 days ago", 85, 10),
        ("it came 10 days after I got it, bought 85 days ago", 85, 10),
        ("I received it 3 days ago and placed the order 60 days back", 60, 3),
        ("ordered 80 days ago", 80, None),
    ],
)
def test_the_age_of_the_order_and_of_the_receipt_are_told_apart(text: str, order_days: int, receipt_days: int | None):
    counts = [
        entity("day_count", int(found[1]), start=found.start(), end=found.end())
        for found in re.finditer(r"(\d+) days", text)
    ]
    seen = turn(text, counts)

    assert (seen.day_count, seen.received_days, seen.counts_from_receipt) == (order_days, receipt_days, False)


@given(order=st.integers(0, 3660), receipt=st.integers(0, 3660), turned=st.booleans())
def test_both_ages_are_found_in_either_order(order: int, receipt: int, turned: bool):
    parts = [f"ordered {order} days ago", f"received {receipt} days ago"]
    text = " and ".join(reversed(parts) if turned else parts)
    counts = [
        entity("day_count", int(found[1]), start=found.start(), end=found.end())
        for found in re.finditer(r"(\d+) days", text)
    ]

    assert (turn(text, counts).day_count, turn(text, counts).received_days) == (order, receipt)


def test_of_two_numbers_the_one_that_is_not_taken_back_is_meant():
    text = "R1002, not R1001"
    numbers = [entity("customer_number", "R1002", start=0), entity("customer_number", "R1001", start=11)]
    seen = turn(text, numbers, customer_number=["R1002", "R1001"])

    assert (seen.number, seen.numbers, "customer_number" in seen.told_now) == ("R1002", (), True)


def test_two_numbers_are_both_meant_also_behind_the_question_who_asks():
    numbers = [entity("customer_number", "R1001", start=0), entity("customer_number", "R1002", start=10)]

    assert turn("R1001 and R1002", numbers).numbers == ("R1001", "R1002")
    assert turn("ana@example.com", customer_number=["R1001", "R1002"]).numbers == ("R1001", "R1002")


def test_last_digits_correct_the_number_that_was_typed_though_the_slot_holds_that_of_its_return():
    typed = {"event": "user", "parse_data": {"entities": [entity("customer_number", "8120034500012345")]}}

    assert turn("346, not 345", events=[typed, {"event": "user"}], customer_number="R1001").number == "8120034500012346"
    assert turn("346, not 345", customer_number="R1001").number == "R1001"


def dated(phrase: str, text: str, sense: str = "past") -> dict[str, Any]:
    """A date where it stands in a text."""
    start = text.index(phrase)
    return {**entity("date", phrase, start=start, end=start + len(phrase)), "sense": sense}


def user(text: str, *entities: dict[str, Any]) -> dict[str, Any]:
    return {"event": "user", "text": text, "parse_data": {"entities": list(entities)}}


@pytest.mark.parametrize("verb", ["arrived", "turned up", "showed up", "got here", "came", "landed"])
def test_the_day_of_arrival_is_told_apart_from_the_day_that_is_asked_for(verb: str):
    text = f"is 3 November too late for a coat that {verb} on 6 October"
    seen = turn(text, [dated("3 November", text, "other"), dated("6 October", text, "other")])

    assert seen.arrived_day == SaidDate("6 October", NOW)
    assert seen.asked_day == SaidDate("3 November", NOW, "asked")


@pytest.mark.parametrize(
    ("text", "arrived"),
    [
        ("my aunt got the mixer on 6 October", True),
        ("he received his on 6 October", True),
        ("it was delivered here on 6 October", True),
        ("the warehouse received it on 6 October", False),
        ("I got the label on 6 October", False),
        ("I got it to the post office on 6 October", False),
    ],
)
def test_what_somebody_got_on_a_day_arrived_then(text: str, arrived: bool):
    seen = turn(text, [dated("6 October", text, "past")])

    assert seen.arrived_day == (SaidDate("6 October", NOW) if arrived else None)
    assert (seen.asked_day is None) is arrived


def test_a_day_behind_that_of_arrival_is_asked_for():
    text = "it turned up on Friday, is Monday fine?"
    seen = turn(text, [dated("Friday", text, "other"), dated("Monday", text, "other")])

    assert seen.arrived_day == SaidDate("Friday", NOW)
    assert seen.asked_day == SaidDate("Monday", NOW, "asked")


def test_the_length_of_a_window_is_no_age_and_no_wait():
    text = "the listing allows 15 days and it landed 9 days ago"
    length = {**days_in(text)}
    age = entity("day_count", 9, start=text.index("9 days"), end=text.index("9 days") + 6)
    seen = turn(text, [length, age])

    assert (seen.window_length, seen.day_count, seen.waited) == (15, 9, Waited(9))
    assert seen.counts_from_receipt
    assert turn("my page shows 30 days", [days_in("my page shows 30 days")]).waited is None


def test_the_length_of_a_window_holds_for_the_next_messages():
    first = "her page shows 30 days"
    assert turn("it came on Sunday", [], [user(first), user("it came on Sunday")]).window_length == 30
    assert turn("I have 7 days, her page shows 30 days", []).window_length is None


def test_a_wait_counts_from_the_hand_in_and_not_from_a_letter():
    text = "I wrote to you 5 days ago, dropped it off 20 days ago"
    wrote = entity("day_count", 5, start=15, end=21)
    handed = entity("day_count", 20, start=text.index("20"), end=text.index("20") + 7)
    assert turn(text, [wrote, {**handed, "sense": "past"}]).waited == Waited(20)

    text = "handed in on 14 September, I wrote to you 5 days ago"
    wrote = entity("day_count", 5, start=text.index("5 days"), end=text.index("5 days") + 6)
    letter = {**dated("5 days ago", text, "other")}
    assert turn(text, [dated("14 September", text, "past"), wrote, letter]).waited is None


def test_the_day_of_arrival_holds_for_the_next_questions():
    first, then = "it arrived on 6 October", "and 9 November?"
    events = [user(first, dated("6 October", first, "other")), user(then, dated("9 November", then))]
    seen = turn(then, [dated("9 November", then)], events)

    assert seen.arrived_day == SaidDate("6 October", NOW)
    assert seen.asked_day == SaidDate("9 November", NOW, "asked")
    assert turn(then, [dated("9 November", then)]).arrived_day is None


@pytest.mark.parametrize(
    ("said", "sense"),
    [
        (["and Saturday?"], "ahead"),
        (["Monday is easier", "or Sunday"], "ahead"),
        (["no, it was Sunday"], "past"),
        (["it was Sunday", "and Saturday?"], "past"),
        (["thanks a lot", "and Saturday?"], "ahead"),
        (["thanks a lot", "Saturday"], "past"),
        (["it was Sunday", "and if on Saturday?"], "ahead"),
        (["ok but where do I bring it", "or what about Saturday"], "ahead"),
    ],
)
def test_a_day_alone_lies_ahead_where_the_one_before_it_did(said: list[str], sense: str):
    plan = "if I bring it on Friday"
    events = [user(plan, dated("Friday", plan, "ahead"), entity("hand_in", "ahead"))]
    for text in said:
        days = [day for day in ("Saturday", "Sunday", "Monday") if day in text]
        entities = [dated(day, text) for day in days]
        events.append(user(text, *entities))
    seen = turn(said[-1], entities, events)

    assert seen.date is not None
    assert seen.date.sense == sense


@pytest.mark.parametrize(
    ("text", "sense"), [("and Saturday?", "ahead"), ("or Saturday morning", "ahead"), ("Saturday", "past")]
)
def test_a_question_for_another_day_after_a_denied_one_is_a_plan(text: str, sense: str):
    denied = "I was going to bring it on Friday"
    events = [user(denied, dated("Friday", denied, "not"), entity("hand_in", "not")), user(text)]
    seen = turn(text, [dated("Saturday", text)], events)

    assert seen.date == SaidDate("Saturday", NOW, sense)


@pytest.mark.parametrize(
    ("said", "phrase"),
    [
        ([], "the day after"),
        (["if I bring it on Friday"], "the day after Friday"),
        (["if I bring it on Friday", "and the day after?"], "the day after the day after Friday"),
        (["Friday or Sunday", "thanks a lot"], "the day after Sunday"),
    ],
)
def test_the_day_after_is_told_by_the_day_before_it(said: list[str], phrase: str):
    text = "and then the day after?"
    days = {"if I bring it on Friday": "Friday", "and the day after?": "the day after"}
    events = [user(each, *([entity("date", days.get(each, each))] if each != "thanks a lot" else [])) for each in said]
    seen = turn(text, [dated("the day after", text)], [*events, user(text)])

    assert seen.asked_day == SaidDate(phrase, NOW, "asked")
    assert seen.date is not None
    assert seen.date.phrase == phrase


def test_a_number_of_days_that_is_taken_back_is_not_reckoned_with():
    text = "ordered 84 days ago, not 80 days"
    wrong = entity("day_count", 80, start=25, end=32)
    seen = turn(text, [entity("day_count", 84, start=8, end=15), {**wrong, "sense": "not"}])

    assert (seen.day_count, seen.received_days, seen.waited) == (84, None, Waited(84))


def test_a_turn_is_in_the_language_that_was_written_with_the_country_of_the_page():
    said = tracker("oi, tudo bem?", language="pt")
    assert ActionContext.from_tracker(said, NOW).spoken == "pt"
    said.latest_message["metadata"] = {"locale": "pt-BR"}
    assert ActionContext.from_tracker(said, NOW).spoken == "pt-BR"
    assert ActionContext.from_tracker(tracker("hi"), NOW).spoken == "en"


@pytest.mark.parametrize(
    ("written", "slots", "metadata", "is_open"),
    [
        (["R1001 ana@example.com"], {}, {}, True),
        (["refund?", "R1001", "ana@example.com", "ok thanks"], {}, {}, True),
        (["/button_my_returns{}", "hello"], {}, {}, True),
        ([], {}, {}, True),
        (["where is my parcel", "R1001"], {}, {}, False),
        (["R1001"], {"language": "de"}, {}, False),
        (["R1001"], {}, {"locale": "en-GB"}, False),
    ],
)
def test_a_conversation_is_in_no_language_until_words_or_a_page_show_one(written, slots, metadata, is_open):
    said = tracker(written[-1] if written else "", **slots)
    said.latest_message["metadata"] = metadata
    said.events = [{"event": "user", "text": text, "parse_data": {}} for text in written]

    assert ActionContext.from_tracker(said, NOW).is_language_open is is_open
