"""Facebook Messenger: webhooks of a page and the Send API."""

from __future__ import annotations

from typing import Any, ClassVar

from bot.channels.channel import MessagingChannel
from bot.channels.choices import choice_id, numbered
from bot.channels.credentials import api_url, credentials
from bot.channels.decoding import json_body
from bot.channels.incoming import ATTACHMENT_INTENT, Incoming, attachments, delivery_id, identifier, part, parts, words
from bot.channels.meta import CREDENTIALS, GRAPH_URL, MetaPlatform
from bot.channels.outgoing import Button, Call, ChannelWords, OutgoingMessage, Place
from bot.channels.platform import Getting, Request, content_of, pieces
from bot.channels.splitting import units
from core.notation import as_guarded

TEXT_LIMIT = 2000
TITLE_LIMIT = 20
MOST_QUICK_REPLIES = 13

_FILES = frozenset({"image", "video", "file"})
_MILLISECONDS = 1000


class Messenger(MetaPlatform):
    """A Facebook page."""

    name = "messenger"
    #: What Meta calls whose messages come.
    subscribed_object: ClassVar[str] = "page"
    text_limit: ClassVar[int] = TEXT_LIMIT
    #: Whether choices stand in the text as well, for who is not shown quick replies.
    numbers_always: ClassVar[bool] = False
    media_hosts: ClassVar[tuple[str, ...]] = (".fbcdn.net", ".fbsbx.com")

    @staticmethod
    def size(text: str) -> int:
        """How long a text is, as the platform counts."""
        return units(text)

    def read(self, request: Request) -> list[Incoming]:
        """Messages and pressed buttons; receipts, reactions, edits and echoes of the page's own are left out."""
        body = json_body(request)
        if part(body, "object", kind=str) != self.subscribed_object:
            return []
        events = [event for entry in parts(body, "entry") for event in parts(entry, "messaging")]
        return [read for read in map(_event, events) if read is not None]

    def media(self, reference: str, get: Getting) -> bytes:
        """The message names a signed address itself."""
        return content_of(get(reference))

    def write(self, place: Place, said: OutgoingMessage, words: ChannelWords) -> list[Call]:
        """Plain messages; quick replies stand below the last one. Titles that are too long become a numbered text."""
        buttons = said.buttons
        short = all(units(button.title) <= TITLE_LIMIT for button in buttons)
        plain = short and not (self.numbers_always and buttons)
        text = said.text if plain else numbered(said.text, buttons, words.reply_with_number)
        if not short:
            buttons = tuple(Button(str(number), button.payload) for number, button in enumerate(buttons, start=1))
        if len(buttons) > MOST_QUICK_REPLIES:
            text, buttons = numbered(said.text, said.buttons, words.reply_with_number), ()
        messages: list[dict[str, Any]] = [
            {"text": piece} for piece in pieces(text, self.text_limit, as_guarded, self.size)
        ]
        if buttons and messages:
            messages[-1]["quick_replies"] = [
                {"content_type": "text", "title": button.title, "payload": choice_id(button.payload)}
                for button in buttons
            ]
        if said.picture:
            shown = {"type": "image", "payload": {"url": said.picture, "is_reusable": False}}
            messages.insert(0, {"attachment": shown})
        recipient = {"id": place.chat}
        return [
            Call("/me/messages", {"recipient": recipient, "messaging_type": "RESPONSE", "message": message})
            for message in messages
        ]


class MessengerChannel(MessagingChannel):
    """Facebook Messenger as a channel of Rasa's."""

    platform_name = Messenger.name

    @classmethod
    def platform_from_environment(cls) -> Messenger | None:
        """Messenger with RETURNDESK_MESSENGER_TOKEN, …_APP_SECRET and …_VERIFY_TOKEN."""
        found = credentials(cls.platform_name, CREDENTIALS)
        return Messenger(**found, api=api_url(cls.platform_name, GRAPH_URL)) if found else None


def _event(event: dict[str, Any]) -> Incoming | None:
    person = identifier(event, "sender", "id")
    message, postback = part(event, "message", kind=dict), part(event, "postback", kind=dict)
    milliseconds = part(event, "timestamp", kind=int)
    sent_at = milliseconds / _MILLISECONDS if milliseconds is not None and abs(milliseconds) < 1e15 else None
    if person is None:
        return None
    if postback is not None:
        delivery = delivery_id(postback, "mid") or f"{person}:{milliseconds}"
        choice = words(postback, "payload")
        return Incoming(delivery, person, words(postback, "title"), choice=choice or None, sent_at=sent_at)
    if message is None or part(message, "is_echo", kind=bool) or part(message, "is_deleted", kind=bool):
        return None
    mid, text = delivery_id(message, "mid"), words(message, "text")
    if mid is None or not (text or parts(message, "attachments")):
        return None
    choice = words(message, "quick_reply", "payload")
    intent = None if text else ATTACHMENT_INTENT
    attached = attachments(_addresses(message))
    return Incoming(mid, person, text, choice=choice or None, intent=intent, sent_at=sent_at, attached=attached)


def _addresses(message: dict[str, Any]) -> list[str | None]:
    """Where pictures, videos and files are; stickers are none, as the thumb that the app has a key for."""
    files = [each for each in parts(message, "attachments") if words(each, "type") in _FILES]
    return [part(each, "payload", "url", kind=str) for each in files if not identifier(each, "payload", "sticker_id")]
