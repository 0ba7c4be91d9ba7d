"""Requests as the platforms send them: their documented bodies, signed as they sign them."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier
from twilio.request_validator import RequestValidator

from bot.channels.platform import Request

TELEGRAM_TOKEN = "4839574812:AAFD39kkdpWt3ywyRZergyOLMaJhac60qcK"
TELEGRAM_SECRET = "a-secret_that-Telegram-was-told"
SLACK_TOKEN = "xoxb-not-a-real-token"
SLACK_SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
META_TOKEN = "EAAnot-a-real-token"
INSTAGRAM_TOKEN = "EAAnot-a-real-token-of-another-page"
META_SECRET = "not-a-real-app-secret"
META_VERIFY = "chosen-by-the-shop"
PHONE_NUMBER_ID = "106540352242922"
TWILIO_ACCOUNT = "AC00000000000000000000000000000000"
TWILIO_TOKEN = "not-a-real-auth-token"
TWILIO_NUMBER = "whatsapp:+14155238886"
PUBLIC_URL = "https://bot.shop.example"

#: The moment at which the platforms of the tests send: 13 October 2026, noon UTC.
NOW = 1_791_892_800


class Headers(dict[str, str]):
    """Headers are found whatever their case, as a server finds them."""

    def __init__(self, headers: dict[str, str]) -> None:
        super().__init__({name.lower(): value for name, value in headers.items()})

    def get(self, name: str, default: Any = None) -> Any:
        return super().get(name.lower(), default)


def request(body: bytes, headers: dict[str, str], target: str = "/") -> Request:
    return Request(target, Headers(headers), body)


def encoded(content: Any) -> bytes:
    return json.dumps(content).encode()


# --- Telegram -----------------------------------------------------------------------------------------------------


def telegram_headers() -> dict[str, str]:
    return {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": TELEGRAM_SECRET}


def telegram_update(
    text: str | None,
    *,
    person: int = 4711,
    update: int = 1000,
    group: int | None = None,
    at: int = NOW,
    language: str = "en",
    **more: Any,
) -> dict[str, Any]:
    private = {"id": person, "type": "private", "first_name": "Marta"}
    chat = private if group is None else {"id": group, "type": "supergroup", "title": "Returns"}
    message = {
        "message_id": update,
        "from": {"id": person, "is_bot": False, "first_name": "Marta", "language_code": language},
        "chat": chat,
        "date": at,
        **({"text": text} if text is not None else {}),
        **more,
    }
    return {"update_id": update, "message": message}


def telegram_press(
    data: str, title: str, *, person: int = 4711, update: int = 1000, language: str = "en"
) -> dict[str, Any]:
    keyboard = [[{"text": "Another", "callback_data": "c:000"}], [{"text": title, "callback_data": data}]]
    return {
        "update_id": update,
        "callback_query": {
            "id": "4382bfdwdsb323b2d9",
            "from": {"id": person, "is_bot": False, "first_name": "Marta", "language_code": language},
            "message": {
                "message_id": 77,
                "from": {"id": 4839574812, "is_bot": True, "first_name": "Return Desk"},
                "chat": {"id": person, "type": "private", "first_name": "Marta"},
                "date": NOW,
                "text": "Is it one of these?",
                "reply_markup": {"inline_keyboard": keyboard},
            },
            "chat_instance": "-3993",
            "data": data,
        },
    }


# --- Slack --------------------------------------------------------------------------------------------------------


def slack_headers(body: bytes, *, at: int = NOW, form: bool = False) -> dict[str, str]:
    signature = SignatureVerifier(SLACK_SECRET).generate_signature(timestamp=str(at), body=body)
    assert signature is not None
    return {
        "Content-Type": "application/x-www-form-urlencoded" if form else "application/json",
        "X-Slack-Request-Timestamp": str(at),
        "X-Slack-Signature": signature,
    }


def slack_message(
    text: str, *, person: str = "U2147483697", stamp: str = f"{NOW}.000200", **more: Any
) -> dict[str, Any]:
    event = {
        "type": "message",
        "channel": "D024BE91L",
        "user": person,
        "text": text,
        "ts": stamp,
        "event_ts": stamp,
        "channel_type": "im",
        **more,
    }
    return {
        "token": "z26uFbvR1xHJEdHE1OQiO6t8",
        "team_id": "T123ABC456",
        "api_app_id": "A123ABC456",
        "event": event,
        "type": "event_callback",
        "event_id": "Ev123ABC456",
        "event_time": NOW,
    }


def slack_mention(text: str, *, channel: str = "C123ABC456", **more: Any) -> dict[str, Any]:
    body = slack_message(f"<@U0LAN0Z89> {text}", channel=channel, **more)
    body["event"].pop("channel_type")
    return {**body, "event": {**body["event"], "type": "app_mention"}}


def slack_press(
    value: str, title: str, *, person: str = "U2147483697", channel: str = "D024BE91L", stamp: str = f"{NOW}.100300"
) -> bytes:
    payload = {
        "type": "block_actions",
        "user": {"id": person, "username": "marta", "team_id": "T123ABC456"},
        "container": {"type": "message", "message_ts": f"{NOW}.000100", "channel_id": channel},
        "trigger_id": "12466734323.1395872398",
        "channel": {"id": channel, "name": "directmessage"},
        "message": {"ts": f"{NOW}.000100", "bot_id": "B1", "text": "Is it one of these?"},
        "actions": [
            {
                "type": "button",
                "action_id": "choice_0",
                "block_id": "=qXel",
                "text": {"type": "plain_text", "text": title, "emoji": False},
                "value": value,
                "action_ts": stamp,
            }
        ],
    }
    return urlencode({"payload": json.dumps(payload)}).encode()


# --- Messenger and WhatsApp ---------------------------------------------------------------------------------------


def meta_headers(body: bytes) -> dict[str, str]:
    signature = hmac.new(META_SECRET.encode(), body, hashlib.sha256).hexdigest()
    return {"Content-Type": "application/json", "X-Hub-Signature-256": f"sha256={signature}"}


def messenger_event(content: dict[str, Any], *, person: str = "6254000111222", at: int = NOW) -> dict[str, Any]:
    event = {"sender": {"id": person}, "recipient": {"id": "1050001112223"}, "timestamp": at * 1000, **content}
    return {"object": "page", "entry": [{"id": "1050001112223", "time": at * 1000, "messaging": [event]}]}


def messenger_text(text: str, *, mid: str = "m_AG5Hz2Uq7tuwNEhXfYYKj8mJEM", **more: Any) -> dict[str, Any]:
    return messenger_event({"message": {"mid": mid, "text": text}}, **more)


def instagram(delivery: dict[str, Any]) -> dict[str, Any]:
    """The same delivery, as it comes for an Instagram account."""
    return {**delivery, "object": "instagram"}


def whatsapp_message(
    content: dict[str, Any], *, person: str = "34600111222", wamid: str = "wamid.HBgLNjQ2NzA0MzU5NQ==", at: int = NOW
) -> dict[str, Any]:
    message = {"from": person, "id": wamid, "timestamp": str(at), **content}
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "15550783881", "phone_number_id": PHONE_NUMBER_ID},
        "contacts": [{"profile": {"name": "Marta"}, "wa_id": person}],
        "messages": [message],
    }
    entry = {"id": "102290129340398", "changes": [{"value": value, "field": "messages"}]}
    return {"object": "whatsapp_business_account", "entry": [entry]}


def whatsapp_text(text: str, **more: Any) -> dict[str, Any]:
    return whatsapp_message({"type": "text", "text": {"body": text}}, **more)


# --- Twilio -------------------------------------------------------------------------------------------------------


def twilio_form(text: str, *, person: str = "+34600111222", sid: str = "SM" + "1" * 32, **more: str) -> dict[str, str]:
    return {
        "SmsMessageSid": sid,
        "NumMedia": "0",
        "ProfileName": "Marta",
        "MessageType": "text",
        "SmsSid": sid,
        "WaId": person.removeprefix("+"),
        "SmsStatus": "received",
        "Body": text,
        "To": TWILIO_NUMBER,
        "NumSegments": "1",
        "ReferralNumMedia": "0",
        "MessageSid": sid,
        "AccountSid": TWILIO_ACCOUNT,
        "From": f"whatsapp:{person}",
        "ApiVersion": "2010-04-01",
        **more,
    }


def twilio_headers(form: dict[str, str], target: str = "/webhooks/twilio/webhook") -> dict[str, str]:
    signature = RequestValidator(TWILIO_TOKEN).compute_signature(PUBLIC_URL + target, form)
    return {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8", "X-Twilio-Signature": signature}
