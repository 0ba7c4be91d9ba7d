from __future__ import annotations

from core.identifiers.emails import LONGEST_EMAIL, LONGEST_EMAIL_KEY, email_key, is_email
from core.identifiers.numbers import Number, NumberError, folded, number_key, parse
from core.identifiers.separators import LONGEST_NUMBER, SEPARATOR
from core.identifiers.sessions import WEB, session_key
from core.identifiers.shape_file import ShapesError, load_shapes
from core.identifiers.shapes import (
    OWN_RETURNS,
    USUAL_SHAPES,
    Digits,
    NumberShape,
    NumberShapes,
    ShapeKind,
    WrittenNumber,
    plain_shapes,
)
from core.identifiers.tracking import (
    TRACKING_PREFIXES,
    TRACKING_WORD,
    can_be_looked_up,
    is_evident_tracking_number,
    typed_tracking_number,
)

__all__ = [
    "LONGEST_EMAIL",
    "LONGEST_EMAIL_KEY",
    "LONGEST_NUMBER",
    "OWN_RETURNS",
    "SEPARATOR",
    "TRACKING_PREFIXES",
    "TRACKING_WORD",
    "USUAL_SHAPES",
    "WEB",
    "Digits",
    "Number",
    "NumberError",
    "NumberShape",
    "NumberShapes",
    "ShapeKind",
    "ShapesError",
    "WrittenNumber",
    "can_be_looked_up",
    "email_key",
    "folded",
    "is_email",
    "is_evident_tracking_number",
    "load_shapes",
    "number_key",
    "parse",
    "plain_shapes",
    "session_key",
    "typed_tracking_number",
]
