"""`mask(text)`, which the message guard calls before a message is stored. It lives below, where transcripts need it."""

from __future__ import annotations

from actions.masking import mask

__all__ = ["mask"]
