"""A turn whose action could not be run fails as a whole, so that a client that sends its message again loses nothing.

Where the action server does not answer, Rasa goes on as if the action had nothing to say: the customer's message would
be acknowledged, and answered with nothing. Here the turn fails instead: the channel says 503, nothing is stored, and
the message is handled when it comes again. An action that answers with a failure of its own ends no turn: it would fail
again.
"""

from __future__ import annotations

import asyncio
from typing import Any, Final, Optional

import aiohttp
from rasa.core.actions.action import RemoteAction
from rasa.core.processor import MessageProcessor
from rasa.utils.endpoints import ClientResponseError

#: What a proxy says in the place of an action server that is away.
_AWAY: Final = frozenset({502, 503, 504})
_BROKEN_OFF: Final = (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError, asyncio.TimeoutError)


class ActionServerAway(Exception):
    """An action could not be run, because its server did not answer. The turn is to be tried again."""


def keep_turns_whole() -> None:
    """Replace two methods of Rasa's, for this process; doing so again changes nothing."""
    if MessageProcessor._run_action is not _run_action:
        RemoteAction._run_unwatched = RemoteAction.run
        RemoteAction.run = _run
        MessageProcessor._run_action_or_go_on = MessageProcessor._run_action
        MessageProcessor._run_action = _run_action


async def _run(action: Any, *arguments: Any, **named: Any) -> Any:
    """Run an action on its server.

    Raises:
        ActionServerAway: The server did not answer.
    """
    try:
        return await action._run_unwatched(*arguments, **named)
    except Exception as error:
        if _is_away(error):
            raise ActionServerAway(action.name()) from error
        raise


def _is_away(error: Exception) -> bool:
    """Whether an error of Rasa's means that the server could not be reached, and may be in a moment."""
    # Rasa raises an error of its own in the place of the one that says so.
    reason = error.__cause__ or error.__context__ or error
    if isinstance(reason, ClientResponseError):
        return reason.status in _AWAY
    # What took too long was cancelled for it, which is the cause then.
    return any(isinstance(each, _BROKEN_OFF) for each in (error, reason))


class _Watched:
    """An action, and whether its server was away when it ran. Rasa itself would only write that to its log."""

    def __init__(self, action: Any) -> None:
        self._action = action
        self.away: Optional[ActionServerAway] = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._action, name)

    async def run(self, *arguments: Any, **named: Any) -> Any:
        try:
            return await self._action.run(*arguments, **named)
        except ActionServerAway as away:
            self.away = away
            raise


async def _run_action(processor: Any, action: Any, *arguments: Any, **named: Any) -> bool:
    """Rasa's own method, but a turn whose action server was away ends here.

    Raises:
        ActionServerAway: It was.
    """
    watched = _Watched(action)
    goes_on = await processor._run_action_or_go_on(watched, *arguments, **named)
    if watched.away is not None:
        raise watched.away
    return bool(goes_on)
