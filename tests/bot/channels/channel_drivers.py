"""A person on each platform: writes, presses and reads as the platform does it, with its own words for everything."""

from __future__ import annotations

import itertools
import re
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import requests
from channel_requests import (
    INSTAGRAM_TOKEN,
    META_SECRET,
    META_TOKEN,
    META_VERIFY,
    PHONE_NUMBER_ID,
    PUBLIC_URL,
    SLACK_SECRET,
    SLACK_TOKEN,
    TELEGRAM_SECRET,
    TELEGRAM_TOKEN,
    TWILIO_ACCOUNT,
    TWILIO_NUMBER,
    TWILIO_TOKEN,
    encoded,
    instagram,
    messenger_event,
    messenger_text,
    meta_headers,
    slack_headers,
    slack_message,
    slack_press,
    telegram_headers,
    telegram_press,
    telegram_update,
    twilio_form,
    twilio_headers,
    whatsapp_message,
    whatsapp_text,
)
from platform_stand_in import StandIn
from sqlalchemy import func, select

from bot.channels.mailbox_tables import inbox, outbox
from core.database.engine import open_engine
from core.notation import as_plain

ANSWER_SECONDS = 60
_NUMBERED = re.compile(r"^(\d+)\. (.+)$", re.MULTILINE)
_COUNT = itertools.count(int(time.time() * 1000) % 10**9)


def unique() -> int:
    """A number that no other message or person of this run has."""
    return next(_COUNT)


def channel_settings(stand_in: StandIn) -> dict[str, str]:
    """The variables that turn every channel on, with the stand-in in the platforms' place."""
    meta = {"TOKEN": META_TOKEN, "APP_SECRET": META_SECRET, "VERIFY_TOKEN": META_VERIFY}
    by_channel = {
        "TELEGRAM": {"TOKEN": TELEGRAM_TOKEN, "SECRET": TELEGRAM_SECRET},
        "SLACK": {"TOKEN": SLACK_TOKEN, "SIGNING_SECRET": SLACK_SECRET},
        "MESSENGER": meta,
        "INSTAGRAM": {**meta, "TOKEN": INSTAGRAM_TOKEN},
        "WHATSAPP": {**meta, "PHONE_NUMBER_ID": PHONE_NUMBER_ID},
        "TWILIO": {"ACCOUNT_SID": TWILIO_ACCOUNT, "AUTH_TOKEN": TWILIO_TOKEN, "NUMBER": TWILIO_NUMBER},
    }
    settings = {
        f"RETURNDESK_{channel}_{name}": value
        for channel, values in by_channel.items()
        for name, value in {**values, "API_URL": stand_in.url}.items()
    }
    return {**settings, "RETURNDESK_PUBLIC_URL": PUBLIC_URL}


@dataclass(frozen=True)
class Shown:
    """What a person sees at once: the text without marks, and what they can press, each with what pressing sends."""

    text: str
    choices: tuple[tuple[str, str], ...] = ()


class Person(ABC):
    """Somebody on a platform.

    Args:
        bot: The address of the bot.
        stand_in: The platform.
        conversations: The database of the conversations, in which the channels' mailboxes are.
    """

    platform: str

    def __init__(self, bot: str, stand_in: StandIn, conversations: str) -> None:
        self.webhook = f"{bot}/webhooks/{self.platform}/webhook"
        self.stand_in = stand_in
        self.conversations = open_engine(conversations)
        self.number = unique()
        self._read = 0

    @property
    @abstractmethod
    def chat(self) -> str:
        """Where the bot's messages go."""

    @abstractmethod
    def text_delivery(self, text: str, message: int) -> tuple[bytes, dict[str, str]]:
        """The delivery of a text: body and signed headers. `message` makes its id."""

    @abstractmethod
    def press_delivery(self, choice: str, title: str, message: int) -> tuple[bytes, dict[str, str]]:
        """The delivery of a pressed button."""

    @abstractmethod
    def attachment_delivery(self, message: int) -> tuple[bytes, dict[str, str]]:
        """The delivery of a sticker or voice message."""

    @abstractmethod
    def photo_deliveries(self, names: Sequence[str], caption: str, message: int) -> list[tuple[bytes, dict[str, str]]]:
        """The deliveries of pictures that lie at the platform under these names; one where the platform has albums."""

    @abstractmethod
    def shown(self, body: dict[str, Any]) -> Shown:
        """What a call shows the person."""

    def say(self, text: str) -> list[Shown]:
        """Writes, and returns what the bot answers."""
        return self.deliver(*self.text_delivery(text, unique()))

    def press(self, shown: Shown, title: str) -> list[Shown]:
        """Presses what bears this title, or begins with it where the platform shortens."""
        choice, whole = next((choice, seen) for seen, choice in shown.choices if title.startswith(seen.rstrip("…")))
        return self.deliver(*self.press_delivery(choice, whole, unique()))

    def attach(self) -> list[Shown]:
        """Sends something without words."""
        return self.deliver(*self.attachment_delivery(unique()))

    def send_photos(self, *contents: bytes, caption: str = "") -> list[Shown]:
        """Sends pictures, and returns what the bot answers."""
        names = [f"{self.platform}{unique()}" for _ in contents]
        self.stand_in.files.update(zip(names, contents, strict=True))
        for body, headers in self.photo_deliveries(names, caption, unique()):
            answer = requests.post(self.webhook, data=body, headers=headers, timeout=ANSWER_SECONDS)
            assert answer.status_code == requests.codes.ok, answer.text
        return self.read()

    def deliver(self, body: bytes, headers: dict[str, str]) -> list[Shown]:
        """Hands a delivery over, and returns what the bot answers once everything is said."""
        answer = requests.post(self.webhook, data=body, headers=headers, timeout=ANSWER_SECONDS)
        assert answer.status_code == requests.codes.ok, answer.text
        return self.read()

    def read(self) -> list[Shown]:
        """What came since the last time, once nothing waits any more."""
        deadline = time.monotonic() + ANSWER_SECONDS
        while self.waiting():
            assert time.monotonic() < deadline, f"{self.platform}: the bot has not finished"
            time.sleep(0.02)
        bodies = self.stand_in.to(self.platform, self.chat)
        new, self._read = bodies[self._read :], len(bodies)
        return [self.shown(body) for body in new]

    def hear(self, words: str) -> Shown:
        """What comes by itself and holds these words."""
        deadline = time.monotonic() + ANSWER_SECONDS
        while True:
            heard = next((shown for shown in self.read() if words in shown.text), None)
            if heard is not None:
                return heard
            assert time.monotonic() < deadline, f"{self.platform}: nobody said {words!r}"
            time.sleep(0.1)

    def waiting(self) -> int:
        """How much of this person's conversation is not answered or not delivered yet."""
        with self.conversations.connect() as connection:
            return sum(
                connection.execute(
                    select(func.count())
                    .select_from(box)
                    .where(box.c.channel == self.platform, box.c.conversation.endswith(self.name_in_mailbox))
                ).scalar_one()
                for box in (inbox, outbox)
            )

    @property
    def name_in_mailbox(self) -> str:
        """The person's id as the bot knows it."""
        return self.chat


class OnTelegram(Person):
    """Somebody on Telegram, whose app is in `language`."""

    platform = "telegram"
    language = "en"

    @property
    def chat(self) -> str:
        return str(self.number)

    def text_delivery(self, text: str, message: int) -> tuple[bytes, dict[str, str]]:
        update = telegram_update(text, person=self.number, update=message, at=int(time.time()), language=self.language)
        return encoded(update), telegram_headers()

    def press_delivery(self, choice: str, title: str, message: int) -> tuple[bytes, dict[str, str]]:
        press = telegram_press(choice, title, person=self.number, update=message, language=self.language)
        return encoded(press), telegram_headers()

    def attachment_delivery(self, message: int) -> tuple[bytes, dict[str, str]]:
        sticker = {"file_id": "x", "emoji": "👍"}
        update = telegram_update(
            None, person=self.number, update=message, at=int(time.time()), language=self.language, sticker=sticker
        )
        return encoded(update), telegram_headers()

    def photo_deliveries(self, names: Sequence[str], caption: str, message: int) -> list[tuple[bytes, dict[str, str]]]:
        # An album comes picture by picture, each in several sizes; the first one has the caption.
        updates = []
        for number, name in enumerate(names):
            sizes = [
                {"file_id": f"{name}-small", "width": 90, "height": 67},
                {"file_id": name, "width": 1280, "height": 960},
            ]
            more = {
                "photo": sizes,
                "media_group_id": str(message),
                **({"caption": caption} if caption and not number else {}),
            }
            updates.append(telegram_update(None, person=self.number, update=unique(), at=int(time.time()), **more))
        return [(encoded(update), telegram_headers()) for update in updates]

    def shown(self, body: dict[str, Any]) -> Shown:
        assert body["parse_mode"] == "HTML"
        text = re.sub(r"</?[bi]>", "", body["text"])
        keyboard = body.get("reply_markup", {}).get("inline_keyboard", [])
        choices = tuple((button["text"], button["callback_data"]) for row in keyboard for button in row)
        return Shown(unescaped(text), choices)


class OnSlack(Person):
    """Somebody in a direct message of Slack."""

    platform = "slack"

    @property
    def chat(self) -> str:
        return f"U{self.number}"

    def text_delivery(self, text: str, message: int) -> tuple[bytes, dict[str, str]]:
        return self.signed(encoded(slack_message(text, person=self.chat, stamp=self.stamp(message))))

    def press_delivery(self, choice: str, title: str, message: int) -> tuple[bytes, dict[str, str]]:
        body = slack_press(choice, title, person=self.chat, stamp=self.stamp(message))
        return self.signed(body, form=True)

    def attachment_delivery(self, message: int) -> tuple[bytes, dict[str, str]]:
        shared = {"subtype": "file_share", "files": [{"id": "F1", "mimetype": "audio/webm"}]}
        return self.signed(encoded(slack_message("", person=self.chat, stamp=self.stamp(message), **shared)))

    def photo_deliveries(self, names: Sequence[str], caption: str, message: int) -> list[tuple[bytes, dict[str, str]]]:
        files = [
            {
                "id": name,
                "mimetype": "image/jpeg",
                "filetype": "jpg",
                "mode": "hosted",
                "url_private_download": f"{self.stand_in.url}/files-pri/{name}/download/image.jpg",
            }
            for name in names
        ]
        shared = {"subtype": "file_share", "files": files}
        return [self.signed(encoded(slack_message(caption, person=self.chat, stamp=self.stamp(message), **shared)))]

    def shown(self, body: dict[str, Any]) -> Shown:
        elements = [each for block in body.get("blocks", []) for each in block.get("elements", [])]
        choices = tuple((each["text"]["text"], each["value"]) for each in elements)
        return Shown(unescaped(re.sub(r"\*([^*\n]+)\*", r"\1", as_plain(body["text"])).replace("\u200b", "")), choices)

    @staticmethod
    def stamp(message: int) -> str:
        """A time stamp of now that no other message has."""
        return f"{int(time.time())}.{message % 1_000_000:06}"

    @staticmethod
    def signed(body: bytes, *, form: bool = False) -> tuple[bytes, dict[str, str]]:
        """The delivery, signed now."""
        return body, slack_headers(body, at=int(time.time()), form=form)


class OnMessenger(Person):
    """Somebody on Messenger."""

    platform = "messenger"

    @property
    def chat(self) -> str:
        return str(self.number)

    def text_delivery(self, text: str, message: int) -> tuple[bytes, dict[str, str]]:
        return self.signed(messenger_text(text, mid=f"m_{message}", person=self.chat, at=int(time.time())))

    def press_delivery(self, choice: str, title: str, message: int) -> tuple[bytes, dict[str, str]]:
        content = {"mid": f"m_{message}", "text": title, "quick_reply": {"payload": choice}}
        return self.signed(messenger_event({"message": content}, person=self.chat, at=int(time.time())))

    def attachment_delivery(self, message: int) -> tuple[bytes, dict[str, str]]:
        content = {
            "mid": f"m_{message}",
            "attachments": [{"type": "image", "payload": {"sticker_id": 369239263222822}}],
        }
        return self.signed(messenger_event({"message": content}, person=self.chat, at=int(time.time())))

    def photo_deliveries(self, names: Sequence[str], caption: str, message: int) -> list[tuple[bytes, dict[str, str]]]:
        pictures = [{"type": "image", "payload": {"url": f"{self.stand_in.url}/v/t1/{name}.jpg"}} for name in names]
        content = {"mid": f"m_{message}", "attachments": pictures, **({"text": caption} if caption else {})}
        return [self.signed(messenger_event({"message": content}, person=self.chat, at=int(time.time())))]

    def shown(self, body: dict[str, Any]) -> Shown:
        assert body["messaging_type"] == "RESPONSE"
        message = body["message"]
        titles = dict(_NUMBERED.findall(message["text"]))
        replies = message.get("quick_replies", [])
        choices = tuple((titles.get(each["title"], each["title"]), each["payload"]) for each in replies)
        return Shown(message["text"], choices)

    @staticmethod
    def signed(content: dict[str, Any]) -> tuple[bytes, dict[str, str]]:
        """The delivery, signed."""
        body = encoded(content)
        return body, meta_headers(body)


class OnInstagram(OnMessenger):
    """Somebody on Instagram: choices stand in the text and below it."""

    platform = "instagram"

    def shown(self, body: dict[str, Any]) -> Shown:
        shown = super().shown(body)
        numbered = _NUMBERED.findall(shown.text)
        assert len(shown.text.encode()) <= 1000
        assert [title for title, _ in shown.choices] in ([], [title for _, title in numbered])
        return shown

    @staticmethod
    def signed(content: dict[str, Any]) -> tuple[bytes, dict[str, str]]:
        """The delivery, signed."""
        return OnMessenger.signed(instagram(content))


class OnWhatsApp(Person):
    """Somebody on WhatsApp, by Meta."""

    platform = "whatsapp"

    @property
    def chat(self) -> str:
        return f"34{self.number}"

    def text_delivery(self, text: str, message: int) -> tuple[bytes, dict[str, str]]:
        return self.signed(whatsapp_text(text, person=self.chat, wamid=f"wamid.{message}==", at=int(time.time())))

    def press_delivery(self, choice: str, title: str, message: int) -> tuple[bytes, dict[str, str]]:
        reply = {
            "type": "interactive",
            "interactive": {"type": "button_reply", "button_reply": {"id": choice, "title": title}},
        }
        return self.signed(whatsapp_message(reply, person=self.chat, wamid=f"wamid.{message}==", at=int(time.time())))

    def attachment_delivery(self, message: int) -> tuple[bytes, dict[str, str]]:
        sticker = {"type": "sticker", "sticker": {"id": "1", "mime_type": "image/webp"}}
        return self.signed(whatsapp_message(sticker, person=self.chat, wamid=f"wamid.{message}==", at=int(time.time())))

    def photo_deliveries(self, names: Sequence[str], caption: str, message: int) -> list[tuple[bytes, dict[str, str]]]:
        deliveries = []
        for number, name in enumerate(names):
            image = {
                "id": name,
                "mime_type": "image/jpeg",
                "sha256": "a1",
                **({"caption": caption} if caption and not number else {}),
            }
            content = {"type": "image", "image": image}
            wamid = f"wamid.{unique()}=="
            deliveries.append(whatsapp_message(content, person=self.chat, wamid=wamid, at=int(time.time())))
        return [self.signed(each) for each in deliveries]

    def shown(self, body: dict[str, Any]) -> Shown:
        assert body["messaging_product"] == "whatsapp"
        if body["type"] == "text":
            return Shown(body["text"]["body"])
        interactive = body["interactive"]
        replies = [each["reply"] for each in interactive["action"].get("buttons", [])]
        rows = [row for section in interactive["action"].get("sections", []) for row in section["rows"]]
        choices = tuple((each.get("description", each["title"]), each["id"]) for each in [*replies, *rows])
        return Shown(interactive["body"]["text"], choices)

    @staticmethod
    def signed(content: dict[str, Any]) -> tuple[bytes, dict[str, str]]:
        """The delivery, signed."""
        body = encoded(content)
        return body, meta_headers(body)


class OnTwilio(Person):
    """Somebody on WhatsApp, by Twilio: chooses by typing numbers."""

    platform = "twilio"

    @property
    def chat(self) -> str:
        return f"whatsapp:+34{self.number}"

    @property
    def name_in_mailbox(self) -> str:
        return self.chat.removeprefix("whatsapp:")

    def text_delivery(self, text: str, message: int) -> tuple[bytes, dict[str, str]]:
        return self.signed(twilio_form(text, person=self.name_in_mailbox, sid=f"SM{message:032}"))

    def press_delivery(self, choice: str, title: str, message: int) -> tuple[bytes, dict[str, str]]:
        return self.text_delivery(choice, message)

    def attachment_delivery(self, message: int) -> tuple[bytes, dict[str, str]]:
        form = twilio_form("", person=self.name_in_mailbox, sid=f"SM{message:032}", NumMedia="1", MessageType="sticker")
        return self.signed(form)

    def photo_deliveries(self, names: Sequence[str], caption: str, message: int) -> list[tuple[bytes, dict[str, str]]]:
        account = f"{self.stand_in.url}/2010-04-01/Accounts/{TWILIO_ACCOUNT}"
        media = {f"MediaUrl{number}": f"{account}/Messages/MM1/Media/{name}" for number, name in enumerate(names)}
        kinds = {f"MediaContentType{number}": "image/jpeg" for number in range(len(names))}
        more = {**media, **kinds, "NumMedia": str(len(names)), "MessageType": "image"}
        return [self.signed(twilio_form(caption, person=self.name_in_mailbox, sid=f"SM{message:032}", **more))]

    def shown(self, body: dict[str, Any]) -> Shown:
        text, choices = body["Body"], ()
        if text.endswith("Reply with the number of your choice."):
            choices = tuple((title, number) for number, title in _NUMBERED.findall(text))
        return Shown(text, choices)

    @staticmethod
    def signed(form: dict[str, str]) -> tuple[bytes, dict[str, str]]:
        """The delivery, signed."""
        return urlencode(form).encode(), twilio_headers(form)


PEOPLE: tuple[type[Person], ...] = (OnTelegram, OnSlack, OnMessenger, OnInstagram, OnWhatsApp, OnTwilio)


def unescaped(text: str) -> str:
    """A text as the person sees it."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def all_texts(shown: list[Shown]) -> str:
    """Everything that was said, as one text."""
    return "\n".join(each.text for each in shown)
