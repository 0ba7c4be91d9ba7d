"""Whose mail belongs to which conversation, and who is not answered any more."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from mails import MARTA, OWN, mail
from sqlalchemy.engine import Engine

from bot.channels.incoming import Incoming
from bot.channels.mail.correspondence import MOST_AN_HOUR, Correspondence, Thread
from bot.channels.mail.letter import from_mime
from bot.channels.mail.reading import incoming_of
from bot.channels.mail.writing import new_message_id
from bot.channels.mailbox import Mailbox
from core.conversations.conversations import Conversations
from core.database.engine import open_engine

NOW = 1_791_892_800.0


class Desk:
    """The threads of an empty desk, at a time that can be moved."""

    def __init__(self, engine: Engine) -> None:
        self.now = NOW
        self.engine = engine
        self.mailbox = Mailbox(engine, "email", "me", lambda: self.now)
        self.mailbox.open()
        self.correspondence = Correspondence(engine, "email", lambda: self.now)
        self._mails = 0

    def gets(self, sender: str = MARTA, message_id: str | None = None, **headers: str) -> list[Incoming]:
        """A mail comes, with an id of its own where none is given."""
        self._mails += 1
        made = mail("Hello", sender=sender, message_id=message_id or f"<{self._mails}@example.org>", **headers)
        read = incoming_of(from_mime(made.as_bytes()), OWN)
        assert read is not None
        return self.correspondence.placed([read])


@pytest.fixture
def desk(new_database: Callable[..., str]) -> Iterator[Desk]:
    engine = open_engine(new_database("conversations.db"))
    yield Desk(engine)
    engine.dispose()


def test_an_answer_comes_back_into_its_conversation_by_the_address_or_by_what_it_answers(desk: Desk) -> None:
    (first,) = desk.gets()
    (by_address,) = desk.gets(to=f"returns+{first.person}@shop.example")
    (by_reference,) = desk.gets(in_reply_to=new_message_id(first.person, OWN), subject="Re: A question")
    assert by_address.conversation == by_reference.conversation == first.conversation
    thread = desk.correspondence.find(first.conversation)
    assert thread is not None and (thread.address, thread.message_id) == (MARTA, "<3@example.org>")


def test_who_has_only_the_token_or_only_the_address_begins_another_conversation(desk: Desk) -> None:
    (first,) = desk.gets()
    (stranger,) = desk.gets("thief@example.org", to=f"returns+{first.person}@shop.example")
    (forged,) = desk.gets(in_reply_to="<1@example.org>")
    assert len({first.conversation, stranger.conversation, forged.conversation}) == 3
    kept = desk.correspondence.find(first.conversation)
    assert kept == Thread(MARTA, "A question", "<1@example.org>")


def test_a_token_that_nobody_was_given_names_no_conversation(desk: Desk) -> None:
    made_up = "a" * 26
    (read,) = desk.gets(to=f"returns+{made_up}@shop.example")
    assert read.conversation != made_up


def test_a_sender_is_answered_so_often_an_hour_and_others_meanwhile(desk: Desk) -> None:
    answered = [len(desk.gets()) for _ in range(MOST_AN_HOUR + 5)]
    assert sum(answered) == MOST_AN_HOUR
    assert len(desk.gets("other@example.org")) == 1
    desk.now += 3_601
    assert len(desk.gets()) == 1


def test_a_mail_that_is_brought_again_counts_once_and_is_kept_once(desk: Desk) -> None:
    kept = [desk.mailbox.accept(desk.gets(message_id="<same@example.org>")) for _ in range(MOST_AN_HOUR + 5)]
    assert [len(each) for each in kept] == [1] + [0] * (MOST_AN_HOUR + 4)


def test_whoever_is_forgotten_is_not_written_to_any_more(desk: Desk) -> None:
    (read,) = desk.gets()
    conversations = Conversations(desk.engine)
    assert conversations.in_which_stands(MARTA) == [f"email:{read.conversation}"]
    conversations.forget([f"email:{read.conversation}"])
    assert desk.correspondence.find(read.conversation) is None
    assert conversations.in_which_stands(MARTA) == []
