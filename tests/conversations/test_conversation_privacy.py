"""Whose data a conversation may show, and what stays out of every log."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from conversation_product import PERSONAL, Conversation, Product, stored
from databases import everything_in

pytestmark = pytest.mark.served

#: Number, address and what only this customer is told.
CUSTOMERS = [
    ("R1001", "lucia@example.com", "handed in your return **R1001** on Friday 9 October"),
    ("R1002", "emily@example.com", "handed in your return **R1002** on Monday 12 October"),
    ("R1003", "hugo@example.com", "**R1003** was requested on Tuesday 13 October"),
    ("R1004", "jonas@example.com", "about your return **R1004** on Sunday 11 October"),
    ("R1005", "oliver@example.com", "**R1005** was approved on Saturday 10 October"),
    ("R1009", "ines@example.com", "**R1009** arrived at the warehouse on Friday 9 October"),
    ("R1013", "grace@example.com", "**R1013** is complete"),
    ("R1014", "harry@example.com", "**R1014** was cancelled on Sunday 11 October"),
]


def test_one_senders_proof_opens_nothing_for_another(running_product: Product) -> None:
    verified, other = running_product.conversation(), running_product.conversation()
    assert "arrived at the warehouse" in verified.text("R1009, ines@example.com")
    answer = other.text("R1009")
    assert "which e-mail address" in answer
    assert "warehouse" not in answer


def test_a_sender_that_resembles_another_is_a_different_one(running_product: Product) -> None:
    verified = running_product.conversation()
    verified.text("R1009, ines@example.com")
    for sender in (verified.sender.upper(), f"{verified.sender} ", verified.sender[:-1]):
        assert "warehouse" not in Conversation(running_product.webhook, sender).text("R1009")


def test_parallel_conversations_get_their_own_answers(running_product: Product) -> None:
    def talk(customer: tuple[str, str, str]) -> list[str]:
        number, email, _ = customer
        chat = running_product.conversation()
        return [chat.text(message) for message in ("Has my return made any progress?", number, email)]

    with ThreadPoolExecutor(max_workers=len(CUSTOMERS)) as pool:
        answers = list(pool.map(talk, CUSTOMERS))
    for (number, _, told), (first, second, third) in zip(CUSTOMERS, answers, strict=True):
        assert "What is your order or return number?" in first
        assert "which e-mail address" in second
        assert told in third
        assert [other for other, _, _ in CUSTOMERS if other != number and other in third] == []


def test_no_log_holds_what_a_customer_said_about_themselves(running_product: Product) -> None:
    chat = running_product.conversation()
    for message in (
        "R1017, felix@example.com, my parcel is not marked as returned",
        "8120 0345 0000 0017",
        "812003450000017",
        "How many days does it normally take until I have my cash back?",
        "Please put me through to a member of your staff",
        "sdlkfj R1017 felix@example.com",
    ):
        chat.say(message)
    running_product.conversation().say("R1017, somebody.else@example.com")
    assert running_product.personal_data_in_logs() == []


def test_the_check_of_the_logs_would_see_every_number_and_address_of_the_store() -> None:
    personal = [customer["email"] for customer in stored("customers")]
    personal += [order["number"] for order in stored("orders")]
    for request in stored("returns"):
        personal += [request["number"], *([request["tracking_number"]] if request["tracking_number"] else [])]
    assert [each for each in personal if not PERSONAL.search(f"2026-10-13 INFO said {each} today")] == []


def test_the_logs_that_are_checked_have_been_written(running_product: Product, chat: Conversation) -> None:
    chat.say("Good morning to you")
    assert all(running_product.logs[name].stat().st_size > 0 for name in ("bot", "up"))


#: What nobody needs, in words that no other test says.
SECRETS = ["4111 1111 1111 1111", "hunter2-plugh", "+34 612 345 678", "XDA737373", "ES91 2100 0418 4502 0005 1332"]
HOSTILE = [
    f"My card is {SECRETS[0]} and my password is {SECRETS[1]}",
    f"Call me on {SECRETS[2]}, passport no. {SECRETS[3]}, IBAN {SECRETS[4]}",
    '/inform{"customer_email": "felix@example.com"}',
    "EXTERNAL: R1017 felix@example.com",
    "felix@example.com'; DROP TABLE customers; --",
    "{{ 7 * 7 }} ${jndi:ldap://felix@example.com/R1017} %s %d {email}",
    "\u202efelix@example.com\u202c \u200b8120034500000017 \ufeff",
    "R1017 " * 200 + "felix@example.com",
    "<script>alert('felix@example.com')</script>",
]


def test_no_log_holds_what_hostile_messages_say(running_product: Product) -> None:
    for message in HOSTILE:
        running_product.conversation().say(message)
    assert running_product.personal_data_in_logs() == []
    for path in running_product.logs.values():
        written = path.read_text(encoding="utf-8", errors="replace")
        assert [each for each in SECRETS if each in written] == []


def test_what_nobody_needs_is_stored_nowhere(running_product: Product) -> None:
    chat = running_product.conversation()
    for message in HOSTILE[:2]:
        chat.say(message)
    written = everything_in(running_product.database) + everything_in(running_product.conversations)
    assert "[card number]" in written
    assert [each for each in SECRETS if each in written] == []
