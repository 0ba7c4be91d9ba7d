"""In which language a customer is answered who has shown none yet."""

from __future__ import annotations

import pytest
from custom_desk import Desk
from sqlalchemy import text

from actions.dialogue.own_language import in_own_language
from actions.replies.reply import Reply, Utterance
from core.database.engine import open_engine

REPLY = Reply((Utterance("utter_rule_ask_refund_time"), Utterance("utter_offer_look_up")), {"topic": "ask_refund_time"})


@pytest.fixture
def german(desk: Desk, databases, shop_template: str, tmp_path) -> Desk:
    """A desk at which Ana has proven who she is, and her account is in German."""
    engine = open_engine(databases.copy(shop_template, tmp_path))
    with engine.begin() as connection:
        connection.execute(text("UPDATE customers SET locale = 'de-AT' WHERE id = 'ana'"))
    yield desk.with_store(engine).verified("ana")
    engine.dispose()


def answer(desk: Desk, open_: bool = True, **said) -> Reply:
    return in_own_language(REPLY, desk.turn("ask_refund_time", is_language_open=open_, **said), desk.services)


def test_whoever_has_shown_no_language_is_answered_in_that_of_their_account_from_then_on(german: Desk):
    reply = answer(german)

    assert [said.as_arguments()["language"] for said in reply.utterances] == ["de-AT", "de-AT"]
    assert reply.slots == {"topic": "ask_refund_time", "language": "de-AT"}


def test_a_language_that_was_shown_counts_before_the_account(german: Desk):
    assert answer(german, open_=False) is REPLY


def test_an_account_in_english_changes_nothing(desk: Desk):
    assert answer(desk.verified("ana")) is REPLY


def test_nobody_is_answered_in_the_language_of_an_account_that_is_not_proven_theirs(german: Desk):
    assert answer(german, group=True) is REPLY
    assert (
        in_own_language(
            REPLY, german.turn("ask_refund_time", is_language_open=True, session="web:other"), german.services
        )
        is REPLY
    )


def test_without_a_store_the_answer_is_in_the_conversations_language(german: Desk):
    assert answer(german.without_store()) is REPLY
