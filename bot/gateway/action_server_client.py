"""What the bot asks of the action server beside actions: who a shop's token stands for, and what a customer thought."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any, Final

import aiohttp

from bot.gateway.bounded_answers import BoundedAnswer
from core.tracing import onward

#: In seconds. Whoever waits sits in front of a page.
_PATIENCE: Final = 5


class ActionServerRefused(Exception):
    """The action server said no; `status` is its HTTP status and the text its reason."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class DeskUnavailable(Exception):
    """The action server can't be asked now."""


class DeskClient:
    """Asks the action server.

    Args:
        webhook: Where the bot runs actions, such as http://127.0.0.1:5055/webhook; what is asked here stands beside it.
        secret: What the bot shows; None where the action server wants nothing.
    """

    def __init__(self, webhook: str, secret: str | None) -> None:
        self._base = webhook.removesuffix("/webhook").rstrip("/")
        self._headers = {"Authorization": f"Bearer {secret}"} if secret else {}

    async def sign_in(self, conversation: str, customer_token: str) -> Mapping[str, Any]:
        """Sign the customer of a shop's token in to a conversation.

        Returns:
            `given_name`, which may be None, and `expires_at`.

        Raises:
            DeskRefused: The token is not good.
            DeskUnavailable: The action server can't be asked.
        """
        return await self._ask("/identity/sign-in", {"session": conversation, "token": customer_token})

    async def sign_out(self, conversation: str) -> None:
        """Forget who the customer of a conversation is.

        Raises:
            DeskRefused: The action server said no.
            DeskUnavailable: The action server can't be asked.
        """
        await self._ask("/identity/sign-out", {"session": conversation})

    async def feedback(self, thought: Mapping[str, Any]) -> None:
        """Keep what a customer thought of an answer.

        Raises:
            DeskRefused: It was not taken.
            DeskUnavailable: The action server can't be asked.
        """
        await self._ask("/feedback", thought)

    async def help_desk_told(self, kind: str, headers: Mapping[str, str], body: bytes) -> Mapping[str, Any]:
        """Hand on what a help desk sent, as it is; the action server checks who signed it.

        Returns:
            `result`: kept, repeated or ignored.

        Raises:
            DeskRefused: It is not signed, of another form, or of a help desk that is not configured.
            DeskUnavailable: The action server can't be asked.
        """
        return await self._send(f"/help_desk/{kind}", {"data": body, "headers": dict(headers)})

    async def _ask(self, path: str, what: Mapping[str, Any]) -> Mapping[str, Any]:
        return await self._send(path, {"json": what})

    async def _send(self, path: str, content: Mapping[str, Any]) -> Mapping[str, Any]:
        timeout = aiohttp.ClientTimeout(total=_PATIENCE)
        try:
            async with (
                aiohttp.ClientSession(
                    headers={**self._headers, **onward()}, timeout=timeout, response_class=BoundedAnswer
                ) as session,
                session.post(self._base + path, allow_redirects=False, **content) as response,
            ):
                answer = _object(await response.text(errors="replace"))
        except (aiohttp.ClientError, asyncio.TimeoutError) as error:
            raise DeskUnavailable(type(error).__name__) from error
        if response.status >= 500:
            raise DeskUnavailable(f"status {response.status}")
        if response.status >= 400:
            raise ActionServerRefused(response.status, str(answer.get("error") or "It was refused."))
        return answer


def _object(text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
