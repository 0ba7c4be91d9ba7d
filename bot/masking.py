"""`cut` and `mask`, which a message meets before anything else. They live below, where transcripts need them."""

from __future__ import annotations

from actions.masking import cut, mask

__all__ = ["cut", "mask"]
