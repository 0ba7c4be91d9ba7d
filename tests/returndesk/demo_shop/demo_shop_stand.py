"""The demo shop's store and its pages, for the tests of both."""

from __future__ import annotations

from datetime import datetime, timezone
from html.parser import HTMLParser

from actions.demo.seed import seed_demo
from core.clock import FrozenClock
from core.database.engine import open_engine
from returndesk.demo_shop.demo_shop import DemoShop

NOW = datetime(2026, 10, 13, 10, tzinfo=timezone.utc)
SECRET = "the-demo-shop-and-its-desk-share-this"
BOT_PORT = 15005


def a_demo_shop(database: str, origin: str) -> DemoShop:
    """The demo shop as of `NOW`, with a store at the address of an empty database, under one web address."""
    seed_demo(open_engine(database), NOW)
    return DemoShop(database, SECRET, FrozenClock(NOW), frozenset({origin}), frozen_at=NOW)


class Elements(HTMLParser):
    """Every element of a page with its attributes and what it encloses."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes), []))

    def handle_data(self, data):
        if self.found and data.strip():
            self.found[-1][2].append(data.strip())

    def named(self, tag):
        return [element for element in self.found if element[0] == tag]

    def words(self):
        return " ".join(data for _, _, contents in self.found for data in contents)
