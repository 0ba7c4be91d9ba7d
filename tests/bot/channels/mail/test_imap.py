"""Mails taken from a real mailbox: each once, marked when it was kept, left where it was not."""

from __future__ import annotations

import imaplib
from datetime import timedelta

import pytest
from dovecot_mailbox import NOW, Box
from mails import mail

from bot.channels.mail import imap
from bot.channels.mail.imap import DAYS, MailboxAway, folder_of
from bot.channels.mail.letter import Letter, from_mime
from bot.channels.mail.smtp import Server
from lab.testbed.dovecot import Dovecot

pytestmark = pytest.mark.services


def test_a_mail_is_taken_once_and_marked_as_read_only_where_it_is_answered(box: Box) -> None:
    box.gets("from a person", "from a program")
    assert [box.look(), box.look()] == [2, 0]
    assert box.taken == ["from a person", "from a program"]
    answered, left = box.flags()
    assert "\\Seen" in answered and "$ReturnDesk" in answered
    assert "\\Seen" not in left and "$ReturnDesk" in left


def test_a_mail_that_could_not_be_kept_stays_and_is_taken_with_the_next_look(box: Box) -> None:
    box.gets("from a person")

    def failing(raw: bytes, whole: bool) -> bool:
        raise RuntimeError("the store is away")

    with pytest.raises(RuntimeError):
        box.look(failing)
    assert "\\Seen" not in box.flags()[0]
    assert box.look() == 1


def test_old_mails_are_left_alone(box: Box) -> None:
    box.gets("from a person", at=NOW - timedelta(days=DAYS + 2))
    assert box.look() == 0


def test_nothing_is_taken_from_a_mailbox_that_another_process_reads(box: Box) -> None:
    box.gets("from a person")
    assert box.look(goes_on=False) == 0
    assert box.look() == 1


def test_a_mailbox_that_is_away_or_refuses_is_named_without_its_account(dovecot: Dovecot) -> None:
    wrong = Server("127.0.0.1", dovecot.port, "somebody", "wrong", tls=False, plain=True)
    for server in (wrong, Server("127.0.0.1", 9, "somebody", "wrong", tls=False, plain=True)):
        with pytest.raises(MailboxAway) as raised, folder_of(server):
            pass
        assert "somebody" not in str(raised.value)


def test_what_is_attached_comes_whole_and_of_a_mail_that_is_too_large_the_beginning(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = bytes(range(256)) * 8_000
    with box.opened() as opened:
        made = mail("from a person", files=[("image/jpeg", photo)])
        opened.append("INBOX", "", imaplib.Time2Internaldate(NOW), made.as_bytes())
    taken: list[Letter] = []

    def take(raw: bytes, whole: bool) -> bool:
        taken.append(from_mime(raw, whole=whole))
        return False

    assert box.look(take) == 1
    assert [file.content for file in taken[0].files] == [photo]

    with box.opened() as opened:
        opened.append("INBOX", "", imaplib.Time2Internaldate(NOW), made.as_bytes())
    monkeypatch.setattr(imap, "LARGEST_MAIL", 1_000_000)
    assert box.look(take) == 1
    assert taken[1].text == "from a person"
    assert [file.problem for file in taken[1].files] == ["large"]
