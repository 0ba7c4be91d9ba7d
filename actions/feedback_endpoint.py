"""`POST /feedback`: keeps a customer's thumb on one of the bot's messages. docs/cards.md describes the body."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime
from typing import Literal

import structlog
from pydantic import BaseModel, ConstrainedStr, Extra, ValidationError, conlist, validator
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from actions.clock import parse_instant
from actions.store.errors import StoreUnavailable
from actions.store.feedback import Feedback, Rating
from actions.store.feedback_tables import LONGEST_MESSAGE_ID, LONGEST_RESPONSE

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
    """What the door sends."""

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
    """Adds the endpoint to the action server."""

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
