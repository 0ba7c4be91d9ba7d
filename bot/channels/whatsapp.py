"""WhatsApp by Meta's Cloud API."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlencode

from bot.channels.channel import MessagingChannel
from bot.channels.choices import choice_id, numbered
from bot.channels.credentials import api_url, credentials
from bot.channels.decoding import json_body, json_or_none
from bot.channels.incoming import ATTACHMENT_INTENT, Incoming, attachments, delivery_id, identifier, part, parts, words
from bot.channels.meta import CREDENTIALS, GRAPH_URL, GRAPH_VERSION, MetaPlatform
from bot.channels.outgoing import Answer, Button, Call, ChannelWords, OutgoingMessage, Place
from bot.channels.platform import Getting, Request, content_of, pieces
from bot.channels.splitting import shortened, units
from core.notation import as_guarded

TEXT_LIMIT = 4096
INTERACTIVE_TEXT_LIMIT = 1024
MOST_BUTTONS = 3
BUTTON_TITLE_LIMIT = 20
MOST_ROWS = 10
ROW_TITLE_LIMIT = 24
ROW_DESCRIPTION_LIMIT = 72

_FILES = frozenset({"image", "video", "document"})
_ATTACHMENTS = frozenset({"image", "audio", "video", "document", "sticker", "location", "contacts", "order"})


class WhatsApp(MetaPlatform):
    """A WhatsApp number of the Cloud API.

    Args:
        phone_number_id: Meta's id of the number; messages to other numbers of the same app are not ours.
        meta: What every channel of Meta's needs.
    """

    name = "whatsapp"
    media_hosts = ("lookaside.fbsbx.com",)

    def __init__(self, phone_number_id: str, **meta: str) -> None:
        super().__init__(**meta)
        self._number = phone_number_id

    def read(self, request: Request) -> list[Incoming]:
        """Messages and pressed buttons; receipts, reactions and notices are left out."""
        body = json_body(request)
        if part(body, "object", kind=str) != "whatsapp_business_account":
            return []
        changes = [change for entry in parts(body, "entry") for change in parts(entry, "changes")]
        messages = [
            message
            for change in changes
            if part(change, "field", kind=str) == "messages"
            and identifier(change, "value", "metadata", "phone_number_id") == self._number
            for message in parts(change, "value", "messages")
        ]
        return [read for read in map(_message, messages) if read is not None]

    def media(self, reference: str, get: Getting) -> bytes:
        """Meta tells where a file is, for five minutes; both are asked for with the token."""
        query = urlencode({"phone_number_id": self._number})
        found = get(f"{self._api}/{GRAPH_VERSION}/{quote(reference, safe='')}?{query}", self.headers())
        told = json_or_none(found.body)
        self.judge(Answer(found.status, told, found.headers))
        return content_of(get(words(told, "url"), self.headers()))

    def write(self, place: Place, said: OutgoingMessage, words: ChannelWords) -> list[Call]:
        """Plain messages; up to three short choices are buttons, up to ten a list, more a numbered text."""
        interactive = _buttons(said.buttons) or _list(said.buttons, words)
        if said.buttons and interactive is None:
            said = replace(said, text=numbered(said.text, said.buttons, words.reply_with_number), buttons=())
        texts = list(pieces(said.text, INTERACTIVE_TEXT_LIMIT if interactive else TEXT_LIMIT, as_guarded))
        contents: list[dict[str, Any]] = [
            {"type": "text", "text": {"body": text, "preview_url": False}} for text in texts
        ]
        if interactive and texts:
            contents[-1] = {"type": "interactive", "interactive": {**interactive, "body": {"text": texts[-1]}}}
        if said.picture:
            contents.insert(0, {"type": "image", "image": {"link": said.picture}})
        to = {"messaging_product": "whatsapp", "recipient_type": "individual", "to": place.chat}
        return [Call(f"/{self._number}/messages", {**to, **content}) for content in contents]


class WhatsAppChannel(MessagingChannel):
    """WhatsApp as a channel of Rasa's."""

    platform_name = WhatsApp.name

    @classmethod
    def platform_from_environment(cls) -> WhatsApp | None:
        """WhatsApp with RETURNDESK_WHATSAPP_TOKEN, …_APP_SECRET, …_VERIFY_TOKEN and …_PHONE_NUMBER_ID."""
        found = credentials(cls.platform_name, (*CREDENTIALS, "phone_number_id"))
        return WhatsApp(**found, api=api_url(cls.platform_name, GRAPH_URL)) if found else None


def _message(message: dict[str, Any]) -> Incoming | None:
    delivery, person = delivery_id(message, "id"), identifier(message, "from")
    kind = part(message, "type", kind=str)
    if delivery is None or person is None:
        return None
    text, choice, intent, attached = "", "", None, attachments(())
    if kind == "text":
        text = words(message, "text", "body")
    elif kind == "button":  # the button of a template
        text, choice = words(message, "button", "text"), words(message, "button", "payload")
    elif kind == "interactive":
        reply = part(message, "interactive", kind=dict) or {}
        pressed = reply.get("button_reply") or reply.get("list_reply")
        text, choice = words(pressed, "title"), words(pressed, "id")
    elif kind in _ATTACHMENTS:
        text = words(message, kind, "caption")
        intent = None if text else ATTACHMENT_INTENT
        attached = attachments([part(message, kind, "id", kind=str)] if kind in _FILES else ())
    if not (text or choice or intent):
        return None
    return Incoming(
        delivery, person, text, choice=choice or None, intent=intent, sent_at=_seconds(message), attached=attached
    )


def _seconds(message: dict[str, Any]) -> float | None:
    stamp = identifier(message, "timestamp")
    return float(stamp) if stamp is not None and stamp.isdecimal() and len(stamp) <= 12 else None


def _buttons(buttons: tuple[Button, ...]) -> dict[str, Any] | None:
    if not 1 <= len(buttons) <= MOST_BUTTONS or any(units(button.title) > BUTTON_TITLE_LIMIT for button in buttons):
        return None
    replies = [{"type": "reply", "reply": {"id": choice_id(each.payload), "title": each.title}} for each in buttons]
    return {"type": "button", "action": {"buttons": replies}}


def _list(buttons: tuple[Button, ...], words: ChannelWords) -> dict[str, Any] | None:
    if not 1 <= len(buttons) <= MOST_ROWS or any(units(button.title) > ROW_DESCRIPTION_LIMIT for button in buttons):
        return None
    return {
        "type": "list",
        "action": {"button": words.choose, "sections": [{"rows": [_row(each) for each in buttons]}]},
    }


def _row(button: Button) -> dict[str, str]:
    row = {"id": choice_id(button.payload), "title": shortened(button.title, ROW_TITLE_LIMIT)}
    return row if row["title"] == button.title else {**row, "description": button.title}
