"""The chat widget's built script: how it is served, and the tag by which a shop's page embeds it."""

from __future__ import annotations

import gzip
import hashlib
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final, Optional

from aiohttp import web

SCRIPT = Path(__file__).resolve().parent / "static" / "returndesk.js"
PATH = "/returndesk.js"

#: What a tag may say besides (docs/widget.md): a test holds it against what the widget reads.
ATTRIBUTES: Final = frozenset(
    {
        *(
            "alerts",
            "avatar",
            "consent",
            "hash",
            "inline",
            "invitations",
            "launcher",
            "launcher-icon",
            "launcher-label",
        ),
        *("layout", "link-hosts", "order", "position", "questions", "return", "sign-in-url", "subtitle", "texts"),
        *("item", "page", "title", "token-credentials", "welcome"),
    }
)
_VERSION_DIGITS = 12
_A_YEAR = "public, max-age=31536000, immutable"
_ASK_EACH_TIME = "public, no-cache"


@dataclass(frozen=True)
class WidgetScript:
    """The script as pages get it."""

    body: bytes

    @property
    def version(self) -> str:
        """Another for every other content; in the address it lets browsers keep the script without asking."""
        return hashlib.sha256(self.body).hexdigest()[:_VERSION_DIGITS]

    @property
    def integrity(self) -> str:
        """What the tag's `integrity` says, so that a browser runs this content and no other."""
        return f"sha384-{b64encode(hashlib.sha384(self.body).digest()).decode('ascii')}"

    @property
    def compressed(self) -> bytes:
        """The content as it travels: gzip, the same bytes each time."""
        return gzip.compress(self.body, compresslevel=9, mtime=0)


def load_script() -> WidgetScript:
    """The committed script (`widget/` holds its sources)."""
    return WidgetScript(SCRIPT.read_bytes())


def snippet(
    script: WidgetScript,
    *,
    web_url: str,
    server_url: str,
    token_url: Optional[str] = None,
    locale: Optional[str] = None,
    theme: Optional[str] = None,
    more: Optional[Mapping[str, str]] = None,
) -> str:
    """The tag for a shop's page.

    Args:
        script: What is served.
        web_url: Where the script is served, without a path.
        server_url: Where browsers reach the bot.
        token_url: Where the shop's page gives the token of who is signed in; None on a site without sign-in.
        locale: The language of the widget's own words, and how it writes times; None follows the page's `<html lang>`.
        theme: "light" or "dark" on a page that is always one of them; None follows the visitor's system.
        more: Further attributes by their names without `data-`, such as "position" (docs/widget.md).
    """
    attributes = {
        "src": f"{web_url.rstrip('/')}{PATH}?v={script.version}",
        "integrity": script.integrity,
        "crossorigin": "anonymous",
        "data-server": server_url.rstrip("/"),
        **({"data-token-url": token_url} if token_url else {}),
        **({"data-locale": locale} if locale else {}),
        **({"data-theme": theme} if theme else {}),
        **{f"data-{name}": value for name, value in (more or {}).items()},
    }
    lines = (f'{name}="{escape(value)}"' for name, value in attributes.items())
    return f"<script async {(chr(10) + ' ' * 8).join(lines)}></script>"


def add_widget_script(app: web.Application, script: WidgetScript) -> None:
    """Serve the script at `GET /returndesk.js`, for pages of any origin."""
    compressed = script.compressed

    async def serve(request: web.Request) -> web.StreamResponse:
        headers = {
            "Content-Type": "text/javascript; charset=utf-8",
            "ETag": f'"{script.version}"',
            "Cache-Control": _A_YEAR if request.query.get("v") == script.version else _ASK_EACH_TIME,
            # A script with an integrity hash is fetched with CORS.
            "Access-Control-Allow-Origin": "*",
            "Cross-Origin-Resource-Policy": "cross-origin",
            "Vary": "Accept-Encoding",
        }
        if any(tag.value == script.version for tag in request.if_none_match or ()):
            return web.Response(status=304, headers=headers)
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            return web.Response(body=compressed, headers={**headers, "Content-Encoding": "gzip"})
        return web.Response(body=script.body, headers=headers)

    app.router.add_get(PATH, serve)
