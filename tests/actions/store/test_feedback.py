"""Thumbs: one for each message, changeable, counted by response, and nobody's name beside them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine

from actions.store.engine import migrate, run_migrations
from actions.store.feedback import Feedback, Rating, Remark
from core.database.engine import open_engine
from core.database.errors import StoreUnavailable
from core.database.sessions import writing_connection
from core.identifiers import session_key

NOW = datetime(2026, 10, 13, 10, tzinfo=timezone.utc)


def rating(value: str = "up", message: str = "m1.0", session: str = "web:one", **more) -> Rating:
    fields = {"response": "utter_return_status", "facts": ("inspection",), "at": NOW, **more}
    return Rating(session=session, message_id=message, value=value, **fields)


@pytest.fixture
def feedback(engine: Engine) -> Feedback:
    return Feedback(engine)


def counts(feedback: Feedback) -> list[tuple[str, int, int]]:
    return [(each.response, each.up, each.down) for each in feedback.opinions()]


def test_nothing_was_said_at_first(feedback):
    assert feedback.opinions() == ()


def test_thumbs_are_counted_by_response(feedback):
    feedback.keep(rating("up", "m1.0"))
    feedback.keep(rating("down", "m2.0"))
    feedback.keep(rating("up", "m1.0", session="web:two"))

    assert counts(feedback) == [("utter_return_status", 2, 1)]


def test_the_same_thumb_sent_again_counts_once(feedback):
    feedback.keep(rating("up"))
    feedback.keep(rating("up"))

    assert counts(feedback) == [("utter_return_status", 1, 0)]


def test_a_customer_may_think_again(feedback):
    feedback.keep(rating("up"))
    feedback.keep(rating("down", at=NOW + timedelta(seconds=5)))

    assert counts(feedback) == [("utter_return_status", 0, 1)]


def test_a_thumb_that_arrives_late_does_not_undo_a_newer_one(feedback):
    feedback.keep(rating("down", at=NOW + timedelta(seconds=5)))
    feedback.keep(rating("up"))

    assert counts(feedback) == [("utter_return_status", 0, 1)]


def test_the_worst_answer_comes_first_and_one_thumb_alone_proves_little(feedback):
    for place in range(10):
        feedback.keep(rating("up", f"good{place}", response="utter_good"))
        feedback.keep(rating("down", f"bad{place}", response="utter_bad"))
    feedback.keep(rating("down", "once", response="utter_disliked_once"))
    feedback.keep(rating("up", "once2", response="utter_liked_once"))

    assert [name for name, _, _ in counts(feedback)] == [
        "utter_bad",
        "utter_disliked_once",
        "utter_liked_once",
        "utter_good",
    ]


def test_an_answer_is_shown_with_every_rule_that_it_told(feedback):
    feedback.keep(rating("up", "m1.0", facts=("refund.time", "inspection")))
    feedback.keep(rating("up", "m2.0", facts=()))
    feedback.keep(rating("down", "m3.0", facts=("parcel.lost",)))

    assert feedback.opinions()[0].facts == ("inspection", "parcel.lost", "refund.time")


def test_what_was_disliked_since_an_instant_names_the_messages_that_were_answered(feedback):
    feedback.keep(rating("down", "m.1.0"))
    feedback.keep(rating("down", "m.2.1"))
    feedback.keep(rating("up", "m.3.0"))
    feedback.keep(rating("down", "m.0.0", at=NOW - timedelta(days=1)))
    feedback.keep(rating("down", "m.4.0", session="web:two"))

    assert feedback.disliked(NOW) == {
        session_key("web:one"): frozenset({"m.1", "m.2"}),
        session_key("web:two"): frozenset({"m.4"}),
    }


def test_of_the_conversation_only_a_digest_is_kept(feedback, engine):
    feedback.keep(rating(session="telegram:4711"))

    with engine.connect() as connection:
        [row] = connection.execute(text("SELECT * FROM feedback")).all()
    assert "4711" not in repr(row)


def test_an_instant_without_a_time_zone_is_refused(feedback):
    with pytest.raises(ValueError, match="has no time zone"):
        feedback.keep(rating(at=datetime(2026, 10, 13)))  # noqa: DTZ001


def test_a_store_that_is_away_says_so():
    with pytest.raises(StoreUnavailable):
        Feedback(open_engine("sqlite:////dev/null/shop.db")).keep(rating())


def test_the_reasons_of_a_response_are_counted_beside_its_rules(feedback):
    feedback.keep(rating("down", "m1.0", reason="wrong"))
    feedback.keep(rating("down", "m2.0", reason="wrong", facts=("parcel.lost",)))
    feedback.keep(rating("down", "m3.0"))

    (opinion,) = feedback.opinions()
    assert (opinion.down, opinion.facts, opinion.reasons) == (3, ("inspection", "parcel.lost"), {"wrong": 2})


def test_a_reason_that_comes_after_the_thumb_counts_no_second_time(feedback):
    feedback.keep(rating("down"))
    feedback.keep(rating("down", reason="unclear", at=NOW + timedelta(seconds=2)))

    (opinion,) = feedback.opinions()
    assert (opinion.down, opinion.reasons) == (1, {"unclear": 1})


def test_what_customers_wrote_is_read_with_the_newest_first(feedback):
    feedback.keep(rating("down", "m1.0", words="The date is of last year."))
    feedback.keep(rating("down", "m2.0", reason="wrong", words="I have two parcels.", at=NOW + timedelta(minutes=1)))
    feedback.keep(rating("down", "m3.0", reason="wrong"))

    assert feedback.remarks(5) == (
        Remark("utter_return_status", "I have two parcels.", "wrong", NOW + timedelta(minutes=1)),
        Remark("utter_return_status", "The date is of last year.", None, NOW),
    )
    assert len(feedback.remarks(1)) == 1
    assert feedback.count_remarks((NOW, NOW + timedelta(minutes=1))) == 1


def test_who_ends_a_conversation_takes_the_words_along_and_leaves_the_thumb(feedback):
    feedback.keep(rating("down", reason="wrong", words="The date is of last year."))
    feedback.keep(rating("down", session="web:two", words="Nothing is said of gifts."))
    feedback.forget_words("web:one")

    assert [each.words for each in feedback.remarks(5)] == ["Nothing is said of gifts."]
    assert feedback.opinions()[0].reasons == {"wrong": 1}


def test_reasons_that_an_earlier_version_kept_among_the_facts_are_still_there(feedback, engine):
    kept = (
        "INSERT INTO feedback (session_key, message_id, value, response, facts, at) "
        "VALUES ('key', :message, 'down', 'utter_x', :facts, '2026-10-13 10:00:00')"
    )
    facts = [
        '{"facts": ["refund.time", "parcel.lost"], "reason": "wrong"}',
        '{"facts": [], "reason": "off-topic"}',
        '["inspection"]',
    ]
    with writing_connection(engine) as connection:
        run_migrations(connection, "base")
        run_migrations(connection, "0020")
        connection.execute(text(kept), [{"message": f"m{place}", "facts": each} for place, each in enumerate(facts)])
    migrate(engine)

    (opinion,) = feedback.opinions()
    assert opinion.reasons == {"wrong": 1, "off-topic": 1}
    assert opinion.facts == ("inspection", "parcel.lost", "refund.time")
