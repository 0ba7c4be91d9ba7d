"""What the webhooks of others' systems have in common: the bot passes them on, and the actions know their secrets."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from bot.gateway.action_server_client import ActionServerRefused, DeskUnavailable
from bot.gateway.base import WebChannel
from bot.gateway.errors import ApiError

#: In seconds: when who could not be served may come again.
_LATER: Final = 30


class SignedWebhook(WebChannel):
    """A channel whose requests go on as they came, with no other headers than those that prove who sent them."""

    async def pass_on(
        self,
        request: Request,
        proof: Mapping[str, str],
        tell: Callable[[Mapping[str, str], bytes], Awaitable[Any]],
        *,
        again: str = "send it again.",
    ) -> HTTPResponse:
        """What the actions answer to a request.

        Args:
            request: As it came.
            proof: The headers that prove who sent it.
            tell: Hands proof and body on to the actions.
            again: How a request that can't be taken now is sent once more.

        Raises:
            ApiError: The actions refuse it, or don't answer.
        """
        try:
            return json_response(await tell(proof, request.body))
        except DeskUnavailable:
            raise ApiError(503, f"The desk can't take this just now; {again}", _LATER) from None
        except ActionServerRefused as refused:
            # Whoever is let in may have much to tell; only others use up what an address may ask.
            caller = self.caller(request)
            await self.gateway.limits.request(caller.network, caller.site)
            raise ApiError(refused.status, str(refused)) from None


def headers_of(request: Request) -> dict[str, str]:
    """A request's readable headers, by lower-case name."""
    return {name.lower(): value for name, value in request.headers.items() if value.isascii()}
