"""What the bot asks of the return store beside actions: feedback, who somebody is, labels, help desks' reports."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final, Literal, Optional

import structlog
from pydantic import BaseModel, ConstrainedStr, Extra, ValidationError, conlist, validator

from actions.carrier.inbox import NotReadable
from actions.help_desk.incoming import NotUnderstood
from actions.help_desk.webhook_signature import BadSignature
from actions.labels.links import LONGEST_TOKEN, LinkOver, Part
from actions.server.photos_asked import PhotosAsked
from actions.server.photos_wanted import wanted
from actions.server.requests import BadBody, customer_writes, sign_in, sign_out
from actions.services import Services
from actions.shop_changes.inbox import NoIntake
from actions.shop_changes.request import LARGEST_DELIVERY, BadDelivery
from actions.sign_in.customer_token import TokenProblem, TokenRefused
from actions.store.feedback import Rating, Reason
from actions.store.tables.feedback import LONGEST_MESSAGE_ID, LONGEST_RESPONSE, LONGEST_WORDS
from actions.store.updates.deliveries import OtherContent
from core.action_desk import ActionAnswer
from core.clock import SystemClock, format_instant, parse_instant
from core.database.errors import StoreUnavailable
from core.outside_text import storable

logger = structlog.get_logger(__name__)

#: What is asked at a path of its own, and below which path help desks report.
PATHS: Final = (
    *("/feedback", "/identity/sign-in", "/identity/sign-out", "/identity/mail-link", "/labels/open"),
    "/tickets/writes",
)
HELP_DESK: Final = "/help_desk/"
#: Below which tracking services tell of parcels. The bot alone asks it, so that Ship24's secret stands in one header.
TRACKING: Final = "/tracking/"
LARGEST_TRACKING_BODY: Final = 512 * 1024
#: Below which the shop's own system tells of orders.
SHOP: Final = "/shop/"
LARGEST_SHOP_BODY: Final = 1_000_000
#: Below which photos are taken in and opened.
PHOTOS: Final = "/photos/"
#: Where the shop's systems tell of changes.
CHANGES: Final = "/store/changes"
#: A help desk's request is small; anything longer is none.
LONGEST_BODY: Final = 256 * 1024


class _Name(ConstrainedStr):
    min_length = 1
    max_length = 255


class _MessageId(ConstrainedStr):
    min_length = 1
    max_length = LONGEST_MESSAGE_ID


class _Response(ConstrainedStr):
    regex = r"^(utter_\w+|chat)$"
    max_length = LONGEST_RESPONSE


class _Words(ConstrainedStr):
    min_length = 1
    max_length = LONGEST_WORDS


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
    reason: Optional[Reason] = None
    words: Optional[_Words] = None

    class Config:
        """A key that nobody knows is a mistake."""

        extra = Extra.forbid

    @validator("at", pre=True)
    @classmethod
    def _at_is_an_instant(cls, value: object) -> datetime:
        return parse_instant(str(value))

    @validator("words")
    @classmethod
    def _words_can_be_stored(cls, value: Optional[str]) -> Optional[str]:
        return storable(value or "").strip() or None

    def as_rating(self) -> Rating:
        """The thumb that it is."""
        about = (self.response, tuple(self.facts))
        return Rating(self.session, self.message_id, self.value, *about, self.at, self.reason, self.words)


class _LinkToken(ConstrainedStr):
    max_length = LONGEST_TOKEN


class _Link(BaseModel):
    """A link that a customer opens."""

    token: _LinkToken
    part: Part


class _MailLink(BaseModel):
    """A link in a mail that somebody looks at, or whose button they press."""

    token: _LinkToken
    #: The network address that the button was pressed from, as a digest; None where the link is looked at alone.
    client: Optional[_Name]


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
_STORE_DOWN: Final = ActionAnswer(503, {"error": "The return store does not answer; try again in a moment."})


@dataclass(frozen=True)
class _Webhook:
    """How others' systems tell of something.

    Args:
        result: What the answer calls what came of it.
        receive: Takes it in by the system's name, the headers and the body; blocks.
        largest: In bytes, of the body.
    """

    result: str
    receive: Callable[[str, Mapping[str, str], bytes], object]
    largest: int

    async def told(self, name: str, headers: Mapping[str, str], body: bytes) -> ActionAnswer:
        """What a system is answered."""
        if len(body) > self.largest:
            return ActionAnswer(413, {"error": f"the body has more than {self.largest} bytes"})
        try:
            taken = await asyncio.to_thread(self.receive, name, headers, body)
        except LookupError as error:
            return ActionAnswer(404, {"error": error.args[0]})
        except BadSignature as error:
            return ActionAnswer(401, {"error": str(error)})
        except (NotReadable, NotUnderstood) as error:
            return ActionAnswer(400, {"error": str(error)})
        except StoreUnavailable:
            return ActionAnswer(503, {"error": "the store is not available; send it again later"})
        return ActionAnswer(200, {self.result: taken})


class Asked:
    """Answers what is asked at a path.

    Args:
        services: What answers with.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        identity = (self._signed_in, self._signed_out, self._mail_link)
        answers = (self._feedback, *identity, self._label_opened, self._customer_writes)
        self._photos = PhotosAsked(services.photos, partial(wanted, services=services))
        self._answers: dict[str, Callable[[bytes], Awaitable[ActionAnswer]]] = dict(zip(PATHS, answers, strict=True))

    async def answer(self, path: str, headers: Mapping[str, str], body: bytes) -> ActionAnswer:
        """The answer to a request; see `ActionDesk.ask`."""
        if path == CHANGES:
            return await self._changes_told(headers, body)
        if path.startswith(TRACKING):
            tracking = _Webhook("parcels", self._services.tracking.receive, LARGEST_TRACKING_BODY)
            return await tracking.told(path.removeprefix(TRACKING), headers, body)
        if path.startswith(SHOP):
            shop = _Webhook("results", self._services.shop.receive, LARGEST_SHOP_BODY)
            return await shop.told(path.removeprefix(SHOP), headers, body)
        if path.startswith(PHOTOS):
            return await self._photos.answer(path.removeprefix(PHOTOS), headers, body)
        if path.startswith(HELP_DESK):
            inbox = self._services.hand_over.inbox
            help_desk = _Webhook("result", lambda *request: inbox.receive(*request).value, LONGEST_BODY)
            return await help_desk.told(path.removeprefix(HELP_DESK), headers, body)
        if path not in self._answers:
            return ActionAnswer(404, {"error": f"nothing is asked at {path}"})
        return await self._answers[path](body)

    async def _feedback(self, body: bytes) -> ActionAnswer:
        try:
            rating = _Body.parse_obj(json.loads(body)).as_rating()
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            return ActionAnswer(400, {"error": f"{where}: {first['msg']}"})
        except (ValueError, RecursionError):
            return ActionAnswer(400, {"error": "the body is not JSON"})
        try:
            await asyncio.to_thread(self._services.feedback.keep, rating)
        except StoreUnavailable:
            logger.warning("store.unavailable", endpoint="feedback")
            return ActionAnswer(503, {"error": "the store does not answer; try again in a moment"})
        return ActionAnswer(200, {"stored": True})

    async def _changes_told(self, headers: Mapping[str, str], body: bytes) -> ActionAnswer:
        if len(body) > LARGEST_DELIVERY:
            return ActionAnswer(413, {"error": f"the body has more than {LARGEST_DELIVERY} bytes; send fewer changes"})
        try:
            answer = await asyncio.to_thread(self._services.changes.receive, headers, body)
        except NoIntake as error:
            return ActionAnswer(404, {"error": str(error)})
        except BadSignature as error:
            return ActionAnswer(401, {"error": str(error)})
        except OtherContent as error:
            return ActionAnswer(409, {"error": str(error)})
        except BadDelivery as error:
            return ActionAnswer(400, {"error": str(error)})
        except StoreUnavailable:
            logger.warning("store.unavailable", endpoint="changes")
            return ActionAnswer(503, {"error": "the store is not available; send it again later, with the same id"})
        return ActionAnswer(200, answer)

    async def _signed_in(self, body: bytes) -> ActionAnswer:
        try:
            session, token = sign_in(body)
            claims = await asyncio.to_thread(self._services.shop_sign_in.sign_in, session, token)
        except BadBody as error:
            return ActionAnswer(400, {"error": str(error)})
        except StoreUnavailable:
            return _STORE_DOWN
        except TokenRefused as refused:
            problem = refused.problem
            logger.info("sign_in.refused", problem=problem.value)
            self._services.metrics.sign_in_failed("shop_token", problem.value)
            said = {"error": _REASONS.get(problem, _REFUSED), "code": problem.value}
            return ActionAnswer(_STATUSES.get(problem, 401), said)
        return ActionAnswer(200, {"given_name": claims.given_name, "expires_at": format_instant(claims.expires_at)})

    async def _label_opened(self, body: bytes) -> ActionAnswer:
        try:
            wanted = _Link.parse_raw(body)
            opened = await asyncio.to_thread(self._services.labels.open, wanted.token, wanted.part)
        except (ValidationError, RecursionError):
            return ActionAnswer(400, {"error": "the body names no link and what of it is wanted"})
        except LinkOver:
            return ActionAnswer(404, {"error": "the link has run out or is none"})
        except StoreUnavailable:
            return _STORE_DOWN
        return ActionAnswer(200, opened)

    async def _mail_link(self, body: bytes) -> ActionAnswer:
        links, conversation = self._services.mail_links, None
        try:
            link = _MailLink.parse_raw(body)
            if link.client is None:
                works = await asyncio.to_thread(links.works, link.token)
            else:
                now = self._services.clock.now()
                pressed = await asyncio.to_thread(links.press, link.token, link.client, now)
                if pressed.wait is not None:
                    self._services.metrics.sign_in_failed("mail_link", "paused")
                    return ActionAnswer(429, {"error": "too many links that are none came from there"})
                conversation = pressed.conversation
                works = conversation is not None
        except (ValidationError, RecursionError):
            return ActionAnswer(400, {"error": "the body names no link"})
        except StoreUnavailable:
            return _STORE_DOWN
        if not works:
            self._services.metrics.sign_in_failed("mail_link", "refused")
            return ActionAnswer(404, {"error": "the link has run out, was used or is none"})
        return ActionAnswer(200, {"conversation": conversation})

    async def _signed_out(self, body: bytes) -> ActionAnswer:
        try:
            session = sign_out(body)
            await asyncio.to_thread(self._services.shop_sign_in.sign_out, session)
            await asyncio.to_thread(self._services.feedback.forget_words, session)
        except BadBody as error:
            return ActionAnswer(400, {"error": str(error)})
        except StoreUnavailable:
            return _STORE_DOWN
        return ActionAnswer(200, {})

    async def _customer_writes(self, body: bytes) -> ActionAnswer:
        try:
            # A sign lasts seconds, so it goes by a clock that runs, as the people's pages do.
            session, now = customer_writes(body), SystemClock().now()
            await asyncio.to_thread(self._services.hand_over.signs.customer_writes, session, now)
        except BadBody as error:
            return ActionAnswer(400, {"error": str(error)})
        except StoreUnavailable:
            return _STORE_DOWN
        return ActionAnswer(200, {})
