"""Files come piece by piece, are kept under names that nobody guesses, and go with their customer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from hostile_files import REFUSED, picture, video

from actions.photos.folder import PhotoFolder
from actions.photos.kept_files import FileGone, Stage
from actions.photos.kinds import PhotoRefused, Problem
from actions.photos.links import PhotoLinks
from actions.photos.photos import MOST_A_DAY, PIECE, Photos
from actions.photos.safe_file import Sizes
from actions.privacy.forgetting import forget, held_about
from actions.privacy.purging import outdated, purge
from actions.store.held_photos import HeldPhotos
from actions.store.photos import StoredPhotos
from core.clock import FrozenClock, SystemClock
from core.conversations.conversations import open_conversations

LINKS = PhotoLinks("s" * 32, "https://desk.shop.example", SystemClock())
CHAT, OTHER = "web:mine", "web:other"
LASTS = timedelta(minutes=30)


@pytest.fixture
def conversations(new_database):
    """A conversation store in which nothing was said yet."""
    found = open_conversations(new_database("conversations.db"))
    found.create()
    return found


@pytest.fixture
def folder(tmp_path):
    """An empty folder."""
    return PhotoFolder(tmp_path / "photos")


@pytest.fixture
def photos(loaded_engine, folder, now):
    """What takes photos in, in the demo shop."""
    held = HeldPhotos(loaded_engine, LASTS)
    return Photos(StoredPhotos(loaded_engine), folder, Sizes(5_000_000, 5_000_000), FrozenClock(now), LINKS, held)


def sent(photos, content, conversation=CHAT):
    """Send a whole file, as the widget does; what is said of its last piece."""
    name = photos.begin(conversation, len(content)).name
    for at in range(0, len(content), PIECE):
        received = photos.piece(conversation, name, at, content[at : at + PIECE])
    return received


def files(tmp_path):
    """All files below the folder."""
    return [each for each in (tmp_path / "photos").rglob("*") if each.is_file()]


def test_a_photo_is_kept_once_all_of_its_pieces_are_there(photos, tmp_path):
    large = picture("JPEG", (1_600, 1_200), quality=98)
    assert len(large) > PIECE
    received = sent(photos, large)
    assert received.media_type == "image/jpeg"
    assert {each.name.partition(".")[0] for each in files(tmp_path)} == {received.name}
    assert all(".kept." in each.name for each in files(tmp_path))
    assert photos.part(received.name, 0).content.startswith(b"\xff\xd8\xff")


def test_a_piece_that_comes_again_changes_nothing(photos):
    film = video()
    name = photos.begin(CHAT, len(film)).name
    first = photos.piece(CHAT, name, 0, film)
    assert photos.piece(CHAT, name, 0, film) == first


def test_a_piece_that_does_not_fit_is_not_taken(photos):
    name = photos.begin(CHAT, 2 * PIECE).name
    with pytest.raises(PhotoRefused, match="begins at a multiple"):
        photos.piece(CHAT, name, 17, bytes(PIECE))
    assert photos.stored.find(name) is not None


def test_a_file_is_refused_by_its_first_piece(photos, tmp_path):
    name = photos.begin(CHAT, 3 * PIECE).name
    with pytest.raises(PhotoRefused) as refused:
        photos.piece(CHAT, name, 0, bytes(PIECE))
    assert refused.value.problem is Problem.KIND
    assert files(tmp_path) == [] and photos.stored.find(name) is None


@pytest.mark.parametrize("kind", [name for name in REFUSED if name != "no byte"])
def test_nothing_of_a_hostile_file_stays(photos, tmp_path, kind):
    with pytest.raises(PhotoRefused):
        sent(photos, REFUSED[kind]())
    assert files(tmp_path) == []


def test_nobody_sends_pieces_into_anothers_chat_or_removes_its_files(photos):
    name = sent(photos, picture()).name
    for attempt in (lambda: photos.piece(OTHER, name, 0, picture()), lambda: photos.remove(OTHER, name)):
        with pytest.raises(PhotoRefused) as refused:
            attempt()
        assert refused.value.problem is Problem.UNKNOWN
    assert photos.stored.send(OTHER, [name], "m1", None) == []
    assert photos.part(name, 0) is not None


def test_what_was_sent_is_of_its_message_alone(photos):
    name = sent(photos, picture()).name
    assert [each.name for each in photos.stored.send(CHAT, [name], "m1", "the lid")] == [name]
    assert [each.caption for each in photos.stored.send(CHAT, [name], "m1", "the lid")] == ["the lid"]
    assert photos.stored.send(CHAT, [name], "m2", "again") == []
    with pytest.raises(PhotoRefused):
        photos.remove(CHAT, name)


def test_what_is_not_sent_after_all_is_removed(photos, tmp_path):
    name = sent(photos, picture()).name
    photos.remove(CHAT, name)
    assert files(tmp_path) == [] and photos.part(name, 0) is None


def test_no_more_than_some_a_day_are_taken_in_one_chat(photos):
    for _ in range(MOST_A_DAY):
        photos.begin(CHAT, 100)
    with pytest.raises(PhotoRefused) as refused:
        photos.begin(CHAT, 100)
    assert refused.value.problem is Problem.MANY
    photos.begin(OTHER, 100)


def test_a_key_keeps_the_files_from_whoever_reads_the_disk(loaded_engine, tmp_path, now):
    key = Fernet.generate_key().decode()
    folder = PhotoFolder(tmp_path / "photos", key)
    held = HeldPhotos(loaded_engine, LASTS)
    photos = Photos(StoredPhotos(loaded_engine), folder, Sizes(5_000_000, 5_000_000), FrozenClock(now), LINKS, held)
    name = sent(photos, video()).name
    assert all(b"ftyp" not in each.read_bytes() for each in files(tmp_path))
    assert photos.part(name, 0).content == video()
    with pytest.raises(FileGone):
        PhotoFolder(tmp_path / "photos", Fernet.generate_key().decode()).read(name, Stage.KEPT, 0)


@pytest.mark.parametrize("name", ["", "..", "../../etc/passwd", "a" * 63, "A" * 64, "a" * 64 + "\n"])
def test_a_name_that_is_none_of_ours_opens_nothing(folder, name):
    with pytest.raises(FileGone):
        folder.read(name, Stage.KEPT, 0)
    with pytest.raises(FileGone):
        folder.write(name, Stage.KEPT, 0, b"")


def test_a_forgotten_customers_files_go(photos, loaded_engine, conversations, folder, tmp_path):
    name = sent(photos, picture()).name
    others = sent(photos, picture(), OTHER).name
    photos.stored.send(CHAT, [name], "m1", "the lid")
    photos.stored.are_about(CHAT, "m1", "demo-ana", "R1001")
    forget(loaded_engine, conversations, held_about(loaded_engine, conversations, "demo-ana"), folder)
    assert [each.name for each in files(tmp_path)] == [f"{others}.kept.0"]
    assert photos.stored.find(name) is None


def test_old_files_go_and_so_do_those_that_were_never_whole(
    photos, loaded_engine, conversations, folder, tmp_path, now
):
    sent(photos, picture())
    begun = photos.begin(CHAT, 2 * PIECE).name
    photos.piece(CHAT, begun, 0, picture("JPEG", (1_600, 1_200), quality=98)[:PIECE])
    found = outdated(loaded_engine, conversations, now)
    purge(loaded_engine, conversations, found, now, folder)
    assert len(files(tmp_path)) == 2
    found = outdated(loaded_engine, conversations, now + timedelta(days=1))
    assert found.rows["photos"] == 2
    purge(loaded_engine, conversations, found, now, folder)
    assert files(tmp_path) == []
