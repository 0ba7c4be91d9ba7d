"""A messaging platform as a channel of Rasa's: keeps what its webhook brings, answers 200, works it off after."""

from __future__ import annotations

import asyncio
import uuid
from abc import abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

import aiohttp
import structlog
from rasa.core.channels.channel import InputChannel, OutputChannel
from sanic import Blueprint, Sanic, response
from sanic.exceptions import PayloadTooLarge
from sanic.request import Request as SanicRequest
from sanic.response import HTTPResponse

from bot.channels.decoding import json_or_none
from bot.channels.delivery_worker import DeliveryWorker
from bot.channels.downloads import Downloads
from bot.channels.incoming import Incoming
from bot.channels.mailbox import Mailbox, MailboxFull
from bot.channels.outgoing import Answer, Call, ChannelWords, TryLater
from bot.channels.platform import NotReadable, Platform, Request
from bot.channels.posted_output import PostedOutput
from bot.channels.strangers import Strangers
from bot.channels.turns import TurnRunner
from bot.gateway.addresses import caller_of
from bot.gateway.bounded_answers import BoundedAnswer
from bot.gateway.container import gateway_of
from bot.gateway.errors import ApiError
from bot.gateway.output_channels import register_output_channel
from bot.responses.nlg import language_of
from bot.storage.conversation_store import look_at
from core.conversations.address import conversations_url
from core.database.engine import open_engine
from core.database.errors import StoreUnavailable
from core.languages import ENGLISH
from core.masking import mask
from core.settings import load_settings
from core.tracing import trace_kept

logger = structlog.get_logger(__name__)

#: How long a body that may be longer than a server takes as a rule may be on its way, seconds.
_BODY_SECONDS = 40.0
#: How long a platform may take to accept a message, seconds.
CALL_SECONDS = 20.0
#: After how many seconds a platform should bring again what could not be kept.
COME_AGAIN_SECONDS = 30


class MessagingChannel(InputChannel):
    """A platform's webhook. Without credentials it has no address at all, and the channel is off.

    Args:
        platform: The platform as configured, None where it is not.
    """

    platform_name: ClassVar[str]

    def __init__(self, platform: Platform | None) -> None:
        self.platform = platform
        self._mailbox: Mailbox | None = None
        self._worker: DeliveryWorker | None = None
        self._client: aiohttp.ClientSession | None = None
        self._strangers = Strangers(self.platform_name)

    @classmethod
    def name(cls) -> str:
        """The channel's name, also the last part of its address."""
        return cls.platform_name

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> MessagingChannel:
        """The channel as the environment sets it up; credentials.yml holds none.

        Raises:
            CredentialsIncomplete: It is set up in part.
        """
        return cls(cls.platform_from_environment())

    @classmethod
    @abstractmethod
    def platform_from_environment(cls) -> Platform | None:
        """The platform with the credentials of the environment, None where there are none."""

    def blueprint(self, on_new_message: Callable[..., Awaitable[Any]]) -> Blueprint:
        """The addresses of the webhook, none where the channel is off."""
        blueprint = Blueprint(f"{self.platform_name}_channel")
        if self.platform is None:
            return blueprint

        # Sanic marks what it registers, and methods can't be marked.
        # A longer body than the server takes is read by the handler, once it is known that it may be ours.
        @blueprint.post("/webhook", name="webhook", stream=True)
        async def webhook(request: SanicRequest) -> HTTPResponse:
            return await self._webhook(request)

        @blueprint.get("/webhook", name="handshake")
        async def handshake(request: SanicRequest) -> HTTPResponse:
            return await self._handshake(request)

        @blueprint.before_server_start
        async def start(app: Sanic, _loop: Any) -> None:
            await self._start(app)

        @blueprint.before_server_stop
        async def stop(_app: Sanic, _loop: Any) -> None:
            await self._stop()

        return blueprint

    async def _webhook(self, request: SanicRequest) -> HTTPResponse:
        if self.platform is None or self._mailbox is None or self._worker is None:
            return _refused(503, "The bot is starting; come again.")
        if not self.platform.admits(request.headers):
            return await self._stranger(request, 401, "The signature or secret of this request is missing or wrong.")
        if not await self._read(request, self.platform.longest_body):
            status = self.platform.too_long(request.headers)
            reason = f"The body is longer than {self.platform.longest_body} bytes, and is not taken."
            if not self.platform.authentic(Request(_target(request), request.headers, b"")):
                return await self._stranger(request, status, reason)
            logger.warning("channel.body_too_long", channel=self.platform_name)
            return _refused(status, reason)
        received = Request(_target(request), request.headers, request.body)
        # A body of megabytes takes a while.
        if not await asyncio.to_thread(self.platform.authentic, received):
            return await self._stranger(request, 401, "The signature or secret of this request is missing or wrong.")
        try:
            # A delivery may hold hundreds of messages, and others wait for this loop.
            messages = await asyncio.to_thread(_masked_messages, self.platform, received)
            acknowledgement = self.platform.acknowledge(received)
        except NotReadable as error:
            return _refused(400, f"This request can't be read: {error}.")
        try:
            conversations = await asyncio.to_thread(self._accept, messages) if messages else []
        except (StoreUnavailable, MailboxFull) as error:
            logger.error("channel.not_accepted", channel=self.platform_name, reason=str(error))
            return _refused(503, "Messages can't be kept right now; come again.", COME_AGAIN_SECONDS)
        for conversation in conversations:
            self._worker.wake(conversation)
        return response.text(acknowledgement.body, content_type=acknowledgement.content_type)

    @staticmethod
    async def _read(request: SanicRequest, longest: int) -> bool:
        """Read a body; False where it is longer than is taken, and then none of it is kept."""
        length = request.headers.get("content-length", "")
        if length.isdigit() and int(length) > longest:
            return False
        stream: Any = request.stream
        if longest > stream.request_max_size:
            # What a server takes as a rule is far less (core/sanic_setup.py has the time that is left).
            stream.request_max_size, request.ctx.body_seconds = longest, _BODY_SECONDS
        try:
            await request.receive_body()
        except PayloadTooLarge:
            return False
        return len(request.body) <= longest

    def _accept(self, messages: Sequence[Incoming]) -> list[str]:
        """Keep what was read, in a thread of its own; return the conversations that have something to do now.

        Raises:
            StoreUnavailable, MailboxFull: Nothing was kept.
        """
        return self._mailbox.accept(messages) if self._mailbox is not None else []

    async def _handshake(self, request: SanicRequest) -> HTTPResponse:
        arguments = {name: values[0] for name, values in request.args.items()}
        answer = self.platform.handshake(arguments) if self.platform is not None else None
        if answer is None:
            return await self._stranger(request, 403, "This is not the platform's check of the address.")
        return response.text(answer)

    async def _stranger(self, request: SanicRequest, status: int, reason: str) -> HTTPResponse:
        """Refuse who is not the platform: only they use up what an address may ask, as platforms have much to tell."""
        gateway = gateway_of(request.app)
        forwarded_for = ", ".join(request.headers.getall("x-forwarded-for", ()))
        caller = caller_of(request.ip or "", forwarded_for, gateway.proxies)
        self._strangers.count()
        try:
            await gateway.limits.request(caller.network, caller.site)
        except ApiError as refusal:
            return _refused(refusal.status, refusal.reason, refusal.retry_after)
        return _refused(status, reason)

    async def _post(self, conversation: str, calls: Sequence[Call]) -> None:
        if self._mailbox is None or self._worker is None:
            raise TryLater("the channel is off")
        await asyncio.to_thread(self._mailbox.post, conversation, calls)
        self._worker.wake(conversation)

    async def _start(self, app: Sanic) -> None:
        if self.platform is None:
            return
        self._client = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=CALL_SECONDS), response_class=BoundedAnswer
        )
        self._mailbox = Mailbox(open_engine(conversations_url(load_settings())), self.platform_name, uuid.uuid4().hex)
        turns = TurnRunner(self.platform, app, Downloads(self.platform, _largest_file()).fetch)
        self._worker = DeliveryWorker(self._mailbox, turns.answer, self._deliver)
        gateway_of(app).metrics.queues.add("conversations", self._mailbox.waiting)
        await self._worker.start()
        register_output_channel(app, f"{self.platform_name}:", partial(self._output_channel, app))

    def _output_channel(self, app: Sanic, sender_id: str) -> OutputChannel | None:
        """How a conversation is reached that nobody has just written in; not at all before the bot is loaded."""
        agent = getattr(app.ctx, "agent", None)
        if self.platform is None or agent is None or not agent.is_ready():
            return None

        async def words() -> ChannelWords:
            tracker = await look_at(agent.tracker_store, sender_id)
            language = language_of(tracker) if tracker is not None else ENGLISH
            return ChannelWords.from_generator(agent.processor.nlg, language, self.platform_name)

        return PostedOutput(self.platform, sender_id.partition(":")[2], words, self._post)

    async def _stop(self) -> None:
        if self._worker is not None:
            await self._worker.stop()
        if self._client is not None:
            await self._client.close()

    async def _deliver(self, call: Call) -> None:
        if self.platform is None or self._client is None:
            raise TryLater("the channel is off")
        sent: dict[str, Any] = {"data": call.body} if self.platform.form else {"json": call.body}
        try:
            async with self._client.post(
                self.platform.url(call), headers=self.platform.headers(), allow_redirects=False, **sent
            ) as answer:
                judged = Answer(answer.status, json_or_none(await answer.read()), answer.headers)
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
            # Its words may hold the address, and that a token.
            raise TryLater(type(error).__name__) from error
        self.platform.judge(judged)


def _largest_file() -> int:
    """The most bytes of a file that customers may send."""
    settings = load_settings()
    return max(settings.photo_megabytes, settings.video_megabytes) * 1_000_000


def _masked_messages(platform: Platform, received: Request) -> list[Incoming]:
    return [masked(message) for message in platform.read(received)]


def masked(message: Incoming) -> Incoming:
    """The message less what nobody needs to help with a return, and with its trace: it is about to be stored."""
    # Digits that only a country's plan makes a phone's may answer a question of the desk's: the turn decides on those.
    return replace(message, text=mask(message.text, ()), trace=trace_kept().get("trace"))


def _target(request: SanicRequest) -> str:
    return f"{request.path}?{request.query_string}" if request.query_string else str(request.path)


def _refused(status: int, reason: str, retry_after: int | None = None) -> HTTPResponse:
    headers = {"Retry-After": str(retry_after)} if retry_after is not None else {}
    return response.json({"error": reason}, status=status, headers=headers)
