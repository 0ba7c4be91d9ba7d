"""Measures what the widget costs a page: `.venv/bin/python tests/browser/measure_widget.py`.

Requests before the first opening, how much the page moved, and the longest task of the page's thread by its processor
time, which does not depend on what else the machine does: on a processor four times as slow it is four times that.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, sync_playwright

# As pytest does for the tests.
sys.path.append(str(Path(__file__).resolve().parents[1]))

from databases import Files
from served_desk import CUSTOMER_SECRET, NOW, served_desk
from widget_chat import WAIT, Chat, chromium, settled
from widget_shop import Shop, served_shop

SLOWER = 4
_TASK = "ThreadControllerImpl::RunTask"
_SHIFTS = """window.moved = 0;
new PerformanceObserver((list) => list.getEntries().forEach((each) => { moved += each.value; }))
    .observe({ type: "layout-shift", buffered: true });"""


def main() -> None:
    """Serves the assistant and a shop, and writes the figures."""
    with tempfile.TemporaryDirectory() as folder, served_shop("localhost") as shop:
        shop.secret, shop.now = CUSTOMER_SECRET, NOW
        with served_desk(Path(folder), {"shop": shop.origin}, Files()) as desk:
            shop.server, shop.web = desk.server, desk.web
            with sync_playwright() as playwright, chromium(playwright) as browser, browser.new_context() as context:
                measure(context, shop)


def measure(context: BrowserContext, shop: Shop) -> None:
    """Loads the page, opens the window and asks something, each with its longest task."""
    context.clock.set_fixed_time(NOW)
    context.add_init_script(_SHIFTS)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    chat = Chat(page)
    steps = {
        "loading the page": lambda: (page.goto(shop.guest), chat.launcher.wait_for(), settled(page)),
        "opening the window": lambda: chat.open(),
        "a question and its answer": lambda: (
            chat.ask("How long do I have to wait for the refund?"),
            chat.answered(WAIT),
        ),
    }
    for name, step in steps.items():
        longest = longest_task(context, page, step)
        print(f"{name}: {longest:.1f} ms, {longest * SLOWER:.0f} ms on a processor {SLOWER} times as slow")  # noqa: T201
        if name == "loading the page":
            theirs = [each for each in asked if not each.startswith(shop.origin)]
            print(f"requests before the first opening: {len(theirs)}")  # noqa: T201
    print(f"layout shift: {page.evaluate('moved')}")  # noqa: T201


def longest_task(context: BrowserContext, page: Page, step: Any) -> float:
    """The longest task of the page's main thread while something is done, in milliseconds of processor time."""
    session = context.new_cdp_session(page)
    events: list[dict[str, Any]] = []
    session.on("Tracing.dataCollected", lambda told: events.extend(told["value"]))
    done: list[bool] = []
    session.on("Tracing.tracingComplete", lambda _: done.append(True))
    session.send("Tracing.start", {"transferMode": "ReportEvents", "traceConfig": {"includedCategories": ["toplevel"]}})
    step()
    session.send("Tracing.end")
    while not done:
        page.wait_for_timeout(50)
    session.detach()
    threads = {
        (each["pid"], each["tid"])
        for each in events
        if each["name"] == "thread_name" and each["args"]["name"] == "CrRendererMain"
    }
    tasks = [each for each in events if each["name"] == _TASK and (each["pid"], each["tid"]) in threads]
    return max((each.get("tdur", 0) / 1000 for each in tasks), default=0.0)


if __name__ == "__main__":
    main()
