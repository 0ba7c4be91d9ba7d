"""The action server's endpoints beside Rasa's: feedback, signing in and out, and the help desk's way in."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Literal

import structlog
from pydantic import BaseModel, ConstrainedStr, Extra, ValidationError, conlist, validator
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from actions.help_desk.hand_over import HandOver
from actions.help_desk.incoming import NotUnderstood
from actions.help_desk.webhook_signature import BadSignature
from actions.server.requests import BadBody, sign_in, sign_out
from actions.sign_in.customer_token import TokenProblem, TokenRefused
from actions.sign_in.shop_sign_in import ShopSignIn
from actions.store.feedback import Feedback, Rating
from actions.store.tables.feedback import LONGEST_MESSAGE_ID, LONGEST_RESPONSE
from core.clock import format_instant, parse_instant
from core.database.errors import StoreUnavailable
from core.health.shutdown import Drain
from core.metrics import ActionMetrics

logger = structlog.get_logger(__name__)


class _Name(ConstrainedStr):
    min_length = 1
    max_length = 255


class _MessageId(ConstrainedStr):
    min_length = 1
    max_length = LONGEST_MESSAGE_ID


class _Response(ConstrainedStr):
    regex = r"^utter_\w+$"
    max_length = LONGEST_RESPONSE


class _FactId(ConstrainedStr):
    regex = r"^[a-z][a-z0-9_.]*$"
    max_length = 100


class _Body(BaseModel):
    """What the channel sends."""

    session: _Name
    message_id: _MessageId
    value: Literal["up", "down"]
    response: _Response
    facts: conlist(_FactId, max_items=50)  # type: ignore[valid-type]  # a list that the class checks
    at: datetime

    class Config:
        """A key that nobody knows is a mistake."""

        extra = Extra.forbid

    @validator("at", pre=True)
    @classmethod
    def _at_is_an_instant(cls, value: object) -> datetime:
        return parse_instant(str(value))

    def as_rating(self) -> Rating:
        """The thumb that it is."""
        return Rating(self.session, self.message_id, self.value, self.response, tuple(self.facts), self.at)


def serve_feedback(app: Sanic, feedback: Feedback) -> None:
    """Add the endpoint to the action server."""

    @app.post("/feedback")
    async def keep(request: Request) -> HTTPResponse:
        try:
            rating = _Body.parse_obj(json.loads(request.body)).as_rating()
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            return json_response({"error": f"{where}: {first['msg']}"}, status=400)
        except (ValueError, RecursionError):
            return json_response({"error": "the body is not JSON"}, status=400)
        try:
            await asyncio.to_thread(feedback.keep, rating)
        except StoreUnavailable:
            logger.warning("store.unavailable", endpoint="feedback")
            return json_response({"error": "the store does not answer; try again in a moment"}, status=503)
        return json_response({"stored": True})


#: A help desk's request is small; anything longer is none.
LONGEST_BODY = 256 * 1024


def serve_hand_over(app: Sanic, hand_over: HandOver, drain: Drain) -> None:
    """Add `POST /help_desk/<kind>`, and run the worker until the server is asked to end."""
    task: list[asyncio.Task[None]] = []
    drain.when_leaving.append(hand_over.worker.stop)

    @app.post("/help_desk/<kind:str>")
    async def told(request: Request, kind: str) -> HTTPResponse:
        if len(request.body) > LONGEST_BODY:
            return json_response({"error": f"the body has more than {LONGEST_BODY} bytes"}, status=413)
        headers = {str(name).lower(): str(value) for name, value in request.headers.items()}
        try:
            outcome = await asyncio.to_thread(hand_over.inbox.receive, kind, headers, request.body)
        except LookupError as error:
            return json_response({"error": error.args[0]}, status=404)
        except BadSignature as error:
            return json_response({"error": str(error)}, status=401)
        except NotUnderstood as error:
            return json_response({"error": str(error)}, status=400)
        except StoreUnavailable:
            return json_response({"error": "the store is not available; send it again later"}, status=503)
        return json_response({"result": outcome.value})

    @app.listener("after_server_start")
    async def start(_: Sanic, __: Any) -> None:
        task.append(asyncio.create_task(hand_over.worker.run()))

    @app.listener("before_server_stop")
    async def stop(_: Sanic, __: Any) -> None:
        for running in task:
            running.cancel()


_REASONS: Final[Mapping[TokenProblem, str]] = {
    TokenProblem.NOT_CONFIGURED: "Signing in is not set up; see RETURNDESK_CUSTOMER_JWKS.",
    TokenProblem.EXPIRED: "The customer token has expired; ask the shop for a new one.",
    TokenProblem.NOT_YET_VALID: "The customer token is not valid yet; check the shop's clock.",
    TokenProblem.LIVES_TOO_LONG: "The customer token is good for too long; see RETURNDESK_CUSTOMER_TOKEN_MINUTES.",
    TokenProblem.UNKNOWN_CUSTOMER: "The customer token names a customer that is not in the store.",
    TokenProblem.KEYS_UNAVAILABLE: "The shop's public keys can't be read now; try again in a minute.",
    TokenProblem.ANOTHERS_CONVERSATION: "Another customer was known in this chat before; begin a new session.",
}
_STATUSES: Final[Mapping[TokenProblem, int]] = {
    TokenProblem.KEYS_UNAVAILABLE: 503,
    TokenProblem.ANOTHERS_CONVERSATION: 403,
}
_REFUSED: Final = "The customer token is not accepted; the code says what is wrong with it."


def serve_identity(app: Sanic, shop: ShopSignIn, metrics: ActionMetrics) -> None:
    """Add `POST /identity/sign-in` and `POST /identity/sign-out`."""

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
            said = {"error": _REASONS.get(problem, _REFUSED), "code": problem.value}
            return json_response(said, status=_STATUSES.get(problem, 401))
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
