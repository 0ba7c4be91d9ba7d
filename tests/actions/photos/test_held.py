"""Photos of a mail whose writer has yet to prove who they are: bounded, unseen, and gone when the link has run out."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from hostile_files import REFUSED, picture
from sqlalchemy.engine import Engine

from actions.photos.expiry import PhotoExpiry
from actions.photos.folder import PhotoFolder
from actions.photos.kept_files import Stage
from actions.photos.kinds import PhotoRefused
from actions.photos.links import PhotoLinks
from actions.photos.photos import PIECE, Photos
from actions.photos.safe_file import Sizes
from actions.privacy.forgetting import forget, held_about
from actions.privacy.purging import outdated, purge
from actions.store import held_photos
from actions.store.held_photos import MOST_HELD, HeldPhotos
from actions.store.photos import StoredPhotos
from actions.store.proof.guess_limits import STRICT
from actions.store.proof.mail_links import MailLinks
from actions.store.proof.verifications import Verifications
from core.clock import FrozenClock
from core.conversations.conversations import Conversations, open_conversations
from core.mail_told import address_digest
from core.signed_tokens import SignedTokens

MAILS, MORE_MAILS = "email:aaaaaaaaaaaaaaaaaaaaaaaa", "email:bbbbbbbbbbbbbbbbbbbbbbbb"
ANA = address_digest("ana@example.com")
LASTS = timedelta(minutes=30)


class Post:
    """The desk at an instant.

    Args:
        engine: The return store.
        folder: Where files lie.
        now: The instant.
        key: What encrypts the files.
    """

    def __init__(self, engine: Engine, folder: Path, now: datetime, key: str | None = None) -> None:
        self.files = PhotoFolder(folder, key)
        clock = FrozenClock(now)
        tokens = SignedTokens("s" * 32, "links", clock)
        self.links = MailLinks(engine, Verifications(engine), tokens, "https://desk.example", LASTS, STRICT, clock)
        held, sizes = HeldPhotos(engine, LASTS), Sizes(5_000_000, 5_000_000)
        photo_links = PhotoLinks("s" * 32, "https://desk.example", clock)
        self.photos = Photos(StoredPhotos(engine), self.files, sizes, clock, photo_links, held)
        self.now = now

    def link(self, conversation: str = MAILS) -> str:
        """Answers a mail with a link; what it holds."""
        link = self.links.offer(conversation, "R1001", ANA)
        assert link is not None
        return link.partition("?t=")[2]

    def attached(self, conversation: str = MAILS, content: bytes = picture()) -> str:
        """A file that a mail brought."""
        name = self.photos.begin(conversation, len(content)).name
        for at in range(0, len(content), PIECE):
            self.photos.piece(conversation, name, at, content[at : at + PIECE])
        return name


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "photos"


@pytest.fixture
def post(loaded_engine: Engine, folder: Path, now: datetime) -> Post:
    return Post(loaded_engine, folder, now)


@pytest.fixture
def conversations(new_database) -> Conversations:
    found = open_conversations(new_database("conversations.db"))
    found.create()
    return found


def kept(folder: Path) -> set[str]:
    """The names of the files that lie there."""
    return {each.name.partition(".")[0] for each in folder.rglob("*") if each.is_file()}


def test_nobody_sees_what_waits(post: Post) -> None:
    post.link()
    name = post.attached()
    assert post.photos.hold(MAILS, [name], "the lid is cracked") == 1
    assert post.photos.held(MAILS) == [name]
    assert post.photos.stored.of_conversation(MAILS) == []
    assert post.photos.stored.of_return("r1001") == []


def test_what_was_proven_takes_it_with_what_its_mail_said(post: Post) -> None:
    token = post.link()
    names = [post.attached(), post.attached()]
    post.photos.hold(MAILS, names, "the lid is cracked")
    assert post.links.press(token, "a network", post.now).conversation == MAILS
    sent = post.photos.stored.send(MAILS, [*post.photos.held(MAILS)], "m2", None)
    assert [(each.name, each.caption) for each in sent] == [(name, "the lid is cracked") for name in names]
    assert post.photos.held(MAILS) == []


def test_without_a_link_that_is_open_nothing_waits(post: Post, loaded_engine: Engine, folder: Path) -> None:
    name = post.attached()
    assert post.photos.hold(MAILS, [name], None) is None
    token = post.link()
    assert Post(loaded_engine, folder, post.now + LASTS).photos.hold(MAILS, [name], None) is None
    assert post.photos.hold(MORE_MAILS, [name], None) is None
    post.links.press(token, "a network", post.now)
    assert post.photos.hold(MAILS, [name], None) is None


def test_files_of_another_conversation_are_not_held_with_it(post: Post) -> None:
    post.link()
    others = post.attached(MORE_MAILS)
    assert post.photos.hold(MAILS, [others], None) == 0
    assert post.photos.held(MAILS) == []
    assert post.photos.stored.find(others) is not None


@pytest.mark.parametrize("turns", [1, 2])
def test_no_more_than_some_wait_for_one_customer_whoever_writes_the_mails(post: Post, folder: Path, turns: int) -> None:
    for conversation in (MAILS, MORE_MAILS):
        post.link(conversation)
    first = [post.attached() for _ in range(MOST_HELD - 1)]
    more = [post.attached(MORE_MAILS) for _ in range(3)]
    # A message that is worked on again changes nothing.
    for _ in range(turns):
        assert post.photos.hold(MAILS, first, None) == len(first)
        assert post.photos.hold(MORE_MAILS, more, None) == 1
    assert kept(folder) == {*first, more[0]}


def test_no_more_than_some_bytes_wait(post: Post, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    post.link()
    names = [post.attached() for _ in range(3)]
    size = sum(photo.size for name in names[:2] if (photo := post.photos.stored.find(name)))
    monkeypatch.setattr(held_photos, "MOST_BYTES_HELD", size)
    assert post.photos.hold(MAILS, names, None) == 2
    assert kept(folder) == set(names[:2])


def test_when_the_link_has_run_out_the_files_go(post: Post, loaded_engine: Engine, folder: Path) -> None:
    post.link()
    name = post.attached()
    post.photos.hold(MAILS, [name], None)
    almost = Post(loaded_engine, folder, post.now + LASTS - timedelta(seconds=1))
    PhotoExpiry(almost.photos).work()
    assert kept(folder) == {name}
    late = Post(loaded_engine, folder, post.now + LASTS)
    PhotoExpiry(late.photos).work()
    assert kept(folder) == set()
    assert late.photos.stored.find(name) is None
    assert late.photos.held(MAILS) == []


def test_a_newer_link_and_the_button_give_them_more_time(post: Post, loaded_engine: Engine, folder: Path) -> None:
    post.link()
    name = post.attached()
    post.photos.hold(MAILS, [name], None)
    later = Post(loaded_engine, folder, post.now + LASTS - timedelta(minutes=1))
    token = later.link()
    at_the_end = Post(loaded_engine, folder, post.now + 2 * LASTS - timedelta(minutes=2))
    assert at_the_end.links.press(token, "a network", post.now).conversation == MAILS
    # The turn that takes them may come some time after.
    after = Post(loaded_engine, folder, post.now + 2 * LASTS)
    assert after.photos.let_go() == 0
    assert after.photos.held(MAILS) == [name]


def test_what_was_sent_is_no_longer_deleted_with_the_link(post: Post, loaded_engine: Engine, folder: Path) -> None:
    post.link()
    name = post.attached()
    post.photos.hold(MAILS, [name], None)
    post.photos.stored.send(MAILS, [name], "m1", None)
    assert Post(loaded_engine, folder, post.now + 9 * LASTS).photos.let_go() == 0
    assert kept(folder) == {name}


@pytest.mark.parametrize("kind", REFUSED)
def test_nothing_of_a_hostile_file_waits(post: Post, folder: Path, kind: str) -> None:
    post.link()
    with pytest.raises(PhotoRefused):
        post.attached(content=REFUSED[kind]())
    assert kept(folder) == set()


def test_they_are_encrypted_as_the_others(loaded_engine: Engine, folder: Path, now: datetime) -> None:
    post = Post(loaded_engine, folder, now, Fernet.generate_key().decode())
    post.link()
    post.photos.hold(MAILS, [post.attached()], None)
    assert not any(b"\xff\xd8\xff" in each.read_bytes() for each in folder.rglob("*") if each.is_file())


def test_they_go_with_who_is_forgotten(
    post: Post, loaded_engine: Engine, folder: Path, conversations: Conversations
) -> None:
    post.link()
    post.photos.hold(MAILS, [post.attached()], None)
    held = held_about(loaded_engine, conversations, "demo-ana")
    assert held.rows["photos"] == 1
    forget(loaded_engine, conversations, held, post.files)
    assert kept(folder) == set()


def test_they_go_with_their_age(post: Post, loaded_engine: Engine, folder: Path, conversations: Conversations) -> None:
    post.link()
    post.photos.hold(MAILS, [post.attached()], None)
    found = outdated(loaded_engine, conversations, post.now + timedelta(days=1))
    purge(loaded_engine, conversations, found, post.now, post.files)
    assert kept(folder) == set()


def test_what_was_never_sent_goes_in_a_day_and_what_was_sent_or_waits_stays(
    post: Post, loaded_engine: Engine, folder: Path
) -> None:
    post.attached()
    sent = post.attached()
    post.photos.stored.send(MAILS, [sent], "m1", None)
    assert Post(loaded_engine, folder, post.now + timedelta(hours=23)).photos.let_go() == 0
    assert Post(loaded_engine, folder, post.now + timedelta(days=1)).photos.let_go() == 1
    assert kept(folder) == {sent}


@pytest.mark.parametrize("stage", [Stage.SENT, Stage.KEPT])
def test_what_is_removed_while_it_comes_leaves_no_file(post: Post, folder: Path, stage: Stage) -> None:
    content = picture()
    name = post.photos.begin(MAILS, len(content)).name
    write = post.files.write

    def removed_meanwhile(of: str, written: Stage, part: int, piece: bytes) -> None:
        if written is stage:
            post.photos.remove(MAILS, name)
        write(of, written, part, piece)

    post.files.write = removed_meanwhile  # type: ignore[method-assign]
    with pytest.raises(PhotoRefused):
        post.photos.piece(MAILS, name, 0, content)
    assert kept(folder) == set()
    assert post.photos.stored.find(name) is None
