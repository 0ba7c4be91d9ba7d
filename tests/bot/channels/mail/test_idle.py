"""A real mailbox is waited for: until a mail comes, for so long and no longer, and only where its server tells."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pytest
from dovecot_mailbox import NOW, Box, dovecot_or_skip

from bot.channels.mail.idle import wait_for_mail
from bot.channels.mail.imap import Folder, MailboxAway, folder_of, take_mails

pytestmark = pytest.mark.services


def once_waiting(deed: Callable[[], object]) -> Callable[[], bool]:
    """Goes on for as long as it is asked; the second time the server is waited for, and something is done."""
    asked: list[int] = []

    def goes_on() -> bool:
        asked.append(1)
        if len(asked) == 2:
            deed()
        return True

    return goes_on


def taken(folder: Folder, box: Box) -> int:
    return take_mails(folder, box.keep, lambda: True, NOW)


def test_a_mail_that_comes_ends_the_waiting_and_is_taken_on_the_same_connection(box: Box) -> None:
    with folder_of(box.server) as folder:
        assert folder.idles
        for text in ("from a person", "from another person"):
            assert wait_for_mail(folder.connection, once_waiting(lambda text=text: box.gets(text)), longest=3600)
            assert taken(folder, box) == 1
    assert box.taken == ["from a person", "from another person"]


def test_after_a_while_in_which_nothing_comes_the_folder_is_looked_into_all_the_same(box: Box) -> None:
    with folder_of(box.server) as folder:
        assert wait_for_mail(folder.connection, lambda: True, longest=0)
        assert taken(folder, box) == 0


def test_what_came_before_the_waiting_began_is_not_waited_for(box: Box) -> None:
    with folder_of(box.server) as folder:
        box.gets("from a person")
        folder.connection.noop()
        assert wait_for_mail(folder.connection, lambda: pytest.fail("it waits"))
        assert taken(folder, box) == 1


def test_whoever_has_to_end_waits_no_longer(box: Box) -> None:
    answers = iter([True, True, False])
    with folder_of(box.server) as folder:
        assert not wait_for_mail(folder.connection, lambda: next(answers), longest=3600)


def test_a_connection_that_breaks_is_told_as_a_mailbox_that_is_away(box: Box) -> None:
    def broken() -> None:
        folder.connection.sock.shutdown(socket.SHUT_RDWR)

    with pytest.raises(MailboxAway), folder_of(box.server) as folder:
        wait_for_mail(folder.connection, once_waiting(broken), longest=3600)


def test_a_server_that_does_not_tell_is_known_as_such() -> None:
    with (
        dovecot_or_skip("imap_capability = IMAP4rev1\n") as server,
        folder_of(Box(server.port, "ada").server) as folder,
    ):
        assert not folder.idles
