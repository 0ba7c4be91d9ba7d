"""Slack: the Events API, interactive buttons and chat.postMessage."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from typing import Any

from slack_sdk.signature import Clock, SignatureVerifier

from bot.channels.channel import MessagingChannel
from bot.channels.choices import choice_id, numbered
from bot.channels.credentials import api_url, credentials
from bot.channels.decoding import decoded, form_body, json_body
from bot.channels.incoming import (
    ATTACHMENT_INTENT,
    GREETING_INTENT,
    Incoming,
    attachments,
    identifier,
    part,
    parts,
    words,
)
from bot.channels.outgoing import Answer, Button, Call, ChannelWords, OutgoingMessage, Place, Refused, TryLater
from bot.channels.platform import (
    Acknowledgement,
    Getting,
    NotReadable,
    Platform,
    Request,
    content_of,
    judge_status,
    pieces,
)
from bot.channels.splitting import as_mrkdwn, shortened

#: The longest text of a block.
TEXT_LIMIT = 3000
TITLE_LIMIT = 75
IN_A_ROW = 5
MOST_BUTTONS = 25

#: Errors that pass, or that the shop can mend: the message waits.
_PASSING = frozenset({"ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"})
_MENDABLE = frozenset(
    {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "missing_scope"}
)
_LINK = re.compile(r"<(?P<target>[^<>|]+)(\|(?P<label>[^<>]*))?>")


class Slack(Platform):
    """A Slack app in one workspace.

    Args:
        token: The app's bot token.
        signing_secret: What Slack signs its requests with.
        api: The base address of the API.
        clock: What the age of a request is measured by.
    """

    name = "slack"
    media_hosts = ("files.slack.com",)

    def __init__(
        self, token: str, signing_secret: str, api: str = "https://slack.com/api", clock: Clock | None = None
    ) -> None:
        self._token = token
        self._verifier = SignatureVerifier(signing_secret, clock or Clock())
        self._api = api

    def authentic(self, request: Request) -> bool:
        """Slack signs time and body; a request older than five minutes is a replay."""
        headers = request.headers
        try:
            return self._verifier.is_valid(
                request.body, headers.get("X-Slack-Request-Timestamp"), headers.get("X-Slack-Signature")
            )
        except (ValueError, TypeError):  # a time or a signature that can be none
            return False

    def read(self, request: Request) -> list[Incoming]:
        """A direct message, a mention, or a pressed button; edits, joins and bots are left out."""
        if _is_form(request):
            read = _pressed(_payload(request))
        else:
            body = json_body(request)
            read = _event(body.get("event")) if part(body, "type", kind=str) == "event_callback" else None
        return [read] if read else []

    def acknowledge(self, request: Request) -> Acknowledgement:
        """Slack checks the address once with a challenge, signed as everything else."""
        if not _is_form(request):
            body = json_body(request)
            if part(body, "type", kind=str) == "url_verification":
                return Acknowledgement(json.dumps({"challenge": words(body, "challenge")}), "application/json")
        return Acknowledgement()

    def write(self, place: Place, said: OutgoingMessage, words: ChannelWords) -> list[Call]:
        """Messages in mrkdwn; buttons stand below the last one, five in a row."""
        fits = len(said.buttons) <= MOST_BUTTONS
        text = said.text if fits else numbered(said.text, said.buttons, words.reply_with_number)
        bodies: list[dict[str, Any]] = [
            {
                "channel": place.chat,
                "text": piece,
                "unfurl_links": False,
                "unfurl_media": False,
                **({"thread_ts": place.thread} if place.thread else {}),
            }
            for piece in pieces(text, TEXT_LIMIT, as_mrkdwn)
        ]
        if said.buttons and fits and bodies:
            section = {"type": "section", "text": {"type": "mrkdwn", "text": bodies[-1]["text"]}}
            bodies[-1]["blocks"] = [section, *_rows(said.buttons)]
        if said.picture:
            # By itself, as Slack refuses the whole message where it can't fetch the picture.
            image = {"type": "image", "image_url": said.picture, "alt_text": words.picture}
            thread = {"thread_ts": place.thread} if place.thread else {}
            bodies.append({"channel": place.chat, "text": words.picture, "blocks": [image], **thread})
        return [Call("/chat.postMessage", body) for body in bodies]

    def media(self, reference: str, get: Getting) -> bytes:
        """The token opens the address that the message names. Without `files:read` there is a page to sign in at."""
        found = get(reference, {"Authorization": f"Bearer {self._token}"})
        if found.headers.get("Content-Type", "").startswith("text/html"):
            raise Refused("Slack shows a page instead of the file: the app lacks files:read")
        return content_of(found)

    def url(self, call: Call) -> str:
        """The address of a method."""
        return self._api + call.path

    def headers(self) -> Mapping[str, str]:
        """The token, and the kind of text that Slack wants named."""
        return {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json; charset=utf-8"}

    def judge(self, answer: Answer) -> None:
        """Slack says what is wrong in the body of a 200."""
        judge_status(answer)
        if part(answer.body, "ok", kind=bool):
            return
        error = words(answer.body, "error")[:80]
        if error in _PASSING | _MENDABLE or not error:
            raise TryLater(error or "an answer that is not Slack's", answer.retry_after)
        raise Refused(error)


class SlackChannel(MessagingChannel):
    """Slack as a channel of Rasa's."""

    platform_name = Slack.name

    @classmethod
    def platform_from_environment(cls) -> Slack | None:
        """Slack with RETURNDESK_SLACK_TOKEN and …_SIGNING_SECRET."""
        found = credentials(cls.platform_name, ("token", "signing_secret"))
        if found is None:
            return None
        return Slack(found["token"], found["signing_secret"], api_url(cls.platform_name, "https://slack.com/api"))


def _is_form(request: Request) -> bool:
    return request.headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded")


def _payload(request: Request) -> Any:
    payload = form_body(request).get("payload")
    if not payload:
        raise NotReadable("the form has no payload")
    return decoded(payload[0])


def _event(event: Any) -> Incoming | None:
    direct = part(event, "channel_type", kind=str) == "im"
    mention = part(event, "type", kind=str) == "app_mention"
    person, channel, stamp = identifier(event, "user"), identifier(event, "channel"), identifier(event, "ts")
    if not (mention or (direct and part(event, "type", kind=str) == "message")):
        return None
    if person is None or channel is None or stamp is None or identifier(event, "bot_id"):
        return None
    if part(event, "subtype", kind=str) not in (None, "file_share"):
        return None
    text = _readable(words(event, "text"))
    return Incoming(
        # A message bears one time stamp in its channel, whichever events tell of it and however often.
        f"{channel}:{stamp}",
        person,
        text,
        intent=_without_words(event, text),
        group=None if direct else channel,
        thread=None if direct else identifier(event, "thread_ts") or stamp,
        sent_at=_seconds(stamp),
        attached=attachments(_addresses(event)) if direct else (),
    )


def _addresses(event: Any) -> list[str | None]:
    """Where a message's files are; voice messages are none."""
    files = [each for each in parts(event, "files") if not words(each, "mimetype").startswith("audio/")]
    return [part(each, "url_private_download", kind=str) for each in files]


def _without_words(event: Any, text: str) -> str | None:
    if text:
        return None
    return ATTACHMENT_INTENT if parts(event, "files") else GREETING_INTENT


def _pressed(payload: Any) -> Incoming | None:
    action = next(iter(parts(payload, "actions")), None)
    person, channel = identifier(payload, "user", "id"), identifier(payload, "channel", "id")
    if part(payload, "type", kind=str) != "block_actions" or action is None or person is None or channel is None:
        return None
    choice, stamp = words(action, "value"), identifier(action, "action_ts")
    if not choice or stamp is None:
        return None
    direct = channel.startswith("D")
    thread = identifier(payload, "message", "thread_ts") or identifier(payload, "message", "ts")
    return Incoming(
        f"{channel}:{stamp}",
        person,
        html.unescape(words(action, "text", "text")),
        choice=choice,
        group=None if direct else channel,
        thread=None if direct else thread,
        sent_at=_seconds(stamp),
    )


def _readable(text: str) -> str:
    """A text as the person wrote it: Slack turns addresses into links, mentions into ids, and escapes the rest."""

    def shown(link: re.Match[str]) -> str:
        target = link["target"]
        if target.startswith(("@", "!", "#")):
            return ""
        return link["label"] or target.removeprefix("mailto:").removeprefix("tel:")

    return html.unescape(_LINK.sub(shown, text)).strip()


def _rows(buttons: tuple[Button, ...]) -> list[dict[str, Any]]:
    keys = [
        {
            "type": "button",
            "action_id": f"choice_{number}",
            "text": {"type": "plain_text", "text": shortened(button.title, TITLE_LIMIT), "emoji": False},
            "value": choice_id(button.payload),
        }
        for number, button in enumerate(buttons)
    ]
    return [{"type": "actions", "elements": keys[at : at + IN_A_ROW]} for at in range(0, len(keys), IN_A_ROW)]


def _seconds(stamp: str) -> float | None:
    try:
        return float(stamp)
    except ValueError:
        return None
