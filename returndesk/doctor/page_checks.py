"""Tries a shop's page as a browser would: the tag, its script, the assistant behind it, and the token address."""

from __future__ import annotations

import asyncio
import hashlib
import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import parse_qs, urlsplit

import websockets
from websockets.exceptions import WebSocketException

from core.http_client import HttpClient
from core.identifiers import NumberShapes
from returndesk.demo_shop.widget_script import NOT_KEPT, load_script
from returndesk.doctor.check import Check, fail, ok, warn
from returndesk.doctor.page_attributes import attribute_checks
from returndesk.doctor.page_policy import policy_checks
from returndesk.doctor.page_requests import NAVIGATION, asked, followed, header, said_by
from returndesk.doctor.page_tag import ShopPage, origin_of, read_page, shown

_SECONDS: Final = 10
_LONGEST_PAGE: Final = 4 * 1024 * 1024
_REST: Final = "/webhooks/rest"
_SOCKET: Final = "/webhooks/socketio/socket.io/?EIO=4&transport=websocket"
_NOBODY: Final = frozenset({204, 401, 403})
_SERVE_IT: Final = "write where the page server of Return Desk is reached (8080 with `up`), and serve it"
_TAG_ANEW: Final = "print the tag anew with `returndesk snippet`"


def page_checks(url: str, shapes: NumberShapes) -> list[Check]:
    """Look at a page and at all that its tag names. Nothing is signed in, sent in a chat or changed.

    Args:
        url: The page's address.
        shapes: What the numbers of the shop look like.
    """
    client = HttpClient("the page", timeout=_SECONDS, budget=2 * _SECONDS, longest=_LONGEST_PAGE)
    read = _read(client, url)
    if isinstance(read, Check):
        return [read]
    if not read.tags:
        return [_no_tag(read)]
    tag = read.tags[0]
    found = [warn("snippet", "stands there twice", "keep one: the second does nothing")] if len(read.tags) > 1 else []
    script = read.address(tag["src"])
    server = read.address(tag.get("data-server") or origin_of(script)).rstrip("/")
    found += attribute_checks(read, tag, shapes)
    found += policy_checks(read, tag, script, server)
    found += _script(client, read, tag, script)
    if urlsplit(server).scheme in ("http", "https"):
        found += _assistant(client, read, server)
    if tag.get("data-token-url"):
        found += _token(client, read, tag)
    return [*found, ok("snippet", f"is on {shown(read.url)}")]


def _no_tag(page: ShopPage) -> Check:
    if page.misnamed:
        found = f'a tag with data-server has "{shown(page.misnamed[0])}", which does not end in /returndesk.js'
        return fail("src", found, _TAG_ANEW)
    also = "; a tag manager's tag is not seen here" if page.mentions else ""
    remedy = "put what `returndesk snippet` prints before </body>"
    return fail("snippet", f"{shown(page.url)} has no tag of the widget{also}", remedy)


def _read(client: HttpClient, url: str) -> ShopPage | Check:
    remedy = "give the address of a page that visitors can open, such as https://shop.example/help"
    read = followed(client, url, NAVIGATION)
    if isinstance(read, str):
        return fail("page", read, remedy)
    url, answer = read
    if not answer.succeeded:
        return fail("page", f"{shown(url)} answers {answer.status}", remedy)
    return read_page(url, answer.body.decode("utf-8", "replace"), answer.headers)


def _script(client: HttpClient, page: ShopPage, tag: Mapping[str, str], script: str) -> Iterator[Check]:
    if page.url.startswith("https:") and script.startswith("http:"):
        yield fail(
            "src", "browsers load no script without https on a page with it", "write the script's address with https://"
        )
    # With `crossorigin` browsers ask as for any data of another website, and get no other version than the tag's.
    read = followed(client, script, said_by(page, script, "script", cors="crossorigin" in tag))
    if isinstance(read, str):
        yield fail("src", read, _SERVE_IT)
        return
    there, answer = read
    if NOT_KEPT in parse_qs(urlsplit(there).query):
        yield fail("src", f"{shown(script)} is a version that is not kept, so browsers get none", _TAG_ANEW)
        return
    if not answer.succeeded:
        yield fail("src", f"{shown(script)} answers {answer.status}", _SERVE_IT)
        return
    if "javascript" not in (header(answer, "Content-Type") or ""):
        yield fail("src", f"{shown(script)} is no script", _SERVE_IT)
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
    asking = said_by(page, server, "empty", cors=True)
    healthy = asked(client, "GET", f"{server}{_REST}/", asking)
    if isinstance(healthy, str) or not healthy.succeeded:
        what = healthy if isinstance(healthy, str) else f"{shown(server)}{_REST}/ answers {healthy.status}"
        yield fail("data-server", what, "write where browsers reach the bot (5005 with `up`), and start it")
        return
    wants = {
        **asking,
        "Origin": page.origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    preflight = asked(client, "OPTIONS", f"{server}{_REST}/session", wants)
    allowed = None if isinstance(preflight, str) else header(preflight, "Access-Control-Allow-Origin")
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
    asking = {"Accept": "application/json", **said_by(page, url, "empty", cors=True)}
    answer = asked(client, "GET", url, asking)
    if isinstance(answer, str):
        yield fail(name, answer, "write the shop's address that gives tokens")
        return
    allowed = header(answer, "Access-Control-Allow-Origin")
    with_cookies = tag.get("data-token-credentials") == "include"
    if is_elsewhere and allowed != page.origin and (with_cookies or allowed != "*"):
        yield fail(name, "the page may not read it", f"have it answer Access-Control-Allow-Origin: {page.origin}")
    elif is_elsewhere and with_cookies and header(answer, "Access-Control-Allow-Credentials") != "true":
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
