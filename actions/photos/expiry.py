"""Deletes photos of mails whose writer did not prove in time who they are, and what was never sent."""

from __future__ import annotations

from typing import Final

import structlog

from actions.photos.photos import Photos
from core.repeated_work import RepeatedWork

logger = structlog.get_logger(__name__)

#: In seconds.
EVERY: Final = 60.0


class PhotoExpiry(RepeatedWork):
    """Looks every minute. Any number of these may share a store: deleting again changes nothing.

    Args:
        photos: Those that wait.
        every: Seconds between two looks.
    """

    def __init__(self, photos: Photos, every: float = EVERY) -> None:
        super().__init__("photos", every)
        self._photos = photos

    def work(self) -> None:
        """Delete what has waited for too long."""
        while not self._stopping.is_set() and (gone := self._photos.let_go()):
            logger.info("photos.let_go", files=gone)
