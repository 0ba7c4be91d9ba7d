"""Tries a shop's page as a browser would: the tag, its script, the assistant behind it, and the token address."""

from __future__ import annotations

import asyncio
import hashlib
import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from typing import Final, Optional
from urllib.parse import urljoin, urlsplit

import websockets
from websockets.exceptions import WebSocketException

from core.http_client import Answer, HttpClient, ServiceRefused, ServiceUnavailable
from returndesk.demo_shop.widget_script import load_script
from returndesk.doctor.check import Check, fail, ok, warn
from returndesk.doctor.page_attributes import attribute_checks
from returndesk.doctor.page_policy import policy_checks
from returndesk.doctor.page_tag import ShopPage, origin_of, read_page, shown

_SECONDS: Final = 10
_LONGEST_PAGE: Final = 4 * 1024 * 1024
_MOST_REDIRECTS: Final = 5
_REST: Final = "/webhooks/rest"
_SOCKET: Final = "/webhooks/socketio/socket.io/?EIO=4&transport=websocket"
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_NOBODY: Final = frozenset({204, 401, 403})
_TAG_ANEW: Final = "print the tag anew with `returndesk snippet`"


def page_checks(url: str) -> list[Check]:
    """Look at a page and at all that its tag names. Nothing is signed in, sent in a chat or changed.

    Args:
        url: The page's address.
    """
    client = HttpClient("the page", timeout=_SECONDS, budget=2 * _SECONDS, longest=_LONGEST_PAGE)
    read = _read(client, url)
    if isinstance(read, Check):
        return [read]
    if not read.tags:
        also = "; a tag manager's tag is not seen here" if read.mentions else ""
        remedy = "put what `returndesk snippet` prints before </body>"
        return [fail("snippet", f"{shown(read.url)} has no tag of the widget{also}", remedy)]
    tag = read.tags[0]
    found = [warn("snippet", "stands there twice", "keep one: the second does nothing")] if len(read.tags) > 1 else []
    script = read.address(tag["src"])
    server = read.address(tag.get("data-server") or origin_of(script)).rstrip("/")
    found += attribute_checks(read, tag)
    found += policy_checks(read, tag, script, server)
    found += _script(client, read, tag, script)
    if urlsplit(server).scheme in ("http", "https"):
        found += _assistant(client, read, server)
    if tag.get("data-token-url"):
        found += _token(client, read, tag)
    return [*found, ok("snippet", f"is on {shown(read.url)}")]


def _read(client: HttpClient, url: str) -> ShopPage | Check:
    remedy = "give the address of a page that visitors can open, such as https://shop.example/help"
    for _ in range(_MOST_REDIRECTS + 1):
        if urlsplit(url).scheme not in ("http", "https"):
            return fail("page", f"{shown(url)} is no web address", remedy)
        answer = _asked(client, "GET", url)
        if isinstance(answer, str):
            return fail("page", answer, remedy)
        onward = _header(answer, "Location")
        if answer.status in _REDIRECTS and onward:
            url = urljoin(url, onward)
            continue
        if not answer.succeeded:
            return fail("page", f"{shown(url)} answers {answer.status}", remedy)
        return read_page(url, answer.body.decode("utf-8", "replace"), answer.headers)
    return fail("page", "leads on and on", remedy)


def _script(client: HttpClient, page: ShopPage, tag: Mapping[str, str], script: str) -> Iterator[Check]:
    if page.url.startswith("https:") and script.startswith("http:"):
        yield fail(
            "src", "browsers load no script without https on a page with it", "write the script's address with https://"
        )
    answer = _asked(client, "GET", script, {"Origin": page.origin})
    if isinstance(answer, str) or not answer.succeeded:
        what = answer if isinstance(answer, str) else f"{shown(script)} answers {answer.status}"
        yield fail("src", what, "write where the page server of Return Desk is reached, and serve it")
        return
    if "javascript" not in (_header(answer, "Content-Type") or ""):
        yield fail("src", f"{shown(script)} is no script", "write where the page server of Return Desk is reached")
        return
    expected = tag.get("integrity", "").split()
    digest = f"sha384-{b64encode(hashlib.sha384(answer.body).digest()).decode('ascii')}"
    if any(each.startswith("sha384-") for each in expected) and digest not in expected:
        yield fail("integrity", "is the hash of another version, which browsers do not run", _TAG_ANEW)
    elif expected and "crossorigin" not in tag and origin_of(script) != page.origin:
        yield fail("crossorigin", "is missing, and with integrity browsers run no script without", _TAG_ANEW)
    elif expected and answer.body != load_script().body:
        yield warn("src", "is a version of before", f"{_TAG_ANEW} for the newest")
    else:
        yield ok("src", f"{shown(script)} is there")


def _assistant(client: HttpClient, page: ShopPage, server: str) -> Iterator[Check]:
    if page.url.startswith("https:") and server.startswith("http:"):
        yield fail("data-server", "a page with https reaches no assistant without", "write it with https://")
    healthy = _asked(client, "GET", f"{server}{_REST}/")
    if isinstance(healthy, str) or not healthy.succeeded:
        what = healthy if isinstance(healthy, str) else f"{shown(server)}{_REST}/ answers {healthy.status}"
        yield fail("data-server", what, "write where browsers reach the bot, and start it")
        return
    wants = {
        "Origin": page.origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    preflight = _asked(client, "OPTIONS", f"{server}{_REST}/session", wants)
    allowed = None if isinstance(preflight, str) else _header(preflight, "Access-Control-Allow-Origin")
    if page.origin != origin_of(server) and allowed not in ("*", page.origin):
        remedy = f"name {page.origin} there, and start the bot anew"
        yield fail("RETURNDESK_ALLOWED_ORIGINS", f"{shown(server)} takes no call of {page.origin}", remedy)
        return
    yield ok("data-server", f"{shown(server)} takes calls of {page.origin}")
    problem = asyncio.run(_socket_problem(server, page.origin))
    if problem:
        remedy = "let the proxy pass Upgrade at /webhooks/socketio/; until then plain requests stand in"
        yield warn("Socket.IO", problem, remedy)
    else:
        yield ok("Socket.IO", "connects")


async def _socket_problem(server: str, origin: str) -> str:
    """Why no WebSocket can be opened; empty where one can."""
    address = server.replace("http", "ws", 1) + _SOCKET
    try:
        async with websockets.connect(  # type: ignore[attr-defined]
            address, origin=origin, open_timeout=_SECONDS, close_timeout=1, max_size=_LONGEST_PAGE
        ) as socket:
            first = await asyncio.wait_for(socket.recv(), _SECONDS)
    except (OSError, asyncio.TimeoutError, WebSocketException) as error:
        return f"no WebSocket can be opened: {shown(str(error) or type(error).__name__)}"
    return "" if str(first).startswith("0{") else "something else answers in the place of the assistant"


def _token(client: HttpClient, page: ShopPage, tag: Mapping[str, str]) -> Iterator[Check]:
    name, url = "data-token-url", page.address(tag["data-token-url"])
    if urlsplit(url).scheme not in ("http", "https"):
        return
    is_elsewhere = origin_of(url) != page.origin
    answer = _asked(client, "GET", url, {"Accept": "application/json", "Origin": page.origin} if is_elsewhere else None)
    if isinstance(answer, str):
        yield fail(name, answer, "write the shop's address that gives tokens")
        return
    allowed = _header(answer, "Access-Control-Allow-Origin")
    with_cookies = tag.get("data-token-credentials") == "include"
    if is_elsewhere and allowed != page.origin and (with_cookies or allowed != "*"):
        yield fail(name, "the page may not read it", f"have it answer Access-Control-Allow-Origin: {page.origin}")
    elif is_elsewhere and with_cookies and _header(answer, "Access-Control-Allow-Credentials") != "true":
        yield fail(name, "the page may not send cookies to it", "have it answer Access-Control-Allow-Credentials: true")
    elif answer.status in _NOBODY:
        yield ok(name, f"answers {answer.status}: nobody is signed in here")
    elif not answer.succeeded:
        yield fail(name, f"{shown(url)} answers {answer.status}", 'have it answer {"token": "…"}, or 401 for guests')
    elif _has_token(answer.body):
        yield warn(name, "gives a token to whoever asks, without a cookie", "have it answer 401 for guests")
    else:
        yield fail(name, f"{shown(url)} gives no token", 'have it answer {"token": "…"} as JSON, or 401 for guests')


def _has_token(body: bytes) -> bool:
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        return False
    return isinstance(read, dict) and isinstance(read.get("token"), str)


def _asked(client: HttpClient, method: str, url: str, headers: Optional[Mapping[str, str]] = None) -> Answer | str:
    """The answer, or why there is none."""
    try:
        return client.send(method, url, headers=headers)
    except (ServiceUnavailable, ServiceRefused, ValueError) as error:
        return f"{shown(url)} can't be reached: {shown(str(error))}"


def _header(answer: Answer, name: str) -> Optional[str]:
    return next((value for each, value in answer.headers.items() if each.lower() == name.lower()), None)
