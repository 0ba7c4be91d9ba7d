"""Measures what the widget costs a page: `.venv/bin/python tests/browser/measure_widget.py`.

Requests before the first opening, how much the page moved, and the longest task of the page's thread by its processor
time, which hardly depends on what else the machine does: on a processor four times as slow it is four times that. Only
tasks count in which the widget's script runs or the page is drawn: those of who drives the browser are none of a
customer's. One of these begins the page, and with it the contexts of Playwright's own scripts; that the page asks for
the widget's script there makes it none of the widget's. Each step is done several times, in a page of its own, and its
median is told.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import BrowserContext, Page, sync_playwright

# As pytest does for the tests; the project's own packages come first, since folders of tests have their names.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.append(str(Path(__file__).resolve().parents[1]))

from databases import Files
from served_desk import CUSTOMER_SECRET, NOW, served_desk
from widget_chat import WAIT, Chat, chromium, settled
from widget_shop import Shop, served_shop

SLOWER = 4
TIMES = 9
_SCRIPT = "/returndesk.js"
_TASK = "ThreadControllerImpl::RunTask"
# Of a script that runs; that it is asked for or comes is an event with its address, too.
_RUNNING = frozenset({"EvaluateScript", "FunctionCall", "v8.compile"})
# Of a frame that is drawn. Layout alone is asked for by who drives the browser, too.
_DRAWING = frozenset({"PrePaint", "Paint"})
_CATEGORIES = ["toplevel", "devtools.timeline"]
_SHIFTS = """window.moved = 0;
new PerformanceObserver((list) => list.getEntries().forEach((each) => { moved += each.value; }))
    .observe({ type: "layout-shift", buffered: true });"""


def main() -> None:
    """Serves the assistant and a shop, and writes the figures."""
    with tempfile.TemporaryDirectory() as folder, served_shop("localhost") as shop:
        shop.secret, shop.now = CUSTOMER_SECRET, NOW
        with served_desk(Path(folder), {"shop": shop.origin}, Files()) as desk:
            shop.server, shop.web = desk.server, desk.web
            with sync_playwright() as playwright, chromium(playwright) as browser:
                taken: dict[str, list[float]] = {}
                for _ in range(TIMES):
                    with browser.new_context() as context:
                        for name, longest in measured(context, shop):
                            taken.setdefault(name, []).append(longest)
                for name, each in taken.items():
                    middle = median(each)
                    slow = middle * SLOWER
                    print(f"{name}: {middle:.1f} ms, {slow:.0f} ms on a processor {SLOWER} times as slow")  # noqa: T201


def measured(context: BrowserContext, shop: Shop) -> Iterator[tuple[str, float]]:
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
        yield name, longest_task(context, page, step)
        if name == "loading the page":
            theirs = [each for each in asked if not each.startswith(shop.origin)]
            print(f"requests before the first opening: {len(theirs)}")  # noqa: T201
        print(f"layout shift so far, {name}: {page.evaluate('moved'):.4f}")  # noqa: T201


def longest_task(context: BrowserContext, page: Page, step: Any) -> float:
    """The longest task of the page's main thread while something is done, in milliseconds of processor time."""
    session = context.new_cdp_session(page)
    events: list[dict[str, Any]] = []
    session.on("Tracing.dataCollected", lambda told: events.extend(told["value"]))
    done: list[bool] = []
    session.on("Tracing.tracingComplete", lambda _: done.append(True))
    session.send("Tracing.start", {"transferMode": "ReportEvents", "traceConfig": {"includedCategories": _CATEGORIES}})
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
    of_page = [each for each in events if (each["pid"], each["tid"]) in threads]
    ours = [each["ts"] for each in of_page if _is_ours(each)]
    tasks = [each for each in of_page if each["name"] == _TASK and "dur" in each]
    return max(
        (task["tdur"] / 1000 for task in tasks if any(task["ts"] <= at <= task["ts"] + task["dur"] for at in ours)),
        default=0.0,
    )


def _is_ours(event: dict[str, Any]) -> bool:
    """Whether an event is of the widget's script or of a frame of the page."""
    told = event.get("args", {}).get("data") or {}
    runs = event["name"] in _RUNNING and isinstance(told, dict) and _SCRIPT in str(told.get("url", ""))
    return runs or event["name"] in _DRAWING


if __name__ == "__main__":
    main()
