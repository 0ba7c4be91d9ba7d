"""Makes the logs of the bot's process private, as actions/private_logs.py says, and names conversations in them."""

from __future__ import annotations

from typing import Any

from actions.private_logs import PrivateLogs, talking_in
from actions.settings import Settings


def keep_logs_private(settings: Settings) -> None:
    """Installs it for this process; imports Rasa, so `keep_out()` comes first."""
    import rasa.__main__ as rasa_program
    from rasa.core.processor import MessageProcessor

    logs = PrivateLogs.from_settings(settings)
    logs.install()
    configure = rasa_program.configure_structlog
    handle = MessageProcessor.handle_message

    def configure_structlog(*arguments: Any, **named: Any) -> None:
        configure(*arguments, **named)
        logs.install_structlog()

    async def handle_message(self: Any, message: Any) -> Any:
        with talking_in(str(message.sender_id)):
            return await handle(self, message)

    # Rasa configures structured records when it starts, and would put ours out of place.
    rasa_program.configure_structlog = configure_structlog
    MessageProcessor.handle_message = handle_message
