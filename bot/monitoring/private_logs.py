"""Keeps the log of the bot's process as core/logging.py writes it, and names conversations in it."""

from __future__ import annotations

import logging
import os
from typing import Any, Optional

from core.log_privacy import talking_in
from core.logging import Logs


def keep_logs(logs: Logs) -> None:
    """Keep a log that is installed from being replaced by Rasa's own; imports Rasa, so `keep_out()` comes first."""
    import rasa.__main__ as rasa_program
    from rasa.core.processor import MessageProcessor

    handle = MessageProcessor.handle_message

    def configure_structlog(level: Optional[int] = None) -> None:
        logs.install(logging.getLevelName(os.environ.get("LOG_LEVEL", "INFO")) if level is None else level)

    async def handle_message(self: Any, message: Any) -> Any:
        with talking_in(str(message.sender_id)):
            return await handle(self, message)

    # Rasa configures its log when it starts, and would put ours out of place.
    rasa_program.configure_structlog = configure_structlog
    MessageProcessor.handle_message = handle_message
