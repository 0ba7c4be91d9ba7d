"""Talks to a running assistant over REST, as a customer's program does."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from core.answer_bodies import AnswerTooLong, body_up_to

#: Rasa's own limit for one action call is shorter; who waits longer waits for nothing.
_ANSWER_SECONDS = 90
_SHOWN_CHARACTERS = 300
#: In bytes. The test view shows all that was said in a conversation, and what it was understood as.
_LONGEST_ANSWER = 16 * 1024 * 1024
_JSON = Mapping[str, Any]


class NoAnswer(Exception):
    """The assistant did not answer as one does. The message says what came instead."""


@dataclass(frozen=True)
class RestClient:
    """Where an assistant is talked to, and how.

    Args:
        webhook: The address of its REST channel, such as `http://127.0.0.1:5005/webhooks/rest/webhook`.
        api_key: Sent as `X-API-Key`, where the assistant asks programs for one.
        session: Whether each conversation begins with a signed session, as the website's do.
    """

    webhook: str
    api_key: Optional[str] = None
    session: bool = False

    def conversation(self) -> Conversation:
        """A conversation in which nothing was said yet."""
        return Conversation(self, f"converse-{uuid.uuid4().hex}")

    def near(self, path: str) -> str:
        """The address of a neighbour of the webhook, such as `session` or `../test_view/slots`."""
        return urljoin(self.webhook, path)

    def check(self) -> None:
        """Makes sure that somebody answers there.

        Raises:
            NoAnswer: Nobody does; the message says how to start one.
        """
        try:
            with requests.get(self.near("."), timeout=_ANSWER_SECONDS, stream=True) as answer:
                status = answer.status_code
        except requests.RequestException as error:
            raise NoAnswer(
                f"nothing answers at {self.webhook}; start an assistant with `returndesk up`, or name another one"
            ) from error
        if status >= requests.codes.bad_request:
            raise NoAnswer(f"{self.near('.')} answers {status}; is it a REST webhook of an assistant?")


class Conversation:
    """One customer's chat. Use it as a context manager; leaving closes its connections."""

    def __init__(self, door: RestClient, sender: str) -> None:
        """Nothing is sent yet.

        Args:
            door: Where to talk.
            sender: Names the conversation.
        """
        self.sender = sender
        self._door = door
        self._headers: dict[str, str] = {"X-API-Key": door.api_key} if door.api_key else {}
        self._http = requests.Session()
        # A server that asks to wait is waited for: what it refused it did not process.
        patience = Retry(
            total=None, connect=0, read=0, redirect=0, other=0, status=5, status_forcelist=(429,), allowed_methods=None
        )
        for scheme in ("http://", "https://"):
            self._http.mount(scheme, HTTPAdapter(max_retries=patience))

    def __enter__(self) -> Conversation:
        """Begins; with a session where the door asks for one."""
        if self._door.session:
            answer = self._send("POST", self._door.near("session"), {})
            if not isinstance(answer, dict) or not isinstance(answer.get("session"), str):
                raise NoAnswer(f"{self._door.near('session')} gave no session")
            self._headers["Authorization"] = f"Bearer {answer['session']}"
        return self

    def __exit__(self, *_: object) -> None:
        """Closes its connections."""
        self._http.close()

    def say(self, message: str, metadata: Optional[_JSON] = None) -> list[dict[str, Any]]:
        """Sends a message and returns the bot's messages.

        Raises:
            NoAnswer: The assistant did not answer, or not with messages.
        """
        body = {"sender": self.sender, "message": message} | ({"metadata": metadata} if metadata else {})
        answer = self._send("POST", self._door.webhook, body)
        if not isinstance(answer, list) or not all(isinstance(each, dict) for each in answer):
            raise NoAnswer(f"the answer is no list of messages: {_shown(str(answer))}")
        return answer

    def events(self) -> Sequence[_JSON]:
        """What the conversation holds, as the test view of an assistant in development shows it.

        Raises:
            NoAnswer: There is no test view.
        """
        answer = self._send("GET", self._door.near(f"../test_view/events?sender={self.sender}"))
        if not isinstance(answer, dict) or not isinstance(answer.get("events"), list):
            raise NoAnswer(f"the test view shows no events: {_shown(str(answer))}")
        events: Sequence[_JSON] = answer["events"]
        return events

    def set_slots(self, slots: _JSON) -> None:
        """Sets slots before the first message, through the test view.

        Raises:
            NoAnswer: There is no test view, or no such slot.
        """
        self._send("PUT", self._door.near("../test_view/slots"), {"sender": self.sender, "slots": slots})

    def _send(self, method: str, url: str, body: Optional[_JSON] = None) -> Any:
        try:
            with self._http.request(
                method, url, json=body, headers=self._headers, timeout=_ANSWER_SECONDS, stream=True
            ) as answer:
                said = body_up_to(_LONGEST_ANSWER, answer).decode("utf-8", "replace")
        except AnswerTooLong as error:
            raise NoAnswer(str(error)) from error
        except requests.exceptions.RetryError as error:
            raise NoAnswer("the server kept asking to wait (429)") from error
        except requests.Timeout as error:
            raise NoAnswer(f"the server did not answer within {_ANSWER_SECONDS} s") from error
        except requests.RequestException as error:
            raise NoAnswer(f"the server at {urlsplit(url).netloc} went away: {type(error).__name__}") from error
        if not answer.ok:
            raise NoAnswer(f"the server answered {answer.status_code} {answer.reason}: {_shown(said)}")
        try:
            return json.loads(said)
        except (ValueError, RecursionError) as error:
            raise NoAnswer(f"the answer is no JSON: {_shown(said)}") from error


def _shown(text: str) -> str:
    return " ".join(text[:_SHOWN_CHARACTERS].split())
