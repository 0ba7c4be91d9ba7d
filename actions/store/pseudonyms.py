"""What the ids of customers begin with who were forgotten."""

from __future__ import annotations

PSEUDONYM = "forgotten-"
