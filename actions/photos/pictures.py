"""Makes a picture anew from its colours alone: what else the file held, such as where it was taken, is gone.

`python -m actions.photos.pictures KIND` reads a picture and writes the new one (actions/photos/apart.py).
"""

from __future__ import annotations

import io
import resource
import sys
from collections.abc import Mapping
from typing import Final

import pi_heif
from PIL import Image, ImageOps

from actions.photos.apart import TOO_MANY
from actions.photos.kinds import MOST_PIXELS, Kind

#: In pixels: the longer side of what is kept.
LONGEST_SIDE: Final = 3_000
#: In bytes of address space.
_MOST_MEMORY: Final = 2_000_000_000
_QUALITY: Final = 85
_FORMATS: Final[Mapping[Kind, str]] = {Kind.JPEG: "JPEG", Kind.PNG: "PNG", Kind.WEBP: "WEBP"}


class TooManyPixels(Exception):
    """A picture has more than `MOST_PIXELS`."""


def made_anew(content: bytes, kind: Kind) -> bytes:
    """A JPEG of the same picture, upright, without anything that the file held besides.

    Args:
        content: The file.
        kind: What its first bytes say it is; nothing else is tried.

    Raises:
        TooManyPixels: It has more than `MOST_PIXELS`.
        Exception: It can't be read; decoders raise whatever they stumble over.
    """
    picture = _opened(content, kind)
    _check_size(picture.size)
    # A large JPEG is decoded at half or a quarter of its size at once.
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    picture.load()
    upright = ImageOps.exif_transpose(picture)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        upright = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", upright.size, "white"), upright)
    plain = upright.convert("RGB")
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    # A new picture has no text, profile or EXIF that saving might carry over.
    anew = Image.new("RGB", plain.size)
    anew.paste(plain)
    written = io.BytesIO()
    anew.save(written, "JPEG", quality=_QUALITY)
    return written.getvalue()


def _opened(content: bytes, kind: Kind) -> Image.Image:
    if kind is Kind.HEIC:
        heic = pi_heif.open_heif(io.BytesIO(content), convert_hdr_to_8bit=True)
        _check_size(heic.size)
        picture: Image.Image = heic.to_pillow()
        return picture
    return Image.open(io.BytesIO(content), formats=(_FORMATS[kind],))


def _check_size(size: tuple[int, int]) -> None:
    if size[0] * size[1] > MOST_PIXELS:
        raise TooManyPixels


def _main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    try:
        sys.stdout.buffer.write(made_anew(sys.stdin.buffer.read(), Kind(sys.argv[1])))
    except (TooManyPixels, Image.DecompressionBombError):
        return TOO_MANY
    return 0


if __name__ == "__main__":
    sys.exit(_main())
