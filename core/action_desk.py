"""What the bot asks of the custom actions, wherever they run: on a server of their own, or in the bot's process.

The bot and the actions know nothing of each other. Both know this; who starts them puts them together
(returndesk/serve/bot_with_actions.py), or actions/server/app.py puts HTTP between them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sanic import Sanic

from core.health.check import Check
from core.health.shutdown import Drain
from core.metrics import ServerMetrics


@dataclass(frozen=True)
class ActionAnswer:
    """What came of a call, as HTTP says it.

    Args:
        status: 200, or the HTTP status of what went wrong.
        content: What is answered, as JSON has it; `error` says what went wrong.
    """

    status: int
    content: Any


class ActionDesk(Protocol):
    """The custom actions, and what else is asked of those who have the return store."""

    @property
    def metrics(self) -> ServerMetrics:
        """What they measure, with what every server does."""

    @property
    def checks(self) -> Sequence[Check]:
        """What they need in order to work."""

    async def run(self, call: bytes, earlier: Sequence[dict[str, Any]] = ()) -> ActionAnswer:
        """Run an action. It raises nothing: whatever goes wrong is an answer with a status.

        Args:
            call: Rasa's call as JSON. As text, so that nobody shares a conversation with whoever goes on with it.
            earlier: Events that stand before those of the call, as JSON has them, where they were read for a call
                before. No action changes them.
        """

    async def ask(self, path: str, headers: Mapping[str, str], body: bytes) -> ActionAnswer:
        """Ask something else: what feedback, sign-ins, shops and help desks bring. It raises nothing either.

        Args:
            path: /feedback, /identity/sign-in, /identity/sign-out, /identity/mail-link, /labels/open,
                /tickets/writes, /store/changes, /tracking/<service> or /help_desk/<kind>.
            headers: By their names in lower case.
            body: What came with it.
        """

    def attend(self, app: Sanic, drain: Drain) -> None:
        """Have a server that was not started yet do what nobody asks for: deliver to help desks, send reminders."""
