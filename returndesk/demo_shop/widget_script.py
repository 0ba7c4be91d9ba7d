"""The chat widget's built scripts: how they are served, and the tag by which a shop's page embeds the first."""

from __future__ import annotations

import gzip
import hashlib
import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final, Optional

from aiohttp import web
from aiohttp.typedefs import Handler

SCRIPT = Path(__file__).resolve().parent / "static" / "returndesk.js"
PATH = "/returndesk.js"
#: What the first script loads once photos or a form are used; it lies beside the first.
LATER = SCRIPT.with_name("returndesk-later.js")
#: Scripts of releases before this one, packed; `npm run keep` in widget/ puts them there.
KEPT = SCRIPT.with_name("kept")
_KEPT_NAME: Final = re.compile(r"(?P<name>returndesk(?:-later)?)\.(?P<version>[0-9a-f]{12})\.js\.gz")
_VERSION: Final = re.compile(r"[0-9a-f]{12}")

#: What a tag may say besides (docs/widget.md): a test holds it against what the widget reads.
ATTRIBUTES: Final = frozenset(
    {
        *(
            "alerts",
            "avatar",
            "consent",
            "form",
            "hash",
            "inline",
            "invitations",
            "launcher",
            "launcher-icon",
            "launcher-label",
        ),
        *(
            "layout",
            "link-hosts",
            "order",
            "position",
            "questions",
            "return",
            "sign-in-url",
            "skip-link",
            "subtitle",
            "texts",
        ),
        *("item", "page", "title", "token-credentials", "welcome"),
    }
)
#: In the address that a browser is led to for a version that is not there.
NOT_KEPT: Final = "version-not-kept"
_REMEDY: Final = "run-returndesk-snippet-for-a-new-tag"
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


def kept_scripts(folder: Path = KEPT) -> Mapping[tuple[str, str], bytes]:
    """Scripts that tags of before an update ask for, packed, by name and version."""
    found = ((_KEPT_NAME.fullmatch(path.name), path) for path in folder.glob("*.js.gz"))
    return {(name["name"], name["version"]): path.read_bytes() for name, path in found if name}


def add_widget_script(app: web.Application, script: WidgetScript, kept: Mapping[tuple[str, str], bytes]) -> None:
    """Serve the scripts at `GET /returndesk.js` and `/returndesk-later.js`, for pages of any origin.

    A tag that asks for a version (`?v=`) gets that one. Where it is neither the newest nor kept, a browser that would
    check its hash is led to an address that says what to do, as the console shows an address that is not there; any
    other gets the newest.

    Args:
        app: The server.
        script: The newest of the first script.
        kept: Those of before, as `kept_scripts` finds them.
    """
    for name, newest in ((SCRIPT.stem, script), (LATER.stem, WidgetScript(LATER.read_bytes()))):
        app.router.add_get(f"/{name}.js", _served(name, newest, kept))


def _served(name: str, newest: WidgetScript, kept: Mapping[tuple[str, str], bytes]) -> Handler:
    packed = newest.compressed

    async def serve(request: web.Request) -> web.StreamResponse:
        wanted = request.query.get("v", "")
        before = kept.get((name, wanted))
        is_pinned = before is not None or wanted == newest.version
        headers = {
            "Content-Type": "text/javascript; charset=utf-8",
            "Cache-Control": _A_YEAR if is_pinned else _ASK_EACH_TIME,
            # A script with an integrity hash is fetched with CORS.
            "Access-Control-Allow-Origin": "*",
            "Cross-Origin-Resource-Policy": "cross-origin",
            "Vary": "Accept-Encoding, Sec-Fetch-Mode",
        }
        if NOT_KEPT in request.query:
            return web.Response(status=404, text=_REMEDY, headers={**headers, "Content-Type": "text/plain"})
        if not is_pinned and _VERSION.fullmatch(wanted) and request.headers.get("Sec-Fetch-Mode") == "cors":
            raise web.HTTPFound(f"{request.path}?{NOT_KEPT}={wanted}&remedy={_REMEDY}", headers=headers)
        headers["ETag"] = f'"{wanted if before is not None else newest.version}"'
        if any(f'"{tag.value}"' == headers["ETag"] for tag in request.if_none_match or ()):
            return web.Response(status=304, headers=headers)
        body = packed if before is None else before
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            return web.Response(body=body, headers={**headers, "Content-Encoding": "gzip"})
        return web.Response(body=newest.body if before is None else gzip.decompress(before), headers=headers)

    return serve
