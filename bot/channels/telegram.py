"""Telegram: the Bot API with a webhook."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlencode

from bot.channels.channel import MessagingChannel
from bot.channels.choices import choice_id
from bot.channels.credentials import api_url, credentials
from bot.channels.decoding import json_body, json_or_none
from bot.channels.incoming import (
    ATTACHMENT_INTENT,
    GREETING_INTENT,
    Incoming,
    attachments,
    identifier,
    locale,
    part,
    parts,
    words,
)
from bot.channels.outgoing import Answer, Button, Call, ChannelWords, OutgoingMessage, Place, Refused, TryLater
from bot.channels.platform import (
    Acknowledgement,
    Getting,
    Platform,
    Request,
    TooLarge,
    content_of,
    judge_status,
    pieces,
    same,
)
from bot.channels.splitting import as_telegram_html, shortened

TEXT_LIMIT = 4096
TITLE_LIMIT = 64

#: What a message may hold instead of text. Anything else without text, such as a new member, needs no answer.
_ATTACHMENTS = (
    *("photo", "sticker", "voice", "audio", "video", "video_note", "animation", "document", "location", "venue"),
    *("contact", "poll", "dice", "story"),
)
_TOKEN_REFUSED = (401, 404)


class Telegram(Platform):
    """A Telegram bot.

    Args:
        token: The bot's token, whose first part is the bot's id.
        secret: What Telegram was told to send along with each update (`secret_token` of `setWebhook`).
        api: The base address of the API.
    """

    name = "telegram"

    def __init__(self, token: str, secret: str, api: str = "https://api.telegram.org") -> None:
        self._token = token
        self._secret = secret
        self._api = api
        self._bot_id = token.partition(":")[0]

    def authentic(self, request: Request) -> bool:
        """Telegram proves itself by the secret that it was told."""
        return same(request.headers.get("X-Telegram-Bot-Api-Secret-Token"), self._secret)

    def read(self, request: Request) -> list[Incoming]:
        """The message or pressed button of an update; edits, channel posts and other bots are left out."""
        update = json_body(request)
        update_id = identifier(update, "update_id")
        if update_id is None:
            return []
        message = part(update, "message", kind=dict)
        pressed = part(update, "callback_query", kind=dict)
        read = self._message(update_id, message) if message else self._pressed(update_id, pressed) if pressed else None
        return [read] if read else []

    def _message(self, delivery: str, message: dict[str, Any]) -> Incoming | None:
        person = identifier(message, "from", "id")
        private = part(message, "chat", "type", kind=str) == "private"
        group = None if private else identifier(message, "chat", "id")
        if person is None or part(message, "from", "is_bot", kind=bool) or not (private or group):
            return None
        text = words(message, "text") or words(message, "caption")
        if group and not self._meant_for_bot(message, text):
            return None
        attached = any(name in message for name in _ATTACHMENTS)
        files = () if group else attachments(_files(message))
        if not text and not attached:
            return None
        said, intent = _command(text) if text.startswith("/") else (text, None if text else ATTACHMENT_INTENT)
        return Incoming(
            delivery,
            person,
            said,
            intent=intent,
            group=group,
            thread=identifier(message, "message_thread_id") if part(message, "is_topic_message", kind=bool) else None,
            sent_at=part(message, "date", kind=int),
            locale=locale(message, "from", "language_code"),
            attached=files,
        )

    def _meant_for_bot(self, message: dict[str, Any], text: str) -> bool:
        """In a group: a command, an answer to the bot, or a mention of it. Telegram keeps the rest from most bots."""
        if text.startswith("/") or identifier(message, "reply_to_message", "from", "id") == self._bot_id:
            return True
        mentions = (identifier(entity, "user", "id") for entity in parts(message, "entities"))
        return self._bot_id in mentions

    def _pressed(self, delivery: str, pressed: dict[str, Any]) -> Incoming | None:
        person = identifier(pressed, "from", "id")
        chat = identifier(pressed, "message", "chat", "id")
        choice = words(pressed, "data")
        if person is None or chat is None or not choice:
            return None
        private = part(pressed, "message", "chat", "type", kind=str) == "private"
        rows = part(pressed, "message", "reply_markup", "inline_keyboard", kind=list) or []
        buttons = [button for row in rows if isinstance(row, list) for button in parts(row)]
        title = next((words(button, "text") for button in buttons if button.get("callback_data") == choice), "")
        return Incoming(
            delivery,
            person,
            title,
            choice=choice,
            group=None if private else chat,
            locale=locale(pressed, "from", "language_code"),
        )

    def write(self, place: Place, said: OutgoingMessage, words: ChannelWords) -> list[Call]:
        """Messages in Telegram's HTML; the buttons stand below the last one, one in a row."""
        bodies: list[dict[str, Any]] = [
            {
                "chat_id": place.chat,
                "text": piece,
                "parse_mode": "HTML",
                "link_preview_options": {"is_disabled": True},
                **({"message_thread_id": int(place.thread)} if place.thread else {}),
            }
            for piece in pieces(said.text, TEXT_LIMIT, as_telegram_html)
        ]
        if said.buttons and bodies:
            bodies[-1]["reply_markup"] = {"inline_keyboard": [[_key(button)] for button in said.buttons]}
        calls = [Call("/sendMessage", body) for body in bodies]
        if said.picture:
            thread = {"message_thread_id": int(place.thread)} if place.thread else {}
            calls.insert(0, Call("/sendPhoto", {"chat_id": place.chat, "photo": said.picture, **thread}))
        return calls

    def url(self, call: Call) -> str:
        """The token is part of the address."""
        return f"{self._api}/bot{self._token}{call.path}"

    def media(self, reference: str, get: Getting) -> bytes:
        """Telegram tells where a file is, for an hour; it gives out 20 MB at most."""
        found = get(f"{self._api}/bot{self._token}/getFile?{urlencode({'file_id': reference})}")
        told = json_or_none(found.body)
        if found.status == HTTPStatus.BAD_REQUEST and "too big" in words(told, "description"):
            raise TooLarge("Telegram gives out no such large files")
        self.judge(Answer(found.status, told, found.headers))
        path = words(told, "result", "file_path")
        if not path or ".." in path:
            raise Refused("Telegram does not tell where the file is")
        return content_of(get(f"{self._api}/file/bot{self._token}/{quote(path)}"))

    def judge(self, answer: Answer) -> None:
        """Telegram names the seconds to wait in the body; a refused token looks like a missing page."""
        if answer.status in _TOKEN_REFUSED:
            raise TryLater("Telegram refuses the token")
        wait = part(answer.body, "parameters", "retry_after", kind=int)
        if wait is not None:
            raise TryLater("rate limit", float(wait))
        try:
            judge_status(answer)
        except Refused as refusal:
            raise Refused(words(answer.body, "description")[:120] or str(refusal)) from refusal

    def acknowledge(self, request: Request) -> Acknowledgement:
        """A pressed button shows a clock until it is answered; the reply to the webhook may say so."""
        pressed = identifier(json_body(request), "callback_query", "id")
        if pressed is None:
            return Acknowledgement()
        method = {"method": "answerCallbackQuery", "callback_query_id": pressed}
        return Acknowledgement(json.dumps(method), "application/json")


class TelegramChannel(MessagingChannel):
    """Telegram as a channel of Rasa's."""

    platform_name = Telegram.name

    @classmethod
    def platform_from_environment(cls) -> Telegram | None:
        """Telegram with RETURNDESK_TELEGRAM_TOKEN and …_SECRET."""
        found = credentials(cls.platform_name, ("token", "secret"))
        return Telegram(**found, api=api_url(cls.platform_name, "https://api.telegram.org")) if found else None


def _files(message: dict[str, Any]) -> list[str | None]:
    """The ids of a message's picture, the largest of its sizes, or of its video or file; stickers and the like not."""
    sizes = parts(message, "photo")
    if sizes:
        return [part(sizes[-1], "file_id", kind=str)]
    names = () if "animation" in message else ("video", "video_note", "document")
    return [part(message, name, "file_id", kind=str) for name in names if name in message]


def _command(text: str) -> tuple[str, str | None]:
    """The words of a command; "/start", which Telegram sends when a person opens the bot, is a greeting."""
    command, _, rest = text[1:].partition(" ")
    name = command.partition("@")[0]
    if name == "start":
        return "", GREETING_INTENT
    return f"{name} {rest}".strip(), None


def _key(button: Button) -> dict[str, str]:
    return {"text": shortened(button.title, TITLE_LIMIT), "callback_data": choice_id(button.payload)}
