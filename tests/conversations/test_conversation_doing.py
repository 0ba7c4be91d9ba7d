"""Buttons that confirm, pressed twice, too late, and by somebody whose proof is gone: only the first press counts."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest
from conversation_product import Conversation, Product
from sqlalchemy import text, update

from actions.store.tables.identity import VerifiedSessionRow
from core.database.engine import open_engine
from core.database.sessions import writing

pytestmark = pytest.mark.served


def button(messages: list[dict], title: str) -> str:
    """The payload of the button with this title."""
    return next(each["payload"] for said in messages for each in said.get("buttons", []) if each["title"] == title)


def cancelled(product: Product, number: str) -> int:
    """How often a return was cancelled."""
    count = text("SELECT count(*) FROM return_events WHERE return_key = :number AND type = 'cancelled'")
    with open_engine(product.database).connect() as connection:
        return int(connection.execute(count, {"number": number}).scalar_one())


def asked_to_cancel(chat: Conversation, number: str, email: str) -> list[dict]:
    """The question whether to cancel a return."""
    chat.say(f"{number}, {email}")
    offer = chat.say("Is it still possible to withdraw this return of mine?")
    return chat.say(button(offer, f"Cancel {number} for me"))


def test_a_second_tap_and_an_old_button_change_nothing(running_product: Product, chat: Conversation) -> None:
    first = button(asked_to_cancel(chat, "R5701", "jana@example.com"), "Yes, cancel R5701")
    second = button(chat.say("no, R5702"), "Yes, cancel R5702")

    assert "Something is different now" in chat.say(first)[0]["text"]
    assert "Done. Return **R5702** is cancelled." in chat.say(second)[0]["text"]
    assert "I did it once" in chat.say(second)[0]["text"]
    assert "no longer open" in chat.say(first)[0]["text"]
    assert (cancelled(running_product, "R5701"), cancelled(running_product, "R5702")) == (0, 1)


def test_a_proof_that_is_gone_in_the_middle_is_asked_for_before_anything_is_done(
    running_product: Product, chat: Conversation
) -> None:
    yes = button(asked_to_cancel(chat, "R5801", "kasper@example.com"), "Yes, cancel R5801")
    with writing(open_engine(running_product.database)) as session:
        over = datetime(2026, 10, 13, 9, tzinfo=timezone.utc)
        mine = VerifiedSessionRow.customer_id == "C-kasper"
        session.execute(update(VerifiedSessionRow).where(mine).values(live_until=over))

    said = [each["text"] for each in chat.say(yes)]

    assert said[0].startswith("It has been a while")
    assert "e-mail address" in said[1]
    assert cancelled(running_product, "R5801") == 0
    again = chat.say("kasper@example.com")
    assert "Done. Return **R5801** is cancelled." in chat.say(button(again, "Yes, cancel R5801"))[0]["text"]


def test_somebody_elses_button_means_nothing(running_product: Product, chat: Conversation) -> None:
    yes = button(asked_to_cancel(chat, "R5201", "enzo@example.com"), "Yes, cancel R5201")
    other = running_product.conversation()
    other.say("R5301, frida@example.com")

    other.say(yes)

    assert cancelled(running_product, "R5201") == 0
