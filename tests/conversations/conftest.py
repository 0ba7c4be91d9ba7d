"""The product that all conversations talk to, started once; its logs are shown with a test that fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Optional

import pytest
from conversation_product import Conversation, Product, carrier, product, tail
from databases import Databases

from returndesk.conversation_tests.case import World
from returndesk.conversation_tests.pytest_plugin import ConversationItem
from returndesk.conversation_tests.rest_client import RestClient


@pytest.fixture(scope="session")
def running_product(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The assistant, served by `returndesk up` as anybody would serve it."""
    folder = tmp_path_factory.mktemp("product")
    with carrier(folder) as parcels, product(folder, parcels, databases) as running:
        yield running


@pytest.fixture(scope="session")
def returndesk_assistants(running_product: Product) -> Callable[[Optional[World]], RestClient]:
    """The cases are held with that same assistant."""
    return lambda _: RestClient(running_product.webhook)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The cases talk to the product, as the tests that say so themselves."""
    for item in items:
        if isinstance(item, ConversationItem):
            item.add_marker(pytest.mark.served)


@pytest.fixture
def chat(running_product: Product) -> Conversation:
    """A conversation that has not begun."""
    return running_product.conversation()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[Any]) -> Iterator[None]:
    """Adds the last lines of every log to the report of a failed conversation."""
    outcome: Any = yield
    report = outcome.get_result()
    running = getattr(item, "funcargs", {}).get("running_product")
    if report.failed and isinstance(running, Product):
        report.sections += [(f"{name}.log", tail(path)) for name, path in running.logs.items()]
