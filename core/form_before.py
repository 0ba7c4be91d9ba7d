"""The form before the chat, as the bot notes it and a person may read it."""

from __future__ import annotations

from typing import Final

#: In the metadata of an event: name and number, in one line. Nobody has proven either.
FILLED_IN: Final = "filled_in"
