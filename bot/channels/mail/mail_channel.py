"""E-mail as a platform and a channel: mails come by Postmark, Mailgun or from a mailbox, answers go by SMTP."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import replace
from email.headerregistry import Address
from email.utils import parseaddr
from functools import partial
from typing import Any, TypeVar

import structlog
from sanic import Blueprint, Sanic

from bot.channels.channel import MessagingChannel, masked
from bot.channels.choices import numbered
from bot.channels.credentials import CredentialsIncomplete, credentials, secret
from bot.channels.incoming import Incoming
from bot.channels.mail.correspondence import Correspondence, Thread
from bot.channels.mail.imap import checked
from bot.channels.mail.letter import from_mime
from bot.channels.mail.link_page import LinkPage
from bot.channels.mail.mailbox_watch import MailboxWatch
from bot.channels.mail.reading import incoming_of
from bot.channels.mail.services import Mailgun, Postmark, Service
from bot.channels.mail.smtp import Server, send
from bot.channels.mail.writing import answer_mail, html_text, new_message_id, plain_text
from bot.channels.mailbox import MailboxFull
from bot.channels.outgoing import Call, ChannelWords, OutgoingMessage, Place, Refused, TryLater
from bot.channels.photos import ChannelPhotos
from bot.channels.platform import NotReadable, Platform, Request
from bot.gateway.container import gateway_of
from core.conversations.address import conversations_url
from core.database.engine import open_engine
from core.database.errors import StoreUnavailable
from core.notation import escaped
from core.settings import load_settings

logger = structlog.get_logger(__name__)

_Answered = TypeVar("_Answered")
#: What is asked without words once a customer is known: what they asked before (actions/answers/resume_question.py).
KNOWN_INTENT = "give_details"
#: What a process leases that looks; no conversation has such a name.
_LOOKING = "/mailbox"


class Mail(Platform):
    """The desk's address.

    Args:
        own: The address.
        server: The server that sends.
        services: Those that may bring mails.
        mailbox: The mailbox that mails are taken from, None where they are brought.
    """

    name = "email"
    #: Postmark sends what is attached as base64.
    longest_body = 30_000_000
    holds_files = True

    def __init__(
        self, own: Address, server: Server, services: Sequence[Service] = (), mailbox: Server | None = None
    ) -> None:
        self.own = own
        self.server = server
        self.mailbox = mailbox
        self._services = services

    def authentic(self, request: Request) -> bool:
        """Whether one of the services proves itself."""
        return any(service.authentic(request) for service in self._services)

    def admits(self, headers: Mapping[str, str]) -> bool:
        """Whether it may be one of the services that asks; Postmark proves itself by its headers."""
        return any(service.admits(headers) for service in self._services)

    def too_long(self, headers: Mapping[str, str]) -> int:
        """What the service takes for a refusal for good: anything else it would come again after, for hours."""
        return next(service.never_again for service in self._services if service.admits(headers))

    def read(self, request: Request) -> list[Incoming]:
        """The mail of a request."""
        service = next(service for service in self._services if service.authentic(request))
        read = incoming_of(service.read(request), self.own)
        return [read] if read is not None else []

    def write(self, place: Place, said: OutgoingMessage, words: ChannelWords) -> list[Call]:
        """A mail of its own."""
        return self.write_turn(place, [said], words)

    def write_turn(self, place: Place, said: Sequence[OutgoingMessage], words: ChannelWords) -> list[Call]:
        """One mail, however much is said. A number chooses among what was offered last, so only that is numbered."""
        offering = [index for index, each in enumerate(said) if each.buttons]
        texts = [
            each.text
            if not each.buttons
            else numbered(each.text, each.buttons, words.reply_with_number)
            if index == offering[-1]
            else "\n".join([each.text, "", *(f"– {escaped(button.title)}" for button in each.buttons)])
            for index, each in enumerate(said)
        ]
        text = "\n\n".join(each for each in texts if each)
        if not text:
            return []
        body = {
            "conversation": place.conversation,
            "plain": plain_text(text),
            "html": html_text(text),
            # Made now, so that a mail that is sent twice is the same one to who gets it.
            "message_id": new_message_id(place.conversation, self.own),
        }
        return [Call("", body)]

    def written_by(self, incoming: Incoming) -> str | None:
        """The address in its From."""
        return Thread.from_text(incoming.thread).address if incoming.thread else None

    def url(self, call: Call) -> str:
        """The server that sends."""
        return f"smtp://{self.server.host}:{self.server.port}"


class MailChannel(MessagingChannel):
    """E-mail as a channel of Rasa's."""

    platform_name = Mail.name
    platform: Mail | None

    def __init__(self, platform: Mail | None) -> None:
        super().__init__(platform)
        self._correspondence: Correspondence | None = None
        self._watch: MailboxWatch | None = None
        self._looking: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._photos: ChannelPhotos | None = None

    @classmethod
    def platform_from_environment(cls) -> Mail | None:
        """E-mail with RETURNDESK_EMAIL_ADDRESS and …_SMTP_URL, and what brings mails."""
        found = credentials(cls.platform_name, ("address", "smtp_url"))
        if found is None:
            return None
        production = os.environ.get("RETURNDESK_ENV", "development") == "production"
        server = Server.from_url("RETURNDESK_EMAIL_SMTP_URL", found["smtp_url"], "smtp", production=production)
        password, key = (secret(f"RETURNDESK_EMAIL_{name}") for name in ("POSTMARK_PASSWORD", "MAILGUN_SIGNING_KEY"))
        services: list[Service] = [*([Postmark(password)] if password else []), *([Mailgun(key)] if key else [])]
        imap = "RETURNDESK_EMAIL_IMAP_URL"
        url = secret(imap)
        mailbox = checked(imap, Server.from_url(imap, url, "imap", production=production)) if url else None
        if not services and mailbox is None:
            raise CredentialsIncomplete(
                "the channel email has nothing that brings mails: set RETURNDESK_EMAIL_IMAP_URL, "
                "RETURNDESK_EMAIL_POSTMARK_PASSWORD or RETURNDESK_EMAIL_MAILGUN_SIGNING_KEY"
            )
        return Mail(_own_address(found["address"]), server, services, mailbox)

    def blueprint(self, on_new_message: Callable[..., Awaitable[Any]]) -> Blueprint:
        """The addresses of the webhook, and of the page behind links in answers."""
        routes = super().blueprint(on_new_message)
        if self.platform is not None:
            LinkPage(self.platform_name, self._answer_known).add_to(routes)
        return routes

    async def _answer_known(self, conversation: str, key: str) -> None:
        """Have answered what was asked in a conversation whose customer has just proven who they are; once for a key.

        Raises:
            StoreUnavailable: It could not be kept.
        """
        if self._correspondence is None or self._worker is None:
            raise StoreUnavailable("the channel is off")
        person = conversation.partition(":")[2]
        thread = await asyncio.to_thread(self._correspondence.find, person)
        if thread is None:
            return
        asked = Incoming(key, person, intent=KNOWN_INTENT, thread=thread.as_text(), sent_at=time.time())
        # Kept as a mail is, so that it is answered once, also where this process ends now.
        for each in await asyncio.to_thread(super()._accept, [asked]):
            self._worker.wake(each)

    async def _start(self, app: Sanic) -> None:
        if self.platform is not None:
            self._correspondence = Correspondence(open_engine(conversations_url(load_settings())), self.platform_name)
            self._loop, self._photos = asyncio.get_running_loop(), ChannelPhotos(gateway_of(app).desk)
        await super()._start(app)
        if self.platform is not None and self.platform.mailbox is not None and self._mailbox is not None:
            may_read = partial(self._mailbox.take, _LOOKING)
            self._watch = MailboxWatch(self.platform.mailbox, may_read, partial(self._keep, self.platform.own))
            self._looking = asyncio.create_task(self._watch.run())

    async def _stop(self) -> None:
        if self._watch is not None and self._looking is not None:
            self._watch.stop()
            self._looking.cancel()
            await asyncio.gather(self._looking, return_exceptions=True)
        await super()._stop()

    def _keep(self, own: Address, raw: bytes, whole: bool) -> bool:
        """Keep a mail of the mailbox and have it answered, in a thread of its own; whether it gets an answer."""
        try:
            read = incoming_of(from_mime(raw, whole=whole), own)
        except NotReadable:
            return False
        except Exception as error:  # noqa: BLE001 - what can't be read is left for a person, and those after it taken
            logger.error("channel.mail_not_read", channel=self.platform_name, error=type(error).__name__)
            return False
        if read is None:
            return False
        for conversation in self._accept([masked(read)]):
            if self._worker is not None and self._loop is not None:
                self._loop.call_soon_threadsafe(self._worker.wake, conversation)
        return True

    def _accept(self, messages: Sequence[Incoming]) -> list[str]:
        if self._correspondence is None:
            return []
        placed = [self._with_files_kept(message) for message in self._correspondence.placed(messages)]
        try:
            return super()._accept(placed)
        except (StoreUnavailable, MailboxFull):
            for message in placed:
                discarding = partial(
                    ChannelPhotos.discard, conversation=self._sender(message), attached=message.attached
                )
                self._of_photos(discarding)
            raise

    def _with_files_kept(self, message: Incoming) -> Incoming:
        """The message with its files at the desk, as the mailbox holds none; a mail that comes again brings none."""
        if not message.attached or (self._mailbox is not None and self._mailbox.knows(message)):
            return replace(message, attached=())
        taking = partial(ChannelPhotos.take_in, conversation=self._sender(message), attached=message.attached)
        kept = self._of_photos(taking)
        return replace(message, attached=kept)

    def _of_photos(self, question: Callable[[ChannelPhotos], Coroutine[Any, Any, _Answered]]) -> _Answered:
        """What the desk answers about photos, for a thread of its own.

        Raises:
            StoreUnavailable: The channel is off.
        """
        if self._loop is None or self._photos is None:
            raise StoreUnavailable("the channel is off")
        return asyncio.run_coroutine_threadsafe(question(self._photos), self._loop).result()

    def _sender(self, message: Incoming) -> str:
        return f"{self.platform_name}:{message.conversation}"

    async def _deliver(self, call: Call) -> None:
        if self.platform is None or self._correspondence is None:
            raise TryLater("the channel is off")
        body: Mapping[str, Any] = call.body
        try:
            thread = await asyncio.to_thread(self._correspondence.find, body["conversation"])
        except StoreUnavailable as error:
            raise TryLater("the store is away") from error
        if thread is None:
            raise Refused("the conversation was forgotten")
        mail = answer_mail(
            self.platform.own,
            thread,
            body["conversation"],
            plain=body["plain"],
            html=body["html"],
            message_id=body["message_id"],
        )
        await send(mail, self.platform.server, self.platform.own, thread.address)


def _own_address(given: str) -> Address:
    """The desk's address, with the name that stands before it, if any.

    Raises:
        CredentialsIncomplete: It is none.
    """
    name, address = parseaddr(given)
    try:
        own = Address(name, addr_spec=address)
    except (ValueError, IndexError) as error:
        raise CredentialsIncomplete("RETURNDESK_EMAIL_ADDRESS is no e-mail address") from error
    if not own.username or not own.domain or "+" in own.username:
        raise CredentialsIncomplete("RETURNDESK_EMAIL_ADDRESS is no e-mail address, or has a + in it")
    return own
