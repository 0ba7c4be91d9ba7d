"""One assistant, one shop that embeds the widget and a browser; a context of its own for each test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from databases import Databases
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from served_desk import CUSTOMER_SECRET, NOW, Desk, served_desk
from widget_chat import Chat, Complaints, chromium
from widget_shop import Shop, served_shop

SWITCH = "RETURNDESK_BROWSER_TESTS"
# Read before any test begins: the suite takes such variables away.
SWITCHED_OFF = os.environ.get(SWITCH) == "off"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leaves the browser tests out where somebody asks for that; without Chromium they fail."""
    here = Path(__file__).parent
    for item in items:
        if SWITCHED_OFF and here in item.path.parents:
            item.add_marker(pytest.mark.skip(reason=f"{SWITCH}=off"))


@pytest.fixture(scope="session")
def running_shop() -> Iterator[Shop]:
    """The shop, on another origin and under another name than the assistant."""
    with served_shop("localhost") as shop:
        shop.secret, shop.now = CUSTOMER_SECRET, NOW
        yield shop


@pytest.fixture(scope="session")
def desk(databases: Databases, tmp_path_factory: pytest.TempPathFactory, running_shop: Shop) -> Iterator[Desk]:
    """The assistant."""
    with served_desk(tmp_path_factory.mktemp("desk"), {"shop": running_shop.origin}, databases) as desk:
        running_shop.server, running_shop.web = desk.server, desk.web
        yield desk


@pytest.fixture
def shop(running_shop: Shop, desk: Desk) -> Iterator[Shop]:
    """The shop, with nobody signed in and the assistant there, whatever the test before did."""
    running_shop.reset()
    desk.bot.ensure()
    yield running_shop
    running_shop.reset()


# For one file at a time: Playwright's loop must be gone before other tests use one.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright, chromium(playwright) as browser:
        yield browser


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Makes a browser without a past, whose clock stands where the assistant's does.

    After the test no page may have broken its policy or thrown, and none may have set a cookie.
    """
    contexts: list[tuple[BrowserContext, Complaints]] = []

    def make(**options: Any) -> BrowserContext:
        context = browser.new_context(**options)
        context.clock.set_fixed_time(NOW)
        contexts.append((context, Complaints(context)))
        return context

    yield make
    for context, complaints in contexts:
        cookies = context.cookies()
        context.close()
        assert complaints.found == []
        assert cookies == []


@pytest.fixture
def context(new_context: Callable[..., BrowserContext]) -> BrowserContext:
    """A browser without a past."""
    return new_context()


@pytest.fixture
def chat(context: BrowserContext, shop: Shop) -> Chat:
    """A guest has opened the chat on the shop's page."""
    page = context.new_page()
    page.goto(shop.guest)
    return Chat(page).open()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Adds the last lines of every process to the report of a failed test."""
    outcome: Any = yield
    report = outcome.get_result()
    running = getattr(item, "funcargs", {}).get("desk")
    if report.failed and isinstance(running, Desk):
        report.sections += [(f"{each.name}.log", each.tail()) for each in running.processes]
