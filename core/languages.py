"""The languages that customers write in."""

from __future__ import annotations

from typing import Final

#: The language of the domain, and what a conversation is in where nothing says otherwise.
ENGLISH: Final = "en"
