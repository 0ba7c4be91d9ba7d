"""The widget's tag in a shop's page, as a browser would find it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final, Optional
from urllib.parse import urljoin, urlsplit

_SCRIPT: Final = "/returndesk.js"
_POLICY: Final = "content-security-policy"
_LONGEST_SHOWN: Final = 100
_PORTS: Final = {"http": 80, "https": 443}


@dataclass
class ShopPage:
    """What a page says of the widget.

    Args:
        url: Where it was read, after redirects.
        tags: The attributes of each tag whose script is the widget's.
        ids: The ids of its elements.
        policies: Its content security policies, of its headers and of itself.
        misnamed: The address of each script that has the widget's attributes under another name.
        mentions: Whether a script of its own names the widget's, as a tag manager's would.
    """

    url: str
    tags: list[Mapping[str, str]] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    policies: list[str] = field(default_factory=list)
    misnamed: list[str] = field(default_factory=list)
    mentions: bool = False

    @property
    def origin(self) -> str:
        """As browsers send it."""
        return origin_of(self.url)

    def address(self, written: str) -> str:
        """An address of the page's, whole."""
        return urljoin(self.url, written)


class _Reader(HTMLParser):
    def __init__(self, page: ShopPage) -> None:
        super().__init__(convert_charrefs=True)
        self._page = page
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, Optional[str]]]) -> None:
        # Of an attribute that stands there twice browsers take the first.
        given = {name: value or "" for name, value in reversed(attrs)}
        if given.get("id"):
            self._page.ids.add(given["id"])
        if tag == "meta" and given.get("http-equiv", "").lower() == _POLICY:
            self._page.policies.append(given.get("content", ""))
        self._in_script = tag == "script"
        if tag == "script" and _path(given.get("src", "")).endswith(_SCRIPT):
            self._page.tags.append(given)
        elif tag == "script" and "data-server" in given:
            self._page.misnamed.append(given.get("src", ""))

    def handle_endtag(self, _: str) -> None:
        self._in_script = False

    def handle_data(self, data: str) -> None:
        self._page.mentions |= self._in_script and _SCRIPT in data


def read_page(url: str, html: str, headers: Mapping[str, str]) -> ShopPage:
    """Find the tag, and what of the page bears on it.

    Args:
        url: Where the page was read.
        html: What was read.
        headers: Those of the answer, whatever the case of their names.
    """
    page = ShopPage(url)
    page.policies += [value for name, value in headers.items() if name.lower() == _POLICY]
    reader = _Reader(page)
    reader.feed(html)
    reader.close()
    return page


def _path(address: str) -> str:
    """The path of an address; empty where it is none."""
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def origin_of(url: str) -> str:
    """Scheme, host and port of an address as browsers write them."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    shown = f"[{host}]" if ":" in host else host
    port = parts.port if parts.port not in (None, _PORTS.get(parts.scheme)) else None
    return f"{parts.scheme}://{shown}" + (f":{port}" if port is not None else "")


def shown(value: str) -> str:
    """Words of the page's, in one line that a terminal may show."""
    plain = "".join(sign if sign.isprintable() else " " for sign in value[: _LONGEST_SHOWN + 1])
    return plain if len(plain) <= _LONGEST_SHOWN else f"{plain[:_LONGEST_SHOWN]}…"
