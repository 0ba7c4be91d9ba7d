"""The forms of a page, as a browser would send them."""

from __future__ import annotations

from html.parser import HTMLParser


class Forms(HTMLParser):
    """The forms of a page: by where each goes, what its hidden fields hold."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, dict[str, str]] = {}
        self._now: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        held = dict(attributes)
        if tag == "form":
            self._now = self.found.setdefault(str(held["action"]), {})
        elif tag == "input" and held.get("type") == "hidden":
            self._now[str(held["name"])] = held.get("value") or ""
