"""The endpoints by which the bot's doors sign a conversation in and out."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Final

import structlog
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from actions.action_call import BadBody, sign_in, sign_out
from actions.clock import format_instant
from actions.customer_token import TokenProblem, TokenRefused
from actions.metrics import ActionMetrics
from actions.shop_sign_in import ShopSignIn
from actions.store.errors import StoreUnavailable

logger = structlog.get_logger(__name__)

_REASONS: Final[Mapping[TokenProblem, str]] = {
    TokenProblem.NOT_CONFIGURED: "Signing in is not set up; see RETURNDESK_CUSTOMER_JWKS.",
    TokenProblem.EXPIRED: "The customer token has expired; ask the shop for a new one.",
    TokenProblem.NOT_YET_VALID: "The customer token is not valid yet; check the shop's clock.",
    TokenProblem.LIVES_TOO_LONG: "The customer token is good for too long; see RETURNDESK_CUSTOMER_TOKEN_MINUTES.",
    TokenProblem.UNKNOWN_CUSTOMER: "The customer token names a customer that is not in the store.",
    TokenProblem.KEYS_UNAVAILABLE: "The shop's public keys can't be read now; try again in a minute.",
}
_REFUSED: Final = "The customer token is not accepted; the code says what is wrong with it."


def serve_identity(app: Sanic, shop: ShopSignIn, metrics: ActionMetrics) -> None:
    """Adds `POST /identity/sign-in` and `POST /identity/sign-out`."""

    @app.post("/identity/sign-in")
    async def signed_in(request: Request) -> HTTPResponse:
        try:
            session, token = sign_in(request.body)
            claims = await asyncio.to_thread(shop.sign_in, session, token)
        except BadBody as error:
            return json_response({"error": str(error)}, status=400)
        except StoreUnavailable:
            return _store_down()
        except TokenRefused as refused:
            problem = refused.problem
            logger.info("sign_in.refused", problem=problem.value)
            metrics.sign_in_failed("shop_token", problem.value)
            status = 503 if problem is TokenProblem.KEYS_UNAVAILABLE else 401
            return json_response({"error": _REASONS.get(problem, _REFUSED), "code": problem.value}, status=status)
        return json_response({"given_name": claims.given_name, "expires_at": format_instant(claims.expires_at)})

    @app.post("/identity/sign-out")
    async def signed_out(request: Request) -> HTTPResponse:
        try:
            await asyncio.to_thread(shop.sign_out, sign_out(request.body))
        except BadBody as error:
            return json_response({"error": str(error)}, status=400)
        except StoreUnavailable:
            return _store_down()
        return json_response({})


def _store_down() -> HTTPResponse:
    return json_response({"error": "The return store does not answer; try again in a moment."}, status=503)
