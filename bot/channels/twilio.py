"""WhatsApp (or SMS) by Twilio's Programmable Messaging."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urljoin, urlparse, urlsplit

from twilio.request_validator import RequestValidator, add_port, remove_port

from bot.channels.channel import MessagingChannel
from bot.channels.choices import numbered
from bot.channels.credentials import CredentialsIncomplete, api_url, credentials, secret
from bot.channels.decoding import form_body
from bot.channels.incoming import ATTACHMENT_INTENT, Incoming, attachments, delivery_id, identifier, words
from bot.channels.outgoing import Answer, Call, ChannelWords, OutgoingMessage, Place, Refused
from bot.channels.platform import (
    Acknowledgement,
    Getting,
    NotReadable,
    Platform,
    Request,
    content_of,
    judge_status,
    pieces,
    same,
)
from core.notation import as_guarded, as_plain

TEXT_LIMIT = 1600

_WHATSAPP = "whatsapp:"
_ELSEWHERE = (HTTPStatus.FOUND, HTTPStatus.SEE_OTHER, HTTPStatus.TEMPORARY_REDIRECT)
#: What is no picture, video or file: a voice message, a contact.
_NO_FILES = ("audio/", "text/")


class Twilio(Platform):
    """A number of a Twilio account.

    Args:
        account_sid: The account.
        auth_token: What Twilio signs its requests with, and what calls are made with.
        number: The number, as `whatsapp:+14155238886`, or `+14155238886` for SMS.
        public_url: The bot's address as Twilio knows it, which is part of what it signs: `https://bot.shop.example`.
        api: The base address of the API.
    """

    name = "twilio"
    form = True
    #: Where its API sends who asks for a file.
    media_hosts = (".twiliocdn.com", "s3-external-1.amazonaws.com")

    def __init__(
        self, account_sid: str, auth_token: str, number: str, public_url: str, api: str = "https://api.twilio.com"
    ) -> None:
        self._account = account_sid
        self._token = auth_token
        self._number = number
        self._public_url = public_url.rstrip("/")
        self._api = api

    def authentic(self, request: Request) -> bool:
        """Twilio signs the address and the form; whether it counts a default port in the address is not certain."""
        try:
            fields = _Fields(form_body(request))
        except NotReadable:
            return False
        address = urlparse(self._public_url + request.target)
        validator = RequestValidator(self._token)
        given = request.headers.get("X-Twilio-Signature")
        plain, ported = (
            same(given, validator.compute_signature(form(address), fields)) for form in (remove_port, add_port)
        )
        return plain or ported

    def read(self, request: Request) -> list[Incoming]:
        """A message to our number; reports on messages that the bot has sent are left out."""
        fields = {name: values[-1] for name, values in form_body(request).items()}
        sender, delivery = identifier(fields, "From"), delivery_id(fields, "MessageSid")
        ours = (fields.get("AccountSid"), fields.get("To")) == (self._account, self._number)
        if not ours or sender is None or delivery is None or "MessageStatus" in fields:
            return []
        if sender.startswith(_WHATSAPP) is not self._number.startswith(_WHATSAPP):
            return []
        text = words(fields, "Body")
        attached = fields.get("NumMedia", "0") != "0" or "Latitude" in fields
        if not text and not attached:
            return []
        intent = None if text else ATTACHMENT_INTENT
        files = attachments(_files(fields))
        return [Incoming(delivery, sender.removeprefix(_WHATSAPP), text, intent=intent, attached=files)]

    def media(self, reference: str, get: Getting) -> bytes:
        """Account and token open a file of ours, or the way to one elsewhere, where they are not shown."""
        path = urlsplit(reference).path
        if not path.startswith(f"/2010-04-01/Accounts/{self._account}/") or ".." in path:
            raise Refused("a file of another account")
        found = get(self._api + path, self.headers())
        if found.status in _ELSEWHERE:
            found = get(urljoin(self._api, found.headers.get("Location") or ""))
        return content_of(found)

    def write(self, place: Place, said: OutgoingMessage, words: ChannelWords) -> list[Call]:
        """Plain messages; choices are a numbered text, as buttons would need templates that Twilio has approved."""
        text = numbered(said.text, said.buttons, words.reply_with_number) if said.buttons else said.text
        to = (_WHATSAPP if self._number.startswith(_WHATSAPP) else "") + place.chat
        path = f"/2010-04-01/Accounts/{self._account}/Messages.json"
        # A text message has no marks, and an invisible sign would halve its length.
        shown = as_guarded if to.startswith(_WHATSAPP) else as_plain
        whom = {"To": to, "From": self._number}
        picture = [Call(path, {**whom, "MediaUrl": said.picture})] if said.picture and to.startswith(_WHATSAPP) else []
        return [*picture, *(Call(path, {**whom, "Body": piece}) for piece in pieces(text, TEXT_LIMIT, shown))]

    def url(self, call: Call) -> str:
        """The address of a resource."""
        return self._api + call.path

    def headers(self) -> Mapping[str, str]:
        """Account and token."""
        pair = base64.b64encode(f"{self._account}:{self._token}".encode()).decode()
        return {"Authorization": f"Basic {pair}"}

    def judge(self, answer: Answer) -> None:
        """Twilio's status says all."""
        judge_status(answer)

    def acknowledge(self, request: Request) -> Acknowledgement:
        """An empty TwiML: nothing to do right now."""
        return Acknowledgement("<Response/>", "text/xml")


class TwilioChannel(MessagingChannel):
    """Twilio as a channel of Rasa's."""

    platform_name = Twilio.name

    @classmethod
    def platform_from_environment(cls) -> Twilio | None:
        """Twilio with RETURNDESK_TWILIO_ACCOUNT_SID, …_AUTH_TOKEN and …_NUMBER, and RETURNDESK_PUBLIC_URL."""
        found = credentials(cls.platform_name, ("account_sid", "auth_token", "number"))
        if found is None:
            return None
        public_url = secret("RETURNDESK_PUBLIC_URL")
        if public_url is None:
            raise CredentialsIncomplete(
                "the channel twilio needs RETURNDESK_PUBLIC_URL, the address that Twilio calls, to check signatures"
            )
        return Twilio(**found, public_url=public_url, api=api_url(cls.platform_name, "https://api.twilio.com"))


def _files(fields: Mapping[str, str]) -> list[str | None]:
    """The addresses of what was sent with a message."""
    given = fields.get("NumMedia", "0")
    numbers = range(min(int(given), 100)) if given.isascii() and given.isdigit() and len(given) <= 3 else ()
    named = [(fields.get(f"MediaUrl{each}"), fields.get(f"MediaContentType{each}", "")) for each in numbers]
    return [address for address, kind in named if address and not kind.startswith(_NO_FILES)]


class _Fields(dict[str, list[str]]):
    """A form as Twilio's validator reads it, names that come several times included."""

    def getlist(self, name: str) -> list[str]:
        """All values of a name."""
        return self[name]
