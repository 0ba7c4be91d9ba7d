"""Takes photos and videos in piece by piece, keeps them once they are whole and safe, and gives them out."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Optional

from sqlalchemy.engine import Engine

from actions.photos.folder import PhotoFolder
from actions.photos.kept_files import FileGone, KeptFiles, Stage
from actions.photos.kinds import HEAD, PhotoRefused, Problem
from actions.photos.links import PhotoLinks
from actions.photos.safe_file import MEGABYTE, Sizes, checked_kind, safe_file
from actions.store.held_photos import HeldPhotos
from actions.store.photos import Photo, StoredPhotos
from core.clock import Clock, SystemClock
from core.identifiers import session_key
from core.settings import Settings

#: In bytes: what comes at once. A slow telephone sends it in the time that a request may take.
PIECE: Final = 256 * 1024
#: How many files one conversation may begin to send in a day.
MOST_A_DAY: Final = 20
_DAY: Final = timedelta(days=1)
_UNKNOWN: Final = PhotoRefused(Problem.UNKNOWN, "There is no such file in this chat; send it anew.")


@dataclass(frozen=True)
class Received:
    """How far a file has come.

    Args:
        name: The file.
        size: How many bytes of it are there.
        media_type: What is kept, once it is whole.
    """

    name: str
    size: int
    media_type: Optional[str] = None


@dataclass(frozen=True)
class Part:
    """A part of a file that is kept.

    Args:
        content: Its bytes, `PIECE` of them but for the last one's.
        media_type: What the whole is.
        size: Of the whole, in bytes.
    """

    content: bytes
    media_type: str
    size: int


class Photos:
    """What customers send.

    Args:
        stored: The rows.
        files: Where they lie.
        sizes: The most that is taken.
        wall: A clock that runs, whatever the shop's clock shows.
        links: Makes the addresses at which a file is opened, and reads them.
        held: Those that wait for a proof of who sent them.
    """

    def __init__(
        self, stored: StoredPhotos, files: KeptFiles, sizes: Sizes, wall: Clock, links: PhotoLinks, held: HeldPhotos
    ) -> None:
        self.stored = stored
        self.links = links
        self._held = held
        self._files = files
        self.sizes = sizes
        self._wall = wall

    @classmethod
    def for_settings(cls, settings: Settings, engine: Engine) -> Photos:
        """Those that the settings ask for."""
        shared = settings.actions_secret.get_secret_value() if settings.actions_secret else secrets.token_hex()
        wall = SystemClock()
        links = PhotoLinks(shared, settings.public_url or None, wall)
        held = HeldPhotos(engine, timedelta(minutes=settings.mail_link_minutes))
        return cls(StoredPhotos(engine), files_of(settings), sizes_of(settings), wall, links, held)

    def begin(self, conversation: str, size: int) -> Received:
        """Make room for a file.

        Args:
            conversation: Who sends it.
            size: How many bytes it is going to have.

        Raises:
            PhotoRefused: It is too large, or empty, or one too many.
            StoreUnavailable: The database did not answer.
        """
        if size < 1:
            raise PhotoRefused(Problem.EMPTY, "The file is empty; send another.")
        if size > self.sizes.largest:
            most = self.sizes.largest // MEGABYTE
            raise PhotoRefused(Problem.LARGE, f"A file may have {most} MB; send a smaller one.")
        now = self._wall.now()
        if self.stored.begun_since(conversation, now - _DAY) >= MOST_A_DAY:
            raise PhotoRefused(Problem.MANY, f"{MOST_A_DAY} files a day are taken in a chat; send the others tomorrow.")
        name = self._files.new_name()
        self.stored.begin(name, conversation, size, now)
        return Received(name, 0)

    def piece(self, conversation: str, name: str, at: int, content: bytes) -> Received:
        """Take in a piece, and with the last one the file. A piece that comes again changes nothing.

        Args:
            conversation: Who sends it.
            name: The file, from `begin`.
            at: Where in the file it begins, in bytes; pieces come one after the other.
            content: `PIECE` bytes, the last one what is left.

        Raises:
            PhotoRefused: There is no such file in the conversation, the piece does not fit, or the file is not taken.
            StoreUnavailable: The database did not answer.
        """
        photo = self._of(conversation, name)
        if photo.media_type is not None:
            return Received(name, photo.size, photo.media_type)
        if at < 0 or at % PIECE or at >= photo.size or len(content) != min(PIECE, photo.size - at):
            raise PhotoRefused(Problem.BROKEN, f"A piece begins at a multiple of {PIECE} bytes and has as many.")
        try:
            if at == 0:
                checked_kind(content[:HEAD], photo.size, self.sizes)
            self._files.write(name, Stage.SENT, at // PIECE, content)
            if self.stored.find(name) is None:
                raise _UNKNOWN  # it was removed meanwhile
            so_far = at + len(content)
            return Received(name, so_far) if so_far < photo.size else self._finish(photo)
        except PhotoRefused:
            self._drop(name)
            raise

    def remove(self, conversation: str, name: str) -> None:
        """Delete a file that the customer does not send after all.

        Raises:
            PhotoRefused: There is no such file in the conversation, or it was sent.
            StoreUnavailable: The database did not answer.
        """
        self._of(conversation, name)
        if any(sent.name == name for sent in self.stored.of_conversation(conversation)):
            raise PhotoRefused(Problem.UNKNOWN, "It was sent; a person has it by now.")
        self._drop(name)

    def hold(self, conversation: str, names: Sequence[str], caption: Optional[str]) -> Optional[int]:
        """Have files wait for the proof of who sent them; those that there is no room for are deleted.

        Returns:
            How many wait; None where no proof is under way, and nothing was done.

        Raises:
            StoreUnavailable: The database did not answer.
            OSError: A file could not be deleted.
        """
        held = self._held.hold(conversation, names, caption, self._wall.now())
        if held is None:
            return None
        for name in held.no_room:
            self._drop(name)
        return len(held.files)

    def held(self, conversation: str) -> list[str]:
        """What waits in a conversation for the proof of who sent it.

        Raises:
            StoreUnavailable: The database did not answer.
        """
        return self._held.of(conversation, self._wall.now())

    def let_go(self) -> int:
        """Delete what has waited for a proof that did not come, or was not sent within a day; how many files.

        Raises:
            StoreUnavailable: The database did not answer.
            OSError: A file could not be deleted; another try does it.
        """
        over = self._held.over(self._wall.now())
        for name in over:
            self._drop(name)
        return len(over)

    def part(self, name: str, number: int) -> Optional[Part]:
        """A part of a whole file, None where there is none. Who may see it is for the caller to know.

        Raises:
            StoreUnavailable: The database did not answer.
        """
        photo = self.stored.find(name)
        if photo is None or photo.media_type is None or not 0 <= number * PIECE < photo.size:
            return None
        try:
            return Part(self._files.read(name, Stage.KEPT, number), photo.media_type, photo.size)
        except FileGone:
            return None

    def _finish(self, photo: Photo) -> Received:
        name = photo.name
        try:
            sent = b"".join(self._files.read(name, Stage.SENT, at // PIECE) for at in range(0, photo.size, PIECE))
        except FileGone:
            raise PhotoRefused(Problem.BROKEN, "A piece of the file is missing; send it anew.") from None
        safe = safe_file(sent, self.sizes)
        for at in range(0, len(safe.content), PIECE):
            self._files.write(name, Stage.KEPT, at // PIECE, safe.content[at : at + PIECE])
        self._files.delete_sent(name)
        if not self.stored.whole(name, safe.media_type, len(safe.content)):
            raise _UNKNOWN  # it was removed while it was made anew
        return Received(name, photo.size, safe.media_type)

    def _of(self, conversation: str, name: str) -> Photo:
        photo = self.stored.find(name)
        if photo is None or not hmac.compare_digest(photo.conversation_key, session_key(conversation)):
            raise _UNKNOWN
        return photo

    def _drop(self, name: str) -> None:
        # The file first: what leads to it is still there for another try.
        self._files.delete([name])
        self.stored.drop(name)
        # A piece that was under way may have been written in between; one that comes after finds no row.
        self._files.delete([name])


def files_of(settings: Settings) -> KeptFiles:
    """Where the settings have files lie: in a bucket where one is named, else in a folder.

    Raises:
        OSError: What is said of the bucket can't be used.
    """
    key = settings.photos_key.get_secret_value() if settings.photos_key else None
    if not settings.photos_bucket:
        return PhotoFolder(settings.photos_dir, key)
    # Few desks have a bucket, and its library takes memory.
    from actions.photos.bucket import PhotoBucket

    known = settings.photos_bucket_key.get_secret_value() if settings.photos_bucket_key else None
    access, _, secret = (known or "").partition(":")
    credentials = (access, secret) if known else None
    return PhotoBucket(settings.photos_bucket, settings.photos_bucket_url or None, credentials, key)


def sizes_of(settings: Settings) -> Sizes:
    """The most that the settings have taken."""
    return Sizes(settings.photo_megabytes * MEGABYTE, settings.video_megabytes * MEGABYTE)
