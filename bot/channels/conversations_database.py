"""Where conversations are kept (stand-in until the conversation store lands)."""

from __future__ import annotations

import os

from actions.settings import Settings


def conversations_url(settings: Settings) -> str:
    """The address."""
    return os.environ.get("RETURNDESK_CONVERSATIONS_URL", "") or settings.database_url.replace(
        "returndesk.db", "conversations.db"
    )
