"""Asks for what a page names as a browser would: with what it says of each request, and on to where an answer leads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, Optional
from urllib.parse import urljoin, urlsplit

from core.http_client import Answer, HttpClient, ServiceRefused, ServiceUnavailable
from returndesk.doctor.page_tag import ShopPage, origin_of, shown

_MOST_REDIRECTS: Final = 5
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})

#: What opening a page says.
NAVIGATION: Final[Mapping[str, str]] = {
    "Accept": "text/html",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Dest": "document",
    "Sec-Fetch-Site": "none",
}


def said_by(page: ShopPage, url: str, wanted: Literal["script", "empty"], *, cors: bool) -> dict[str, str]:
    """What a browser says of a request of a page's; servers may answer otherwise to other ones.

    Args:
        page: The page.
        url: What is asked for.
        wanted: A script, or "empty" for what a script asks for.
        cors: Whether the answer is to be read, rather than run whatever it is.
    """
    is_elsewhere = origin_of(url) != page.origin
    return {
        "Sec-Fetch-Mode": "cors" if cors else "no-cors",
        "Sec-Fetch-Dest": wanted,
        "Sec-Fetch-Site": "cross-site" if is_elsewhere else "same-origin",
        **({"Origin": page.origin} if cors and is_elsewhere else {}),
    }


def asked(client: HttpClient, method: str, url: str, headers: Mapping[str, str]) -> Answer | str:
    """The answer, or why there is none."""
    try:
        return client.send(method, url, headers=headers)
    except (ServiceUnavailable, ServiceRefused, ValueError) as error:
        return f"{shown(url)} can't be reached: {shown(str(error))}"


def followed(client: HttpClient, url: str, headers: Mapping[str, str]) -> tuple[str, Answer] | str:
    """The last address that an address leads to, with its answer; or why there is none."""
    for _ in range(_MOST_REDIRECTS + 1):
        if not is_web_address(url):
            return f"{shown(url)} is no web address"
        answer = asked(client, "GET", url, headers)
        if isinstance(answer, str):
            return answer
        onward = header(answer, "Location")
        if answer.status not in _REDIRECTS or not onward:
            return url, answer
        try:
            url = urljoin(url, onward)
        except ValueError:
            return f"{shown(onward)} is no web address"
    return "leads on and on"


def is_web_address(url: str) -> bool:
    """Whether HTTP leads there."""
    try:
        return urlsplit(url).scheme in ("http", "https")
    except ValueError:
        return False


def header(answer: Answer, name: str) -> Optional[str]:
    """A header of an answer, whatever the case of its name."""
    return next((value for each, value in answer.headers.items() if each.lower() == name.lower()), None)
