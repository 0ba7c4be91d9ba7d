"""What became of messages, counted: what was acknowledged has to be stored once, in order, as it was answered."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from pace import quiet_seconds

from lab.load.audit import Stored, count, stored_in
from lab.load.customers import Customer
from lab.load.leak_check import Truth, foreign
from lab.load.ledger import Attempt, Book, Message, back_after
from lab.load.scripts import Kind, Line

ANA, BEN = Customer(0), Customer(1)
QUESTION = Line("where is my refund?", Kind.STORE)


def message(place: int = 0, answer: str = "It is on its way.", **more) -> Message:
    said = {"line": QUESTION, "who": ANA, "intended": float(place), "sent": float(place), "tries": 1, **more}
    said.setdefault("acknowledged", place + 0.5)
    return Message("c", place, answers=(answer,) if answer else (), **said)


def stored(*places: int, answer: str = "It is on its way.") -> list[Stored]:
    return [Stored(f"m{place}", (answer,)) for place in places]


def counted(messages: list[Message], kept: list[Stored], truth: Truth | None = None):
    return count({"c": messages}, {"c": kept}, truth or Truth())


def test_a_conversation_that_was_kept():
    counts = counted([message(0), message(1)], stored(0, 1))
    assert (counts.sent, counts.acknowledged, counts.answered) == (2, 2, 2)
    assert counts.kept
    assert counts.examples == []


def test_what_was_acknowledged_and_is_not_stored_is_lost():
    assert counted([message(0), message(1)], stored(0)).lost == 1


def test_what_was_acknowledged_without_a_word_is_lost():
    assert counted([message(0, answer="")], stored(0, answer="")).lost == 1


def test_a_person_has_the_conversation_and_the_desk_is_silent():
    silent = Line("hello?", Kind.PERSON, silent=True)
    assert counted([message(0, answer="", line=silent)], [Stored("m0", ())]).kept


def test_another_answer_than_the_stored_one_is_lost():
    assert counted([message(0)], stored(0, answer="Something else.")).lost == 1


def test_how_an_answer_is_cut_into_messages_does_not_matter():
    parts = message(0)
    parts.answers = ("First.", "Second.")
    assert counted([parts], [Stored("m0", ("First.\n\nSecond.",))]).kept


def test_a_message_that_stands_there_twice_is_doubled():
    counts = counted([message(0)], stored(0, 0))
    assert counts.doubled == 1
    assert not counts.kept


def test_a_message_that_gets_another_answer_the_second_time_is_doubled():
    assert counted([message(0, repeated_otherwise=True)], stored(0)).doubled == 1


def test_a_message_that_nobody_answered_is_neither_acknowledged_nor_lost():
    counts = counted([message(0, answer="", acknowledged=None)], [])
    assert (counts.unacknowledged, counts.acknowledged, counts.lost) == (1, 0, 0)


def test_a_later_message_that_is_stored_first_is_out_of_order():
    assert counted([message(0), message(1)], stored(1, 0)).disordered == 1


def test_two_under_way_together_count_only_where_none_was_refused():
    together = {"sent": 0.0, "acknowledged": 3.0}
    assert counted([message(0, **together), message(1, **together)], stored(1, 0)).disordered == 1
    refused = [message(0, **together, tries=2), message(1, **together)]
    assert counted(refused, stored(1, 0)).disordered == 0


@pytest.mark.parametrize("named", [BEN.return_number, BEN.email, BEN.order_number, BEN.tracking_number, "€10.01"])
def test_what_belongs_to_another_customer_is_wrong(named):
    answer = f"Your return {ANA.return_number} and {named}."
    assert foreign(answer, ANA) == {named}
    assert counted([message(0, answer=answer)], stored(0, answer=answer)).wrong == 1


def test_a_date_that_was_never_this_customers_is_wrong():
    truth = Truth.of([message(0, answer="By 9 October.")])
    other = message(0, answer="By 10 October.")
    assert counted([message(0, answer="By 9 October.")], stored(0, answer="By 9 October."), truth).kept
    assert counted([other], stored(0, answer="By 10 October."), truth).wrong == 1


def test_the_days_of_the_rules_are_anybodys():
    rule = message(0, answer="The list of 12 December.", line=Line("which categories?", Kind.POLICY))
    truth = Truth.of([message(0, answer="By 9 October.")])
    assert counted([rule], stored(0, answer="The list of 12 December."), truth).kept


def test_events_of_a_conversation_become_messages_with_their_answers():
    events = [
        {"event": "session_started"},
        {"event": "user", "message_id": "m0", "text": "hello"},
        {"event": "bot", "text": "Hello!"},
        {"event": "bot", "text": None, "data": {"custom": {}}},
        {"event": "user", "message_id": "m1", "text": "bye"},
        {"event": "bot", "text": "Bye."},
    ]
    assert stored_in(json.dumps(each) for each in events) == [Stored("m0", ("Hello!",)), Stored("m1", ("Bye.",))]


def attempts(*succeeded: bool) -> list[Attempt]:
    return [Attempt(number - 0.5, float(number), each) for number, each in enumerate(succeeded)]


def test_a_service_is_back_with_the_first_of_a_run_of_successes():
    seen = attempts(True, False, True, False, True, True, True)
    assert back_after(seen, mended=1.0, in_a_row=2) == 3.0


def test_a_run_that_the_end_cuts_short_counts():
    assert back_after(attempts(False, True), mended=0.0, in_a_row=5) == 1.0


def test_what_ended_before_it_was_mended_says_nothing():
    assert back_after(attempts(True, True, True), mended=1.5, in_a_row=1) == 0.5


def test_a_service_that_fails_to_the_end_is_not_back():
    assert back_after(attempts(True, False), mended=0.0, in_a_row=2) is None


def test_waiting_for_the_desk_counts_from_when_a_message_should_have_been_sent():
    late = message(0, intended=1.0, sent=4.0, acknowledged=4.5)
    assert late.latency == 3.5
    book = Book([late, message(9, acknowledged=None)])
    assert book.latencies() == [3.5]
    assert book.latencies(since=2.0) == []


def test_what_went_wrong_on_the_way_is_added_up():
    book = Book([message(0, refusals=Counter({"503": 2})), message(1, refusals=Counter({"503": 1, "502": 1}))])
    assert book.refusals() == {"503": 3, "502": 1}


def test_an_answer_of_one_long_word_is_checked_in_no_time():
    assert foreign("a" * 40_000, ANA) == set()
    assert quiet_seconds(lambda: foreign("a" * 40_000, ANA)) < 1
