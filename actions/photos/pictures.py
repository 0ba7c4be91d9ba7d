"""Makes a picture anew from its colours alone: what else the file held, such as where it was taken, is gone."""

from __future__ import annotations

import io
import threading
from collections.abc import Mapping
from typing import Final

import pi_heif
from PIL import Image, ImageOps

from actions.photos.kinds import Kind, PhotoRefused, Problem

#: In pixels: more than a telephone's camera takes. A small file may unfold to as much memory as its header says.
MOST_PIXELS: Final = 50_000_000
#: In pixels: the longer side of what is kept.
LONGEST_SIDE: Final = 3_000
_QUALITY: Final = 85
_FORMATS: Final[Mapping[Kind, str]] = {Kind.JPEG: "JPEG", Kind.PNG: "PNG", Kind.WEBP: "WEBP"}
_BROKEN: Final = PhotoRefused(Problem.BROKEN, "The picture is damaged or incomplete; take it again, or send another.")
# One at a time takes 200 MB for a moment; as many as there are threads would take the machine.
_one_at_a_time: Final = threading.Lock()


def safe_picture(content: bytes, kind: Kind) -> bytes:
    """A JPEG of the same picture, upright, without anything that the file held besides.

    Args:
        content: The file.
        kind: What its first bytes say it is; nothing else is tried.

    Raises:
        PhotoRefused: It can't be read, or is larger than `MOST_PIXELS`.
    """
    with _one_at_a_time:
        try:
            return _as_jpeg(_opened(content, kind))
        except PhotoRefused:
            raise
        except Image.DecompressionBombError:
            raise _too_many() from None
        except Exception:  # noqa: BLE001  # decoders raise whatever they stumble over in a hostile file
            raise _BROKEN from None


def _opened(content: bytes, kind: Kind) -> Image.Image:
    if kind is Kind.HEIC:
        heic = pi_heif.open_heif(io.BytesIO(content), convert_hdr_to_8bit=True)
        _check_size(heic.size)
        picture: Image.Image = heic.to_pillow()
        return picture
    return Image.open(io.BytesIO(content), formats=(_FORMATS[kind],))


def _as_jpeg(picture: Image.Image) -> bytes:
    _check_size(picture.size)
    # A large JPEG is decoded at half or a quarter of its size at once.
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    picture.load()
    upright = ImageOps.exif_transpose(picture)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        upright = upright.convert("RGBA")
        ground = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(ground, upright)
    plain = upright.convert("RGB")
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    # A new picture has no text, profile or EXIF that saving might carry over.
    anew = Image.new("RGB", plain.size)
    anew.paste(plain)
    written = io.BytesIO()
    anew.save(written, "JPEG", quality=_QUALITY)
    return written.getvalue()


def _check_size(size: tuple[int, int]) -> None:
    width, height = size
    if width < 1 or height < 1:
        raise _BROKEN
    if width * height > MOST_PIXELS:
        raise _too_many()


def _too_many() -> PhotoRefused:
    most = MOST_PIXELS // 1_000_000
    return PhotoRefused(Problem.PIXELS, f"The picture has more than {most} megapixels; send a smaller one.")
