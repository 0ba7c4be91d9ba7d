"""What a message's metadata say of photos: that its channel takes them, and what became of those that came with it."""

from __future__ import annotations

from typing import Final

#: The key. It is there on channels that take photos; of a message that brought some it holds `wanted` and `refused`,
#: and `held` where some wait until their sender has proven who they are.
PHOTOS: Final = "photos"
