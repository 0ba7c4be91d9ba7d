"""A picture of something that arrived broken, drawn for the demo shop: nobody's photo, and nobody's rights."""

from __future__ import annotations

import io
from typing import Final

from PIL import Image, ImageDraw

_SIZE: Final = (960, 720)
_TABLE, _WALL, _STEEL, _GLASS, _CRACK = "#b98d62", "#e9e4da", "#5d666e", "#c3dbe3", "#2b3136"
#: From the rim of the glass down, as it broke.
_CRACKS: Final = (
    ((430, 190), (462, 238), (448, 270), (492, 318), (470, 356), (512, 392)),
    ((462, 238), (520, 252), (548, 290)),
    ((492, 318), (436, 340), (416, 372)),
)


def damaged_item() -> bytes:
    """A JPEG of a coffee grinder whose glass is cracked."""
    picture = Image.new("RGB", _SIZE, _WALL)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 560, *_SIZE), fill=_TABLE)
    draw.rounded_rectangle((360, 400, 600, 610), radius=24, fill=_STEEL)
    draw.polygon(((380, 190), (580, 190), (560, 400), (400, 400)), fill=_GLASS)
    draw.rounded_rectangle((366, 160, 594, 194), radius=12, fill=_STEEL)
    draw.ellipse((452, 480, 508, 536), fill=_WALL)
    for crack in _CRACKS:
        draw.line(crack, fill=_CRACK, width=5, joint="curve")
    draw.polygon(((630, 588), (676, 566), (664, 604)), fill=_GLASS, outline=_CRACK)
    found = io.BytesIO()
    picture.save(found, "JPEG", quality=85)
    return found.getvalue()
