"""Addresses as the browser knows them: the page's own, and the bot's on the same host."""

from __future__ import annotations

import re

from aiohttp import web

_HOST = re.compile(r"(?P<name>[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(?P<port>:\d{1,5})?")
_NOWHERE = "127.0.0.1"


def bot_origin(request: web.Request, bot_port: int) -> str:
    """The bot under the name that the browser knows this host by; what is no host name goes into no header."""
    host = _HOST.fullmatch(request.host)
    return f"http://{host['name'] if host else _NOWHERE}:{bot_port}"


def page_origin(request: web.Request) -> str:
    """The address under which the browser reached this page."""
    host = _HOST.fullmatch(request.host)
    return f"http://{host[0] if host else _NOWHERE}"
