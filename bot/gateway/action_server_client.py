"""What the bot asks of the actions beside running one: who a shop's token stands for, and what a customer thought."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

import aiohttp

from bot.gateway.bounded_answers import BoundedAnswer
from core.action_desk import ActionAnswer
from core.tracing import onward

#: In seconds. Whoever waits sits in front of a page.
_PATIENCE: Final = 5
#: A large picture is made anew before its last piece is answered, one after the other.
_PHOTO_PATIENCE: Final = 25


class ActionServerRefused(Exception):
    """The action server said no; `status` is its HTTP status, the text its reason, `problem` a word for that."""

    def __init__(self, status: int, reason: str, problem: str | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.problem = problem


class DeskUnavailable(Exception):
    """The action server can't be asked now."""


#: Asks at a path, with headers and a body: `ActionDesk.ask`, or the same over HTTP.
Ask = Callable[[str, Mapping[str, str], bytes], Awaitable[ActionAnswer]]


class DeskClient:
    """Asks the actions.

    Args:
        ask: How they are asked.
        patience: How long that may take, in seconds.
    """

    def __init__(self, ask: Ask, patience: float = _PATIENCE) -> None:
        self._asked = ask
        self._patience = patience

    async def sign_in(self, conversation: str, customer_token: str) -> Mapping[str, Any]:
        """Sign the customer of a shop's token in to a conversation.

        Returns:
            `given_name`, which may be None, and `expires_at`.

        Raises:
            ActionServerRefused: The token is not good.
            DeskUnavailable: The action server can't be asked.
        """
        return await self._ask("/identity/sign-in", {"session": conversation, "token": customer_token})

    async def sign_out(self, conversation: str) -> None:
        """Forget who the customer of a conversation is.

        Raises:
            ActionServerRefused: The action server said no.
            DeskUnavailable: The action server can't be asked.
        """
        await self._ask("/identity/sign-out", {"session": conversation})

    async def feedback(self, thought: Mapping[str, Any]) -> None:
        """Keep what a customer thought of an answer.

        Raises:
            ActionServerRefused: It was not taken.
            DeskUnavailable: The action server can't be asked.
        """
        await self._ask("/feedback", thought)

    async def customer_writes(self, conversation: str) -> None:
        """Say that the customer of a conversation is writing, for the person who has their case.

        Raises:
            ActionServerRefused: It was not taken.
            DeskUnavailable: The action server can't be asked.
        """
        await self._ask("/tickets/writes", {"session": conversation})

    async def label(self, part: str, token: str) -> Mapping[str, Any]:
        """What stands behind a link to a label.

        Returns:
            `address`, or `content` in base64 with `media_type` and `name`.

        Raises:
            ActionServerRefused: The link has run out, or is none.
            DeskUnavailable: The action server can't be asked.
        """
        return await self._ask("/labels/open", {"token": token, "part": part})

    async def mail_link(self, token: str, client: str | None) -> Mapping[str, Any]:
        """Look at a link in an answer to a mail, or take it.

        Args:
            token: What the link holds.
            client: The network address that its button was pressed from, as a digest; None to look at it alone.

        Returns:
            `conversation`: in which the customer is known now; None where the link was only looked at.

        Raises:
            ActionServerRefused: The link has run out, was used or is none; with 429 too many were none.
            DeskUnavailable: The action server can't be asked.
        """
        return await self._ask("/identity/mail-link", {"token": token, "client": client})

    async def photos(self, what: str, told: Mapping[str, Any]) -> Mapping[str, Any]:
        """Ask about photos: to begin, remove, note as sent or open one.

        Raises:
            ActionServerRefused: It was not taken, or is not there.
            DeskUnavailable: The action server can't be asked.
        """
        return await self._ask(f"/photos/{what}", told)

    async def photo_piece(self, conversation: str, name: str, at: int, content: bytes) -> Mapping[str, Any]:
        """Hand on a piece of a photo.

        Returns:
            `file` and `received`, and `media_type` once it is whole.

        Raises:
            ActionServerRefused: The piece or the file is not taken.
            DeskUnavailable: The action server can't be asked, or takes too long.
        """
        headers = {"x-conversation": conversation, "x-file": name, "x-at": str(at)}
        return await self._send("/photos/piece", headers, content, _PHOTO_PATIENCE)

    async def help_desk_told(self, kind: str, headers: Mapping[str, str], body: bytes) -> Mapping[str, Any]:
        """Hand on what a help desk sent, as it is; the action server checks who signed it.

        Returns:
            `result`: kept, repeated or ignored.

        Raises:
            ActionServerRefused: It is not signed, of another form, or of a help desk that is not configured.
            DeskUnavailable: The action server can't be asked.
        """
        return await self._send(f"/help_desk/{kind}", headers, body)

    async def tracking_told(self, service: str, headers: Mapping[str, str], body: bytes) -> Mapping[str, Any]:
        """Hand on what a tracking service sent, as it is; the action server checks who it was.

        Returns:
            `parcels`: of how many parcels it tells that somebody has asked for.

        Raises:
            ActionServerRefused: It is not proven, of another form, or of a service that is not set up.
            DeskUnavailable: The action server can't be asked.
        """
        return await self._send(f"/tracking/{service}", headers, body)

    async def shop_told(self, kind: str, headers: Mapping[str, str], body: bytes) -> Mapping[str, Any]:
        """Hand on what the shop's own system sent, as it is; the action server checks who signed it.

        Returns:
            `results`: how many records came to each.

        Raises:
            ActionServerRefused: It is not signed, of another form, or of a shop that is not connected.
            DeskUnavailable: The action server can't be asked, or takes longer than anybody waits.
        """
        return await self._send(f"/shop/{kind}", headers, body)

    async def changes_told(self, headers: Mapping[str, str], body: bytes) -> Mapping[str, Any]:
        """Hand on a delivery of the shop's systems, as it is; the action server checks who signed it.

        Returns:
            `results`, one a change, and `released`.

        Raises:
            ActionServerRefused: It is not signed or of another form, or no changes are taken in.
            DeskUnavailable: The action server can't be asked, or takes longer than anybody waits.
        """
        return await self._send("/store/changes", headers, body)

    async def _ask(self, path: str, what: Mapping[str, Any]) -> Mapping[str, Any]:
        return await self._send(path, {"content-type": "application/json"}, json.dumps(what).encode())

    async def _send(
        self, path: str, headers: Mapping[str, str], body: bytes, patience: float | None = None
    ) -> Mapping[str, Any]:
        try:
            answer = await asyncio.wait_for(self._asked(path, headers, body), patience or self._patience)
        except (aiohttp.ClientError, asyncio.TimeoutError) as error:
            raise DeskUnavailable(type(error).__name__) from error
        if answer.status >= 500:
            raise DeskUnavailable(f"status {answer.status}")
        content: Mapping[str, Any] = answer.content if isinstance(answer.content, dict) else {}
        problem = str(content["problem"]) if content.get("problem") else None
        if answer.status >= 400:
            raise ActionServerRefused(answer.status, str(content.get("error") or "It was refused."), problem)
        return content


def over_http(webhook: str, secret: str | None) -> Ask:
    """What asks the action server.

    Args:
        webhook: Where the bot runs actions, such as http://127.0.0.1:5055/webhook; what is asked here stands beside it.
        secret: What the bot shows; None where the action server wants nothing.
    """
    base = webhook.removesuffix("/webhook").rstrip("/")
    shown = {"Authorization": f"Bearer {secret}"} if secret else {}

    async def ask(path: str, headers: Mapping[str, str], body: bytes) -> ActionAnswer:
        async with (
            aiohttp.ClientSession(headers={**shown, **onward()}, response_class=BoundedAnswer) as session,
            session.post(base + path, allow_redirects=False, data=body, headers=dict(headers)) as response,
        ):
            return ActionAnswer(response.status, _parsed(await response.text(errors="replace")))

    return ask


def _parsed(text: str) -> Any:
    try:
        return json.loads(text) if text else None
    except ValueError:
        return None
