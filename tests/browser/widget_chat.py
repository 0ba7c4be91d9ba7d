"""The widget as a person uses it, and the browser that it runs in."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Playwright, expect

#: What the answers to "how long does a refund take" and to "is my first return free" say, and no other.
WAIT = "business days"
FREE = "times a month"
#: How long a browser may take to show something, in milliseconds. Nothing waits longer than it needs to.
PATIENCE_MS = 30_000

_ABOUT_A_SERVER = re.compile(r"net::ERR|WebSocket|Failed to load resource")
_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium; AssertionError with the remedy where it is missing."""
    program = shutil.which("chromium")
    assert program, "chromium is missing: run scripts/install-chromium"
    browser = playwright.chromium.launch(executable_path=program, args=_ARGUMENTS)
    expect.set_options(timeout=PATIENCE_MS)
    try:
        yield browser
    finally:
        browser.close()


class Complaints:
    """What the browser has objected to: broken policies, errors of scripts."""

    def __init__(self, context: BrowserContext) -> None:
        """Listens from now on, to every page of the context."""
        self.found: list[str] = []
        context.on("weberror", lambda error: self.found.append(str(error.error)))
        context.on("console", self._heard)

    def _heard(self, message: Any) -> None:
        # That a server is down or refuses something is told too, and is no fault of the page.
        if message.type == "error" and not _ABOUT_A_SERVER.search(message.text):
            self.found.append(message.text)


class Chat:
    """The widget on a page, in whichever language."""

    def __init__(self, page: Page) -> None:
        """The page is open."""
        self.page = page
        self.launcher = page.locator("return-desk .launcher")
        self.window = page.get_by_role("dialog")
        self.field = page.locator("return-desk textarea")
        self.log = page.get_by_role("log")
        self.languages = page.locator("return-desk .languages select")
        self.messages = page.locator("return-desk .message")
        self.answers = page.locator("return-desk .message.desk")
        self.questions = page.locator("return-desk .message.customer")
        self.timeline = page.locator("return-desk .timeline")
        self.deadlines = page.locator("return-desk .deadlines")
        self.picker = page.locator("return-desk .picker")

    def open(self) -> Chat:
        """Opens the window and waits until it stands, with the greeting or with what was said."""
        self.launcher.click()
        expect(self.window).to_be_visible()
        expect(self.answers.first).to_be_visible()
        settled(self.page)
        return self

    def say(self, words: str) -> None:
        """Writes a message and sends it."""
        self.field.fill(words)
        self.field.press("Enter")

    def ask(self, words: str) -> None:
        """Says something and waits until the answer begins."""
        before = self.answers.count()
        self.say(words)
        expect(self.answers.nth(before)).to_be_visible()
        expect(self.page.locator("return-desk .message.customer .meta")).to_have_count(0)

    def answered(self, words: str) -> None:
        """Waits until one message of the assistant's holds the words, and no second."""
        expect(self.answers.filter(has_text=words)).to_have_count(1)

    def said(self) -> list[str]:
        """The words of both sides, in order."""
        return [text.strip() for text in self.messages.locator(".bubble").all_inner_texts()]

    def spoken(self) -> Locator:
        """What screen readers are told."""
        return self.page.locator("return-desk [aria-live=polite]")


#: Whether the page is loaded, the widget has drawn what it knows, and all animations that end have ended; the dots of
#: the typing sign never do.
_SETTLED = """() => {
    const widget = document.querySelector("return-desk");
    return document.readyState === "complete"
        && (!widget || (!widget.isUpdatePending && widget.opened === widget.shadowRoot.querySelector("dialog").open))
        && [document, widget?.shadowRoot]
            .flatMap((root) => root?.getAnimations() ?? [])
            .every((each) => each.playState !== "running" || each.effect.getComputedTiming().iterations === Infinity);
}"""


def settled(page: Page) -> None:
    """Waits until what a page shows stays as it is: before anything there is measured, or its colours are read."""
    page.wait_for_function(_SETTLED, timeout=PATIENCE_MS)


def violations(page: Page) -> list[str]:
    """What axe finds wrong with a page, with where it is; what fades in has to have come."""
    settled(page)
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {node['target']} {node.get('failureSummary', '')}" for each in found for node in each["nodes"]
    ]
