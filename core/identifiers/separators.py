"""What people put between the parts of a number, and how long a number may be."""

from __future__ import annotations

import re
from typing import Final

LONGEST_NUMBER: Final = 64

#: Besides blanks, in a `folded` text, as a class of an expression.
SEPARATOR: Final = r"[-./#_]"
SEPARATORS: Final = re.compile(rf"(?:{SEPARATOR}|\s)+")
