"""Nobody but the platform is believed."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from channel_requests import (
    META_SECRET,
    META_TOKEN,
    META_VERIFY,
    NOW,
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
    messenger_text,
    meta_headers,
    request,
    slack_headers,
    slack_message,
    telegram_headers,
    telegram_update,
    twilio_form,
    twilio_headers,
    whatsapp_text,
)
from slack_sdk.signature import Clock

from bot.channels.instagram import Instagram
from bot.channels.messenger import Messenger
from bot.channels.platform import Platform, Request
from bot.channels.slack import Slack
from bot.channels.telegram import Telegram
from bot.channels.twilio import Twilio
from bot.channels.whatsapp import WhatsApp

WEBHOOK = "/webhooks/twilio/webhook"


class StoppedClock(Clock):
    """Always the moment of the tests."""

    def now(self) -> float:
        return float(NOW)


def platforms() -> dict[str, Platform]:
    meta = {"token": META_TOKEN, "app_secret": META_SECRET, "verify_token": META_VERIFY}
    return {
        "telegram": Telegram(TELEGRAM_TOKEN, TELEGRAM_SECRET),
        "slack": Slack(SLACK_TOKEN, SLACK_SECRET, clock=StoppedClock()),
        "messenger": Messenger(**meta),
        "instagram": Instagram(**meta),
        "whatsapp": WhatsApp(PHONE_NUMBER_ID, **meta),
        "twilio": Twilio(TWILIO_ACCOUNT, TWILIO_TOKEN, TWILIO_NUMBER, PUBLIC_URL),
    }


def genuine(name: str) -> Request:
    if name == "twilio":
        form = twilio_form("Hello")
        return request(urlencode(form).encode(), twilio_headers(form), WEBHOOK)
    body = encoded(
        {
            "telegram": telegram_update("Hello"),
            "slack": slack_message("Hello"),
            "messenger": messenger_text("Hello"),
            "instagram": instagram(messenger_text("Hello")),
            "whatsapp": whatsapp_text("Hello"),
        }[name]
    )
    headers = {"telegram": telegram_headers(), "slack": slack_headers(body)}.get(name) or meta_headers(body)
    return request(body, headers)


PROOFS = {
    "telegram": "X-Telegram-Bot-Api-Secret-Token",
    "slack": "X-Slack-Signature",
    "messenger": "X-Hub-Signature-256",
    "instagram": "X-Hub-Signature-256",
    "whatsapp": "X-Hub-Signature-256",
    "twilio": "X-Twilio-Signature",
}


@pytest.mark.parametrize("name", PROOFS)
def test_what_the_platform_has_signed_is_read(name: str) -> None:
    platform = platforms()[name]
    assert platform.authentic(genuine(name))
    assert [message.text for message in platform.read(genuine(name))] == ["Hello"]


@pytest.mark.parametrize("proof", [None, "", "x", "sha256=", "v0=ü", "v0=" + "0" * 64, "\x00", "sha256=" + "0" * 64])
@pytest.mark.parametrize("name", PROOFS)
def test_a_request_with_a_missing_or_wrong_proof_is_refused(name: str, proof: str | None) -> None:
    received = genuine(name)
    headers = {key: value for key, value in received.headers.items() if key != PROOFS[name].lower()}
    if proof is not None:
        headers[PROOFS[name]] = proof
    assert not platforms()[name].authentic(request(received.body, headers, received.target))


@pytest.mark.parametrize("name", ["slack", "messenger", "instagram", "whatsapp", "twilio"])
def test_a_body_that_was_changed_is_refused(name: str) -> None:
    received = genuine(name)
    changed = received.body.replace(b"Hello", b"Hullo")
    assert changed != received.body
    assert not platforms()[name].authentic(Request(received.target, received.headers, changed))


@pytest.mark.parametrize("name", ["slack", "messenger", "instagram", "whatsapp", "twilio"])
def test_a_body_that_is_no_text_is_refused_without_an_error(name: str) -> None:
    received = genuine(name)
    assert not platforms()[name].authentic(Request(received.target, received.headers, b"\xff\xfe\x00"))


@pytest.mark.parametrize("seconds", [-301, 301])
def test_slack_is_not_believed_when_the_request_is_older_than_five_minutes_or_from_the_future(seconds: int) -> None:
    body = encoded(slack_message("Hello"))
    assert not platforms()["slack"].authentic(request(body, slack_headers(body, at=NOW + seconds)))


@pytest.mark.parametrize("seconds", [-299, 0, 299])
def test_slack_is_believed_within_five_minutes(seconds: int) -> None:
    body = encoded(slack_message("Hello"))
    assert platforms()["slack"].authentic(request(body, slack_headers(body, at=NOW + seconds)))


@pytest.mark.parametrize("stamp", ["", "soon", "1e9", "９"])
def test_a_time_of_slack_that_can_be_none_is_refused(stamp: str) -> None:
    body = encoded(slack_message("Hello"))
    headers = {**slack_headers(body), "X-Slack-Request-Timestamp": stamp}
    assert not platforms()["slack"].authentic(request(body, headers))


def test_the_signature_of_slacks_own_documentation_is_right() -> None:
    class ThatDay(Clock):
        def now(self) -> float:
            return 1531420618.0

    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar"
        b"&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack."
        b"com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc"
        b"887a14d10d2c447fce8b6703c"
    )
    headers = {
        "X-Slack-Request-Timestamp": "1531420618",
        "X-Slack-Signature": "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
    }
    assert Slack(SLACK_TOKEN, SLACK_SECRET, clock=ThatDay()).authentic(request(body, headers))


def test_the_signature_of_twilio_counts_the_query_and_takes_a_port_or_none() -> None:
    form = twilio_form("Hello")
    body = urlencode(form).encode()
    platform = platforms()["twilio"]
    target = f"{WEBHOOK}?shop=1"
    assert platform.authentic(request(body, twilio_headers(form, target), target))
    assert not platform.authentic(request(body, twilio_headers(form, WEBHOOK), target))
    with_port = Twilio(TWILIO_ACCOUNT, TWILIO_TOKEN, TWILIO_NUMBER, f"{PUBLIC_URL}:443")
    assert with_port.authentic(request(body, twilio_headers(form), WEBHOOK))


@pytest.mark.parametrize("name", ["messenger", "instagram", "whatsapp"])
def test_metas_check_of_the_address_gets_its_challenge_back(name: str) -> None:
    arguments = {"hub.mode": "subscribe", "hub.verify_token": META_VERIFY, "hub.challenge": "1158201444"}
    assert platforms()[name].handshake(arguments) == "1158201444"


@pytest.mark.parametrize(
    "changed",
    [
        {"hub.verify_token": "another"},
        {"hub.verify_token": ""},
        {"hub.mode": "unsubscribe"},
        {"hub.challenge": "<script>alert(1)</script>"},
        {"hub.challenge": ""},
    ],
    ids=str,
)
@pytest.mark.parametrize("name", ["messenger", "instagram", "whatsapp"])
def test_anybody_elses_check_of_the_address_gets_nothing(name: str, changed: dict[str, str]) -> None:
    arguments = {"hub.mode": "subscribe", "hub.verify_token": META_VERIFY, "hub.challenge": "1158201444"}
    assert platforms()[name].handshake({**arguments, **changed}) is None
    assert platforms()[name].handshake({}) is None
