"""One request to a JSON API, with limits on time and size, and with failures sorted into "later" and "never"."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Any, Optional
from urllib.parse import urlsplit

import requests

from core.http_client import is_loopback
from core.tracing import onward

_LONGEST_ANSWER = 512 * 1024
_LONGEST_PAUSE = timedelta(hours=1)
#: 409 is what Zendesk says when two changes of a ticket meet.
_PASSING = frozenset({408, 409, 425, 429})


class ServiceUnavailable(Exception):
    """The service did not answer, or not now; what was to be told is told later.

    Args:
        reason: What happened. It names no customer.
        pause: How long the help desk asked to be left alone.
    """

    def __init__(self, reason: str, pause: Optional[timedelta] = None) -> None:
        """Keeps the pause for whoever tries again."""
        super().__init__(reason)
        self.pause = pause


class ServiceRefused(Exception):
    """The service answered that it won't take this: a wrong token, a closed ticket, a form that it doesn't know.

    Args:
        reason: What happened. It names no customer.
        status: The HTTP status, where there was one.
    """

    def __init__(self, reason: str, status: Optional[int] = None) -> None:
        """Keeps the status for whoever can do something about it."""
        super().__init__(reason)
        self.status = status


class JsonApi:
    """An API behind a base address. Blocks: call it from a worker thread. May be shared between threads.

    Args:
        name: Whose API it is, for messages.
        base_url: Where it is; a path may be part of it.
        headers: Sent with every request, such as an access token.
        auth: User and password for basic authentication.
        timeout: Seconds to connect, and seconds between two pieces of an answer.
        budget: Seconds that one request may take in all.
        monotonic: A clock in seconds that never stands still.
    """

    def __init__(
        self,
        name: str,
        base_url: str,
        *,
        headers: Optional[Mapping[str, str]] = None,
        auth: Optional[tuple[str, str]] = None,
        timeout: float = 5.0,
        budget: float = 10.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Keeps the settings; connects to nothing yet."""
        self._name = name
        self._base_url = base_url.rstrip("/")
        self._headers = dict(headers or {})
        self._auth = auth
        self._timeout = timeout
        self._budget = budget
        self._monotonic = monotonic
        self._through_proxy = not is_loopback(urlsplit(base_url).hostname or "")

    def get(self, path: str, **query: str) -> Any:
        """The JSON at a path."""
        return self.call("GET", path, query=query)

    def call(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        raw: Optional[bytes] = None,
        query: Optional[Mapping[str, str]] = None,
        headers: Optional[Mapping[str, str]] = None,
    ) -> Any:
        """Sends one request, without any retry, within the trace of what it is about.

        Args:
            method: The HTTP method.
            path: Behind the base address.
            body: Sent as JSON.
            raw: Sent as it is, instead of a body; JSON too.
            query: Parameters of the address.
            headers: Further headers.

        Returns:
            The parsed answer; None where it is empty or no JSON.

        Raises:
            ServiceUnavailable: No answer, a busy or a broken one. The message names the status, never the content.
            ServiceRefused: A status that won't change by asking again.
        """
        content = raw if raw is not None else None if body is None else json.dumps(body).encode()
        sent = {"Accept": "application/json", **onward(), **self._headers, **(headers or {})}
        if content is not None:
            sent["Content-Type"] = "application/json"
        deadline = self._monotonic() + self._budget
        try:
            with requests.Session() as session:
                session.trust_env = self._through_proxy
                with session.request(
                    method,
                    f"{self._base_url}{path}",
                    data=content,
                    params=query,
                    headers=sent,
                    auth=self._auth,
                    timeout=self._timeout,
                    allow_redirects=False,
                    stream=True,
                ) as response:
                    self._check(response)
                    return _parsed(self._read(response, deadline))
        except requests.RequestException as error:
            raise ServiceUnavailable(f"{self._name} did not answer: {type(error).__name__}") from error

    def _check(self, response: requests.Response) -> None:
        status = response.status_code
        if 200 <= status < 300:
            return
        if status in _PASSING or status >= 500:
            raise ServiceUnavailable(f"{self._name} answered {status}", _pause(response.headers.get("Retry-After")))
        raise ServiceRefused(f"{self._name} refused it with {status}", status)

    def _read(self, response: requests.Response, deadline: float) -> bytes:
        body = bytearray()
        # Byte by byte, because a larger piece would be waited for however slowly it fills.
        for piece in response.iter_content(chunk_size=1):
            body += piece
            if len(body) > _LONGEST_ANSWER:
                raise ServiceUnavailable(f"{self._name} answered more than {_LONGEST_ANSWER} bytes")
            if self._monotonic() > deadline:
                raise ServiceUnavailable(f"{self._name} answered too slowly")
        return bytes(body)


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _pause(said: Optional[str]) -> Optional[timedelta]:
    """What a Retry-After header asks for, in seconds or as a date; at most an hour."""
    if not said:
        return None
    try:
        pause = timedelta(seconds=int(said)) if said.isdigit() else parsedate_to_datetime(said) - _now()
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(pause, timedelta()), _LONGEST_PAUSE)


def _now() -> datetime:
    return datetime.now(timezone.utc)
