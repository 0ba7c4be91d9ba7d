"""Talks to a running assistant over REST, as a customer's program does."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Optional
from urllib.parse import urljoin, urlsplit

from tenacity import RetryCallState, Retrying, retry_if_result, stop_after_attempt

from core.http_client import Answer, AnswerTooLong, HttpClient, ServiceUnavailable

#: Rasa's own limit for one action call is shorter; who waits longer waits for nothing.
_ANSWER_SECONDS = 90
_MOST_TRIES = 6
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
        """The address of a neighbour of the webhook, such as `session` or `../debug_view/slots`."""
        return urljoin(self.webhook, path)

    def check(self) -> None:
        """Make sure that somebody answers there.

        Raises:
            NoAnswer: Nobody does; the message says how to start one.
        """
        try:
            status = _client().status(self.near("."))
        except ServiceUnavailable as error:
            raise NoAnswer(
                f"nothing answers at {self.webhook}; start an assistant with `returndesk up`, or name another one"
            ) from error
        if status >= HTTPStatus.MULTIPLE_CHOICES:
            raise NoAnswer(f"{self.near('.')} answers {status}; is it a REST webhook of an assistant?")


class Conversation:
    """One customer's chat. Use it as a context manager."""

    def __init__(self, client: RestClient, sender: str) -> None:
        """Keep what is needed; send nothing yet.

        Args:
            client: Where to talk.
            sender: Names the conversation.
        """
        self.sender = sender
        self._rest = client
        self._headers: dict[str, str] = {"Content-Type": "application/json"}
        if client.api_key:
            self._headers["X-API-Key"] = client.api_key
        self._http = _client()
        # A server that asks to wait is waited for: what it refused it did not process.
        self._waiting = Retrying(
            retry=retry_if_result(_asks_to_wait),
            stop=stop_after_attempt(_MOST_TRIES),
            wait=_asked_pause,
            retry_error_callback=_last_answer,
        )

    def __enter__(self) -> Conversation:
        """Begins; with a session where it was told to."""
        if self._rest.session:
            answer = self._send("POST", self._rest.near("session"), {})
            if not isinstance(answer, dict) or not isinstance(answer.get("session"), str):
                raise NoAnswer(f"{self._rest.near('session')} gave no session")
            self._headers["Authorization"] = f"Bearer {answer['session']}"
        return self

    def __exit__(self, *_: object) -> None:
        """End."""

    def say(self, message: str, metadata: Optional[_JSON] = None) -> list[dict[str, Any]]:
        """Send a message and return the bot's messages.

        Raises:
            NoAnswer: The assistant did not answer, or not with messages.
        """
        body = {"sender": self.sender, "message": message} | ({"metadata": metadata} if metadata else {})
        answer = self._send("POST", self._rest.webhook, body)
        if not isinstance(answer, list) or not all(isinstance(each, dict) for each in answer):
            raise NoAnswer(f"the answer is no list of messages: {_shown(str(answer))}")
        return answer

    def events(self) -> Sequence[_JSON]:
        """What the conversation holds, as the test view of an assistant in development shows it.

        Raises:
            NoAnswer: There is no test view.
        """
        answer = self._send("GET", self._rest.near(f"../debug_view/events?sender={self.sender}"))
        if not isinstance(answer, dict) or not isinstance(answer.get("events"), list):
            raise NoAnswer(f"the test view shows no events: {_shown(str(answer))}")
        events: Sequence[_JSON] = answer["events"]
        return events

    def set_slots(self, slots: _JSON) -> None:
        """Set slots before the first message, through the test view.

        Raises:
            NoAnswer: There is no test view, or no such slot.
        """
        self._send("PUT", self._rest.near("../debug_view/slots"), {"sender": self.sender, "slots": slots})

    def _send(self, method: str, url: str, body: Optional[_JSON] = None) -> Any:
        content = None if body is None else json.dumps(body).encode()
        try:
            answer: Answer = self._waiting(self._http.send, method, url, content, headers=self._headers)
        except AnswerTooLong as error:
            raise NoAnswer(f"the answer is longer than {_LONGEST_ANSWER} bytes") from error
        except ServiceUnavailable as error:
            raise NoAnswer(f"the server at {urlsplit(url).netloc} went away: {error}") from error
        said = answer.body.decode("utf-8", "replace")
        if _asks_to_wait(answer):
            raise NoAnswer("the server kept asking to wait (429)")
        if not answer.succeeded:
            raise NoAnswer(f"the server answered {answer.status} {answer.reason}: {_shown(said)}")
        try:
            return json.loads(said)
        except (ValueError, RecursionError) as error:
            raise NoAnswer(f"the answer is no JSON: {_shown(said)}") from error


def _client() -> HttpClient:
    return HttpClient("it", timeout=_ANSWER_SECONDS, budget=_ANSWER_SECONDS, longest=_LONGEST_ANSWER)


def _asks_to_wait(answer: Answer) -> bool:
    return answer.status == HTTPStatus.TOO_MANY_REQUESTS


def _last_answer(state: RetryCallState) -> Any:
    return state.outcome.result() if state.outcome else None


def _asked_pause(state: RetryCallState) -> float:
    pause = _last_answer(state).pause
    return pause.total_seconds() if pause else 0.0


def _shown(text: str) -> str:
    return " ".join(text[:_SHOWN_CHARACTERS].split())
