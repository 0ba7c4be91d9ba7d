"""How the desk reaches a customer who has not just written: by the prefix of their conversation."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Optional

import structlog
from rasa.core.channels.channel import OutputChannel
from sanic import Sanic

from bot.gateway.transcript import DeskMessage

logger = structlog.get_logger(__name__)

#: Makes the output channel of a conversation; None where nobody can be reached now.
Maker = Callable[[str], Optional[OutputChannel]]


def register_output_channel(app: Sanic, prefix: str, maker: Maker) -> None:
    """Say how conversations are reached.

    Args:
        app: The server.
        prefix: What their sender ids begin with, such as `telegram:`.
        maker: Makes the output channel of a conversation from its whole sender id. The channel gets what Rasa's get,
            and with each message its stable `id` and the instant `at`.
    """
    _makers(app)[prefix] = maker


def output_channel_for(sender_id: str, app: Sanic) -> OutputChannel | None:
    """The output channel of a conversation; None where nobody can be reached now, so that the history has to do."""
    maker = _makers(app).get(sender_id.partition(":")[0] + ":")
    return None if maker is None else maker(sender_id)


async def deliver(app: Sanic, conversation: str, answers: Iterable[DeskMessage]) -> bool:
    """Send what the desk said, and is stored already; whether it went out.

    Args:
        app: The server.
        conversation: Whom to reach.
        answers: What was said.
    """
    channel = output_channel_for(conversation, app)
    if channel is None:
        return False
    went_out = False
    for answer in answers:
        try:
            said = {**answer.message, "id": answer.id, "at": answer.at, "response": answer.response, "by": answer.by}
            await channel.send_response(conversation, said)
        except Exception as error:  # noqa: BLE001  # of any channel; what was said stands in the history
            logger.warning("gateway.not_delivered", channel=channel.name(), error=type(error).__name__)
            return False
        went_out = True
    return went_out


def _makers(app: Sanic) -> dict[str, Maker]:
    if not hasattr(app.ctx, "output_channels"):
        app.ctx.output_channels = {}
    makers: dict[str, Maker] = app.ctx.output_channels
    return makers
