"""What the next return of an order costs, and how several items travel on one label."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest
from custom_desk import Desk
from custom_shop import order_number

ACTION = "action_return_fee"
INTENT = "ask_return_fee"


def test_the_first_return_of_an_order_is_free_and_counts_this_months(desk: Desk):
    said = desk.verified("ben").ask(ACTION, INTENT, number=order_number(20003))

    # Requests of 9 and 12 October; that of 25 September belongs to another month.
    assert "Your next return from order **8120034500020003** is **free**." in said
    assert "you have used 2 of your 5 free returns this month" in said


def test_a_label_that_waits_can_take_the_other_items(desk: Desk):
    said = desk.verified("ben").ask(ACTION, INTENT, number=order_number(20001))

    assert "has been used by return **R2001**" in said
    assert "put the other items in it and enter its tracking number, **LP2001**, for them" in said


def test_a_request_without_a_tracking_number_yet_invents_none(desk: Desk):
    said = desk.verified("ben").ask(ACTION, INTENT, number="R2002")

    assert "has been used by return **R2002**" in said
    assert "put the other items in it and enter its tracking number for them" in said


def test_nothing_can_be_put_in_a_parcel_that_has_left(desk: Desk):
    said = desk.verified("ben").ask(ACTION, INTENT, number=order_number(20005))

    assert "That parcel is already on its way" in said
    assert "put the other items in it" not in said


def test_an_order_without_the_mark_is_not_promised_anything(desk: Desk):
    reply = desk.verified("ben").reply(ACTION, INTENT, number=order_number(20004))

    assert "is marked “Free returns”, and the rules I have don't say" in desk.say(reply)[0]
    assert desk.buttons(reply) == [("Talk to a person", "/talk_to_person")]


def test_after_five_free_returns_the_next_month_is_named(desk: Desk):
    # Kim asked for eight returns with a label in October.
    said = desk.verified("kim").ask(ACTION, INTENT, number="R9011")

    assert "You have used all 5 free returns of this month. From **Sunday 1 November**" in said


def test_a_month_ends_at_the_customers_midnight(desk: Desk):
    # 00:30 on 1 November in Berlin, where it is winter time by then.
    said = (
        desk.at(datetime(2026, 10, 31, 23, 30, tzinfo=timezone.utc)).verified("kim").ask(ACTION, INTENT, number="R9011")
    )

    assert "is **free**" in said
    assert "you have used 0 of your 5" in said


@pytest.mark.parametrize(
    ("moment", "next_month"),
    [
        (
            datetime(2026, 12, 31, 12, tzinfo=timezone.utc),
            {"show": "day_and_year", "value": "2027-01-01", "country": "DE"},
        ),
        # 00:30 on New Year's Day in Berlin.
        (datetime(2026, 12, 31, 23, 30, tzinfo=timezone.utc), {"show": "day", "value": "2027-02-01", "country": "DE"}),
    ],
)
def test_the_next_month_follows_the_customers_own(desk: Desk, moment: datetime, next_month: dict[str, str]):
    reply = desk.at(moment).verified("kim").reply(ACTION, INTENT, number="R9011")

    # Nobody in this shop has used five returns by then, so the value is looked at rather than a sentence.
    assert reply.utterances[0].values["next_month"].as_json() == next_month


def test_the_only_order_need_not_be_named(desk: Desk):
    assert "from order **8120034500090001** is **free**" in desk.verified("iris").ask(ACTION, INTENT)


def test_several_orders_are_offered_newest_six_first(desk: Desk):
    reply = desk.verified("ben").reply(ACTION, INTENT)

    assert desk.say(reply) == ["Which order do you mean? You can choose one or type its number."]
    assert desk.buttons(reply)[-1] == (
        "8120034500020001 · Kettle",
        '/give_details{"customer_number": "8120034500020001"}',
    )
    assert len(desk.buttons(desk.verified("kim").reply(ACTION, INTENT))) == 6


def test_a_number_of_items_is_worked_out(desk: Desk):
    said = desk.ask(ACTION, "ask_multiple_items", item_count=3)

    assert "For 3 items of one order" in said
    assert "Put **all 3 in one parcel** under that label" in said
    assert "for the other 2." in said


def test_two_items_are_both_and_the_other_one(desk: Desk):
    said = desk.ask(ACTION, "ask_multiple_items", item_count=2)

    assert "Put **both in one parcel** under that label" in said
    assert "for the other one." in said


@pytest.mark.parametrize("count", [None, 0, 1])
def test_one_item_or_none_gets_the_general_rule(desk: Desk, count: int | None):
    said = desk.ask(ACTION, "ask_multiple_items", item_count=count)

    assert "You get one free label for each order." in said


def test_how_several_items_travel_needs_no_order(desk: Desk):
    reply = desk.verified("ben").reply(ACTION, "ask_multiple_items", item_count=2)

    assert "For 2 items of one order" in desk.say(reply)[0]
    assert desk.buttons(reply) == []


def test_this_month_is_counted_over_all_orders(desk: Desk):
    reply = desk.verified("ben").reply(ACTION, INTENT, said="may I send back one more for free this month?")

    assert "You have used **2** of your 5 free returns this month" in desk.say(reply)[0]
    assert desk.buttons(reply) == []


def test_the_month_of_a_number_in_the_message_is_told_with_its_order(desk: Desk):
    said = desk.verified("ben").ask(
        ACTION,
        INTENT,
        said="is 8120034500020003 free this month",
        number=order_number(20003),
        told_now=frozenset({"customer_number"}),
    )

    assert "Your next return from order **8120034500020003** is **free**." in said
