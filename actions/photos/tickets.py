"""Photos as people who answer tickets read of them, wherever they answer."""

from __future__ import annotations

from collections.abc import Sequence

from actions.help_desk.ticket import Line
from actions.help_desk.transcript import CUSTOMER
from actions.photos.links import DAYS, PhotoLinks
from actions.store.photos import Photo
from core.clock import format_instant


def lines_for_help_desk(photos: Sequence[Photo], links: PhotoLinks) -> tuple[Line, ...]:
    """A line for each, with an address that opens it for some days where addresses are made."""
    return tuple(Line(format_instant(each.at), CUSTOMER, _words(each, links)) for each in photos)


def _words(photo: Photo, links: PhotoLinks) -> str:
    what = "video" if photo.is_video else "photo"
    caption = f': "{photo.caption}"' if photo.caption else ""
    link = links.for_help_desk(photo.name)
    return f"[{what}{caption}]" + (f" {link} (for {DAYS} days)" if link else "")
