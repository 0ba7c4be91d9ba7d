"""The mail that answers: one a turn, in its thread, for programs and people alike to read."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from mails import MARTA, OWN, TOKEN

from bot.channels.mail.correspondence import Thread
from bot.channels.mail.mail_channel import Mail
from bot.channels.mail.smtp import Server
from bot.channels.mail.writing import answer_mail, subject_of
from bot.channels.outgoing import Button, ChannelWords, OutgoingMessage, Place

WORDS = ChannelWords("Choose", "Reply with the number of your choice.", "Sorry.")
THREAD = Thread(MARTA, "Where is it?", "<2@example.org>", "<0@example.org> <1@example.org>")


def written(*said: OutgoingMessage) -> EmailMessage:
    platform = Mail(OWN, Server("127.0.0.1", 25, None, None, tls=False, plain=True))
    (call,) = platform.write_turn(Place(TOKEN), said, WORDS)
    body = call.body
    mail = answer_mail(OWN, THREAD, TOKEN, plain=body["plain"], html=body["html"], message_id=body["message_id"])
    read = message_from_bytes(mail.as_bytes(), policy=policy.default)
    assert isinstance(read, EmailMessage)
    return read


def part(mail: EmailMessage, kind: str) -> str:
    found = mail.get_body((kind,))
    assert found is not None
    return str(found.get_content()).replace("\r\n", "\n").strip()


def test_an_answer_stands_in_the_thread_and_is_marked_as_a_programs() -> None:
    mail = written(OutgoingMessage("Hello"))
    assert mail["From"] == "Return Desk <returns@shop.example>"
    assert mail["To"] == MARTA
    assert mail["Reply-To"] == f"Return Desk <returns+{TOKEN}@shop.example>"
    assert mail["Subject"] == "Re: Where is it?"
    assert mail["In-Reply-To"] == "<2@example.org>"
    assert mail["References"] == "<0@example.org> <1@example.org> <2@example.org>"
    assert mail["Auto-Submitted"] == "auto-replied"
    assert TOKEN in mail["Message-ID"]


def test_all_that_is_said_in_a_turn_is_one_mail_with_the_last_choices_numbered() -> None:
    mail = written(
        OutgoingMessage("**Your refund** is under way.", (Button("More", "/a"),)),
        OutgoingMessage("Anything else?", (Button("Yes, <please>", "/b"), Button("No", "/c"))),
    )
    assert part(mail, "plain") == (
        "Your refund is under way.\n\n– More\n\nAnything else?\n\n1. Yes, <please>\n2. No\n\n"
        "Reply with the number of your choice."
    )


def test_nothing_of_a_text_becomes_markup() -> None:
    html = part(written(OutgoingMessage("**Due** on _Monday_\n\\<script\\>alert(1)\\</script\\> & <b>x</b>")), "html")
    assert "<strong>Due</strong> on <em>Monday</em><br>" in html
    assert "<script" not in html and "<b>" not in html and "&amp;" in html


@pytest.mark.parametrize(
    ("answered", "subject"),
    [
        ("A question", "Re: A question"),
        ("Re: A question", "Re: A question"),
        ("AW: Frage", "AW: Frage"),
        ("", ""),
        ("x" * 1000, "Re: " + "x" * 200),
    ],
)
def test_a_subject_is_answered_once(answered: str, subject: str) -> None:
    assert subject_of(answered) == subject


def test_a_turn_without_words_is_no_mail() -> None:
    platform = Mail(OWN, Server("127.0.0.1", 25, None, None, tls=False, plain=True))
    assert platform.write_turn(Place(TOKEN), [], WORDS) == []
