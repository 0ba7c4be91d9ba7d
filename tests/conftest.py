"""For every test: no telemetry, no settings of whoever runs it, no network beyond this machine, and its database."""

from __future__ import annotations

import ipaddress
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from databases import ON_SERVICES, Databases, Files, OnServices
from side_by_side import OwnPorts, deal_out
from storage_watch import LeftOut, StorageWatch, runs_on_services

from bot.rasa_patches.without_tensorflow import keep_out
from lab.testbed.postgresql import PostgreSQL, own_postgresql
from lab.testbed.programs import MissingServer
from lab.testbed.redis_server import RedisServer, own_redis
from returndesk.conversation_tests import pytest_plugin
from returndesk.process import ports

# Once it is imported, Sanic has every DeprecationWarning shown, also those that pyproject.toml leaves out.
with warnings.catch_warnings():
    import sanic.app  # noqa: F401

os.environ["RASA_TELEMETRY_ENABLED"] = "false"
os.environ["SQLALCHEMY_SILENCE_UBER_WARNING"] = "1"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
# As every process of the product does, and before a test imports Rasa: TensorFlow takes longer than all the rest.
keep_out()
# How long an example takes says how busy the machine is. Each run tries the same examples, so that a commit is right or
# wrong whoever runs it; `pytest --hypothesis-profile=search` looks for others.
hypothesis.settings.register_profile(
    "suite", deadline=None, derandomize=True, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.register_profile(
    "search", hypothesis.settings.get_profile("suite"), derandomize=False, max_examples=1000
)
hypothesis.settings.load_profile("suite")


class OutsideNetwork(RuntimeError):
    """A test tried to leave this machine. Not an OSError, which code under test might handle and go on."""


def _is_this_machine(host: object) -> bool:
    if not host or host in ("localhost", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(os.fsdecode(str(host)).partition("%")[0]).is_loopback
    except ValueError:
        return False


def _refuse_outside(event: str, arguments: tuple[Any, ...]) -> None:
    if event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
    else:
        return
    if not _is_this_machine(host):
        raise OutsideNetwork(f"tests may talk to this machine alone, not to {host}")


# It sees what patching the socket module would miss, and can't be undone by a test.
sys.addaudithook(_refuse_outside)
_WATCH = StorageWatch()


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Collects conversations also where the program was installed before it brought a plugin."""
    if not pluginmanager.hasplugin("returndesk"):
        pluginmanager.register(pytest_plugin, "returndesk")


@pytest.fixture(scope="session", autouse=True)
def own_ports() -> Iterator[None]:
    """Takes ports that no other process of the run takes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ports, "socket", OwnPorts())
        yield


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes away the RETURNDESK_… variables of whoever runs the suite."""
    for name in [name for name in os.environ if name.startswith("RETURNDESK_")]:
        monkeypatch.delenv(name)


# Before pytest-xdist reads the groups.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On real servers, runs what keeps data; everything else has been run and would go the same way."""
    if ON_SERVICES:
        again = [item for item in items if runs_on_services(item)]
        config.hook.pytest_deselected(items=[item for item in items if not runs_on_services(item)])
        items[:] = again
    if "PYTEST_XDIST_WORKER" in os.environ:
        deal_out(items)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Watches what a test reaches, with the fixtures that are made for it."""
    _WATCH.begin(item)


@pytest.fixture(autouse=True)
def nothing_left_out(request: pytest.FixtureRequest) -> Iterator[None]:
    """Warns of a test that keeps data and would be left out on real servers."""
    yield
    if found := _WATCH.end():
        warnings.warn(LeftOut(request.node.nodeid, found), stacklevel=1)


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgreSQL]:
    """The PostgreSQL server of the run; a test that asks for it is skipped where PostgreSQL is not installed."""
    try:
        # Connections that tests forget about stay until their database is dropped.
        with own_postgresql(tmp_path_factory.mktemp("postgresql"), settings={"max_connections": "300"}) as server:
            yield server
    except MissingServer as missing:
        if ON_SERVICES:
            raise
        pytest.skip(str(missing))


@pytest.fixture
def redis_server(databases: Databases, tmp_path: Path) -> Iterator[RedisServer]:
    """A Redis server of the test's own, which it may stop; the test is skipped where Redis is not installed."""
    try:
        with own_redis(tmp_path / "redis") as server:
            yield server
    except MissingServer as missing:
        if databases.served:
            raise
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest) -> Iterator[Databases]:
    """Where tests keep their data: SQLite files, or with RETURNDESK_TEST_SERVICES=on servers of the run's own."""
    if not ON_SERVICES:
        yield Files()
        return
    with ExitStack() as stack:
        yield OnServices(request.getfixturevalue("postgresql"), stack)


@pytest.fixture
def new_database(databases: Databases, tmp_path: Path) -> Iterator[Callable[..., str]]:
    """A function that makes an empty database for this test, should it be a file of that name in `tmp_path`."""
    made: list[str] = []

    def make(name: str = "store.db") -> str:
        made.append(databases.new(tmp_path, name))
        return made[-1]

    yield make
    for url in made:
        databases.drop(url)
