"""Asks other servers over HTTP, within limits of time and size, with failures sorted into "later" and "never"."""

from __future__ import annotations

import ipaddress
import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from http.cookiejar import DefaultCookiePolicy
from threading import Lock
from typing import Any, Final, Optional, Union
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from core.tracing import onward

_LONGEST_JSON: Final = 512 * 1024
_LONGEST_PAUSE: Final = timedelta(hours=1)
_PIECE: Final = 64 * 1024
#: In seconds: servers close what is idle for longer, and what stands between us and them forgets it without a word.
_IDLE: Final = 4.0
#: So many connections stay open at most.
_MOST_KEPT: Final = 64
#: 409 is what Zendesk says when two changes of a ticket meet.
_PASSING: Final = frozenset({408, 409, 425, 429})


class ServiceUnavailable(Exception):
    """The service did not answer, or not now; what was to be told is told later.

    Args:
        reason: What happened. It names no customer.
        pause: How long the service asked to be left alone.
    """

    def __init__(self, reason: str, pause: Optional[timedelta] = None) -> None:
        super().__init__(reason)
        self.pause = pause


class AnswerTooLong(ServiceUnavailable):
    """The service answered more than is read."""


class ServiceRefused(Exception):
    """The service answered that it won't take this: a wrong token, a closed ticket, a form that it doesn't know.

    Args:
        reason: What happened. It names no customer.
        status: The HTTP status, where there was one.
    """

    def __init__(self, reason: str, status: Optional[int] = None) -> None:
        super().__init__(reason)
        self.status = status


@dataclass(frozen=True)
class Answer:
    """What a server answered.

    Args:
        status: The HTTP status.
        reason: The words beside it.
        headers: The headers.
        body: What was in it, unpacked.
    """

    status: int
    reason: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def succeeded(self) -> bool:
        """Whether the server did what it was asked for."""
        return 200 <= self.status < 300

    @property
    def may_change(self) -> bool:
        """Whether the same request may succeed later."""
        return self.status in _PASSING or self.status >= 500

    @property
    def pause(self) -> Optional[timedelta]:
        """What a Retry-After header asks for, in seconds or as a date; at most an hour."""
        said = self.headers.get("Retry-After")
        if not said:
            return None
        try:
            now = datetime.now(timezone.utc)
            pause = timedelta(seconds=int(said)) if said.isdigit() else parsedate_to_datetime(said) - now
        except (ValueError, TypeError, OverflowError):
            return None
        return min(max(pause, timedelta()), _LONGEST_PAUSE)


class HttpClient:
    """Sends requests to one server. Blocks: call it from a worker thread. May be shared between threads.

    It follows nobody elsewhere, asks for answers that are not compressed, and uses a proxy of the environment between
    us and the world only, not between two services of one machine. It tries once: who wants more tries has tenacity.

    Args:
        name: Whose server it is, for messages.
        timeout: Seconds to connect, and seconds between two pieces of an answer; or one of each.
        budget: Seconds that one request may take in all.
        longest: The longest answer that is read, in bytes; if it is compressed all the same, in bytes once unpacked.
        keeps: Whether connections stay open for the next request. One may be closed just as it is used, so this is for
            who asks again where there was no answer, and may.
        monotonic: A clock in seconds that never stands still.
    """

    def __init__(
        self,
        name: str,
        *,
        timeout: Union[float, tuple[float, float]],
        budget: float,
        longest: int,
        keeps: bool = False,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        self._timeout = timeout
        self._budget = budget
        self._longest = longest
        self._kept = _KeptSessions() if keeps else None
        self._monotonic = monotonic

    def send(
        self,
        method: str,
        url: str,
        content: Optional[bytes] = None,
        *,
        query: Optional[Mapping[str, str]] = None,
        headers: Optional[Mapping[str, str]] = None,
        auth: Optional[tuple[str, str]] = None,
        deadline: Optional[float] = None,
    ) -> Answer:
        """Send one request within the trace of what it is about.

        Args:
            method: The HTTP method.
            url: The address.
            content: The request's body.
            query: Parameters of the address.
            headers: Further headers.
            auth: User and password for basic authentication.
            deadline: Until when by the clock, instead of the budget, where it is for several requests.

        Returns:
            The answer, whatever its status.

        Raises:
            ServiceUnavailable: There is no answer, or none in time.
            AnswerTooLong: There is too much of it.
        """
        deadline = self._monotonic() + self._budget if deadline is None else deadline
        request = {"data": content, "params": query, "headers": headers, "auth": auth}
        with self._opened(method, url, **request) as response:
            body = self._read(response, deadline)
            return Answer(response.status_code, response.reason or "", response.headers, body)

    def ask(self, method: str, url: str, content: Optional[bytes] = None, **more: Any) -> Answer:
        """Send one request, as `send` does, and take no answer but a success.

        Raises:
            ServiceUnavailable: No answer, a busy or a broken one. The message names the status, never the content.
            ServiceRefused: A status that won't change by asking again.
        """
        answer = self.send(method, url, content, **more)
        if answer.may_change:
            raise ServiceUnavailable(f"{self.name} answered {answer.status}", answer.pause)
        if not answer.succeeded:
            raise ServiceRefused(f"{self.name} refused it with {answer.status}", answer.status)
        return answer

    def status(self, url: str) -> int:
        """The status with which a server answers a GET; what else it has to say is not read.

        Raises:
            ServiceUnavailable: It does not answer.
        """
        with self._opened("GET", url) as response:
            return response.status_code

    @contextmanager
    def _opened(self, method: str, url: str, **request: Any) -> Iterator[requests.Response]:
        request["headers"] = {"Accept-Encoding": "identity", **onward(), **(request.get("headers") or {})}
        trusts_environment = not is_loopback(urlsplit(url).hostname or "")
        sessions = _one_session if self._kept is None else self._kept.session
        try:
            with (
                sessions(trusts_environment) as session,
                session.request(
                    method, url, timeout=self._timeout, allow_redirects=False, stream=True, **request
                ) as response,
            ):
                yield response
        except (requests.RequestException, HTTPError) as error:
            raise ServiceUnavailable(f"{self.name} did not answer: {type(error).__name__}") from error

    def _read(self, response: requests.Response, deadline: float) -> bytes:
        body = bytearray()
        # A piece is what has arrived: one of a certain size would be waited for however slowly it fills.
        while piece := response.raw.read1(_PIECE, decode_content=True):
            body += piece
            if len(body) > self._longest:
                raise AnswerTooLong(f"{self.name} answered more than {self._longest} bytes")
            if self._monotonic() > deadline:
                raise ServiceUnavailable(f"{self.name} did not answer: too slow")
        return bytes(body)


@contextmanager
def _one_session(trusts_environment: bool) -> Iterator[requests.Session]:
    """A session for one request."""
    with requests.Session() as session:
        session.trust_env = trusts_environment
        yield session


class _KeptSessions:
    """Sessions whose connections stay open for a few seconds, one with and one without the environment's proxies.

    They take no cookies: what one request is about is nothing to the next.
    """

    def __init__(self) -> None:
        self._sessions: dict[bool, requests.Session] = {}
        self._used = time.monotonic()
        self._lock = Lock()

    @contextmanager
    def session(self, trusts_environment: bool) -> Iterator[requests.Session]:
        """The session for a request. Others may use it at the same time."""
        with self._lock:
            now = time.monotonic()
            if now - self._used > _IDLE:
                # Only those that nobody uses are closed.
                for idle in self._sessions.values():
                    idle.close()
            self._used = now
            session = self._sessions.get(trusts_environment)
            if session is None:
                session = self._sessions[trusts_environment] = _keeping_session(trusts_environment)
        yield session


def _keeping_session(trusts_environment: bool) -> requests.Session:
    session = requests.Session()
    session.trust_env = trusts_environment
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    for scheme in ("https://", "http://"):
        session.mount(scheme, HTTPAdapter(pool_maxsize=_MOST_KEPT))
    return session


class JsonApi:
    """An API behind a base address. Blocks: call it from a worker thread. May be shared between threads.

    Args:
        name: Whose API it is, for messages.
        base_url: Where it is; a path may be part of it.
        headers: Sent with every request, such as an access token.
        auth: User and password for basic authentication.
        timeout: Seconds to connect, and seconds between two pieces of an answer.
        budget: Seconds that one request may take in all.
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
    ) -> None:
        self._client = HttpClient(name, timeout=timeout, budget=budget, longest=_LONGEST_JSON)
        self._base_url = base_url.rstrip("/")
        self._headers = {"Accept": "application/json", **(headers or {})}
        self._auth = auth

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
        """Send one request, without any retry.

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
        sent = {**self._headers, **(headers or {})}
        if content is not None:
            sent["Content-Type"] = "application/json"
        answer = self._client.ask(
            method, f"{self._base_url}{path}", content, query=query, headers=sent, auth=self._auth
        )
        try:
            return json.loads(answer.body)
        except (ValueError, RecursionError):
            return None


def is_loopback(host: str) -> bool:
    """Whether a host, a name or an address, is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
