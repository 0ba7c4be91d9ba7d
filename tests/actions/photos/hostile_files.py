"""Files that want something else than to be seen, made here: none of them is taken from anywhere."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

from PIL import Image, PngImagePlugin

#: What must be in nothing that is kept.
MARK = b"<script>alert('not-a-picture')</script>"


def picture(form: str = "JPEG", size: tuple[int, int] = (64, 48), **more: object) -> bytes:
    """An honest picture of noise."""
    count = 3 * size[0] * size[1]
    noise = Image.frombytes("RGB", size, bytes((at * at // 7 + 31 * at) % 251 for at in range(count)))
    written = io.BytesIO()
    noise.save(written, form, **more)  # type: ignore[arg-type]  # options of the format
    return written.getvalue()


def video(brand: bytes = b"isom", *more: bytes) -> bytes:
    """The smallest file that is made as a film is."""
    film = (box(b"ftyp", brand + bytes(4)), box(b"moov", box(b"trak", bytes(16))), box(b"mdat", bytes(64)))
    return b"".join((*film, *more))


def box(name: bytes, content: bytes) -> bytes:
    """A box of ISO/IEC 14496-12."""
    return struct.pack(">I", 8 + len(content)) + name + content


def with_exif() -> bytes:
    """A picture that tells where it was taken and by what, with a script, and lies on its side."""
    exif = Image.Exif()
    exif[0x010E] = MARK.decode()
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 17.0)})
    return picture(exif=exif)


def _bomb(width: int, height: int) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(5_000_000)))
        + chunk(b"IEND", b"")
    )


def _text_bomb() -> bytes:
    about = PngImagePlugin.PngInfo()
    about.add_text("Comment", "A" * 40_000_000, zip=True)
    return picture("PNG", pnginfo=about)


def _script_in_text() -> bytes:
    about = PngImagePlugin.PngInfo()
    about.add_text("Comment", MARK.decode())
    return picture("PNG", pnginfo=about)


def _zip() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("../../etc/passwd", MARK)
    return written.getvalue()


def _later_frames() -> bytes:
    written = io.BytesIO()
    frames = [Image.new("RGB", (32, 32), colour) for colour in ("red", "green", "blue")]
    frames[0].save(written, "WEBP", save_all=True, append_images=frames[1:])
    return written.getvalue()


#: What may not be taken.
REFUSED: Mapping[str, Callable[[], bytes]] = {
    "no byte": lambda: b"",
    "zero bytes": lambda: bytes(4_096),
    "a page": lambda: b"<!doctype html>" + MARK,
    "a drawing with a script": lambda: b'<svg xmlns="http://www.w3.org/2000/svg">' + MARK + b"</svg>",
    "a drawing behind the mark of a JPEG": lambda: b"\xff\xd8\xff<svg>" + MARK + b"</svg>",
    "a page behind the mark of a PNG": lambda: b"\x89PNG\r\n\x1a\n<html>" + MARK,
    "a page in the frame of a WebP": lambda: b"RIFF\x40\x00\x00\x00WEBP<html>" + MARK,
    "a program of Windows": lambda: b"MZ" + bytes(200) + MARK,
    "a program of Linux": lambda: b"\x7fELF\x02\x01\x01" + bytes(200),
    "a document": lambda: b"%PDF-1.7\n" + MARK,
    "PostScript": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) run",
    "an archive": _zip,
    "a GIF": lambda: picture("GIF"),
    "a TIFF": lambda: picture("TIFF"),
    "a BMP": lambda: picture("BMP"),
    "an icon": lambda: picture("ICO"),
    "a script of a shell": lambda: b"#!/bin/sh\ncat /etc/passwd\n",
    "a list for a player": lambda: b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
    "a PNG of 900 megapixels": lambda: _bomb(30_000, 30_000),
    "a PNG that is all width": lambda: _bomb(2_000_000_000, 1),
    "a PNG whose header lies": lambda: _bomb(6_000, 6_000)[:2_000],
    "a PNG whose text unfolds": _text_bomb,
    "a JPEG that is cut off": lambda: picture()[:700],
    "a JPEG of two bytes and a mark": lambda: b"\xff\xd8\xff",
    "a PNG that is cut off": lambda: picture("PNG")[:-900],
    "a WebP that is cut off": lambda: picture("WEBP")[:300],
    "a HEIC of nothing": lambda: box(b"ftyp", b"heic" + bytes(4)) + box(b"meta", MARK) + box(b"mdat", bytes(99)),
    "a film that is cut off": lambda: video()[:-10],
    "a film with a page behind it": lambda: video() + b"<html>" + MARK,
    "a film with an archive behind it": lambda: video() + _zip(),
    "a film without a film": lambda: box(b"ftyp", b"isom" + bytes(4)) + box(b"free", MARK),
    "a film whose box has no end": lambda: video() + struct.pack(">I", 1) + b"mdat" + b"\xff" * 8,
    "a film whose boxes are smaller than their heads": lambda: video() + struct.pack(">I", 3) + b"free",
    "a film too large by its word": lambda: box(b"ftyp", b"qt  ") + struct.pack(">I", 0xFFFFFFFF) + b"moov",
}

#: What is taken for the picture that it is, and has nothing else in it afterwards.
HARMLESS: Mapping[str, Callable[[], bytes]] = {
    "a picture with a script and a place in its EXIF": with_exif,
    "a JPEG with a page behind it": lambda: picture() + MARK,
    "a JPEG with an archive behind it": lambda: picture() + _zip(),
    "a JPEG with a comment": lambda: picture(comment=MARK),
    "a JPEG with a profile of colours": lambda: picture(icc_profile=MARK * 9),
    "a PNG with a script in its text": _script_in_text,
    "a PNG with a page behind it": lambda: picture("PNG") + MARK,
    "a WebP with a script in its XMP": lambda: picture("WEBP", xmp=MARK),
    "a WebP that moves": _later_frames,
}
