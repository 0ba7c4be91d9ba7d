"""The actions as the bot asks them (core/action_desk.py), the same over HTTP and within its process.

An action that fails answers with the error's kind only: neither a stack trace nor a customer's data leaves this module
or reaches the log.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException
from sanic import Sanic

from actions.photos.expiry import PhotoExpiry
from actions.server.asked import Asked
from actions.server.registry import all_actions
from actions.server.requests import BadBody, action_call
from actions.server.timing import ActionTimes
from actions.server.workers import run_beside
from actions.services import Services
from core.action_desk import ActionAnswer
from core.health.check import Check
from core.health.shutdown import Drain
from core.log_privacy import talking_in
from core.metrics import ServerMetrics

logger = structlog.get_logger(__name__)


class ServedActions:
    """All actions with their services.

    Args:
        services: What the actions work with.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._executor = ActionExecutor()
        self._times = ActionTimes(services.metrics, self._executor.actions)
        self._asked = Asked(services)
        for action in all_actions(services):
            self._executor.register_action(action)

    @property
    def metrics(self) -> ServerMetrics:
        """What they measure, with what every server does."""
        return self._services.metrics

    @property
    def checks(self) -> Sequence[Check]:
        """What they need in order to work."""
        return self._services.readiness.checks

    async def run(self, call: bytes, earlier: Sequence[dict[str, Any]] = ()) -> ActionAnswer:
        """Run an action; see `ActionDesk`."""
        try:
            read = action_call(call, earlier)
            with talking_in(read["tracker"]["sender_id"]), self._times.of(read["next_action"]):
                return ActionAnswer(200, await self._executor.run(read))
        except BadBody as error:
            return ActionAnswer(400, {"error": str(error)})
        except ActionExecutionRejection as rejection:
            return ActionAnswer(400, {"error": rejection.message, "action_name": rejection.action_name})
        except ActionNotFoundException as missing:
            return ActionAnswer(404, {"error": missing.message, "action_name": missing.action_name})
        except Exception as error:  # noqa: BLE001  # its words may be a customer's
            return failure(error)

    async def ask(self, path: str, headers: Mapping[str, str], body: bytes) -> ActionAnswer:
        """Ask something else; see `ActionDesk`."""
        try:
            return await self._asked.answer(path, headers, body)
        except Exception as error:  # noqa: BLE001  # its words may be a customer's
            return failure(error)

    def attend(self, app: Sanic, drain: Drain) -> None:
        """Run the workers until the server is asked to end."""
        run_beside(app, self._services.hand_over.worker, drain)
        run_beside(app, PhotoExpiry(self._services.photos), drain)
        if self._services.reminding.worker is not None:
            run_beside(app, self._services.reminding.worker, drain)
        if self._services.write_back is not None:
            run_beside(app, self._services.write_back, drain)
        if self._services.watch is not None:
            run_beside(app, self._services.watch, drain)


def failure(error: Exception) -> ActionAnswer:
    """The answer where something failed, after a line in the log that says where."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    where = f"{frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}" if frame else ""
    logger.error("action.failed", error=type(error).__name__, where=where)
    return ActionAnswer(500, {"error": type(error).__name__})
