"""What the tests of the action server share: stores, a desk with the shop of `custom_shop`, a carrier on loopback."""

from __future__ import annotations

import asyncio
import json
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import pytest
from aiohttp import web
from custom_desk import Desk
from custom_shop import NOW as SHOP_NOW
from custom_shop import SCANS, document
from databases import EITHER_KIND, Databases, Files, OnServices, copied
from rasa.shared.core.domain import Domain
from signed_in import NOW, records_of
from sqlalchemy.engine import Engine

from actions.carrier.demo_service import create_app
from actions.carrier.http_carrier import HttpCarrier
from actions.carrier.settings import inbox_from
from actions.connect.settings import shop_inbox_from
from actions.demo.demo_data import demo_document
from actions.help_desk.hand_over import hand_over_from
from actions.labels.labels import Labels
from actions.photos.photos import Photos
from actions.reminders.reminding import reminding_from
from actions.services import Services
from actions.shop_changes.inbox import ChangesInbox
from actions.sign_in.shop_sign_in import ShopSignIn
from actions.store.customer_records import CustomerRecords
from actions.store.engine import migrate
from actions.store.feedback import Feedback
from actions.store.import_export.exchange import import_document
from actions.store.proof.guess_limits import WIDE
from actions.store.proof.mail_links import mail_links_from
from actions.store.proof.verifications import Verifications
from actions.store.return_store import ReturnStore
from bot.responses.nlg import FactsResponseGenerator
from core.clock import FrozenClock
from core.database.engine import open_engine
from core.health.readiness import Readiness
from core.identifiers import USUAL_SHAPES
from core.settings import load_settings
from policy.facts import load_facts


@pytest.fixture
def now() -> datetime:
    """The instant at which the demo shop stands: Friday 16 October 2026, 10:30 in Madrid."""
    return NOW


@pytest.fixture(scope="session")
def empty_template(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a migrated store, made once; each test gets a copy."""
    url = databases.new(tmp_path_factory.mktemp("templates"), "empty.db")
    engine = open_engine(url)
    migrate(engine)
    engine.dispose()
    return url


@pytest.fixture(scope="session")
def demo_template(databases: Databases, empty_template: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a store with the demo shop, made once; each test gets a copy."""
    url = databases.copy(empty_template, tmp_path_factory.mktemp("templates"), "demo.db")
    engine = open_engine(url)
    import_document(engine, demo_document(NOW))
    engine.dispose()
    return url


@pytest.fixture
def engine(databases: Databases, empty_template: str, tmp_path: Path) -> Iterator[Engine]:
    """A migrated store with nothing in it."""
    with copied(databases, empty_template, tmp_path, "empty.db") as engine:
        yield engine


@pytest.fixture
def loaded_engine(databases: Databases, demo_template: str, tmp_path: Path) -> Iterator[Engine]:
    """A store that holds the demo shop as of `now`."""
    with copied(databases, demo_template, tmp_path, "demo.db") as engine:
        yield engine


@pytest.fixture
def store(loaded_engine: Engine) -> ReturnStore:
    """The demo shop's return store."""
    return ReturnStore(loaded_engine)


@pytest.fixture
def records(loaded_engine: Engine) -> Callable[[str], CustomerRecords]:
    """What one of the demo shop's customers sees once the shop has vouched for them."""
    return lambda customer: records_of(loaded_engine, customer, NOW)


@pytest.fixture
def verifications(loaded_engine: Engine) -> Verifications:
    """Who has proven to be which of the demo shop's customers; nobody yet."""
    return Verifications(loaded_engine)


@pytest.fixture(params=EITHER_KIND)
def shared_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database that several processes may open, of either kind wherever the suite runs."""
    with ExitStack() as stack:
        databases: Databases = Files()
        if request.param == "postgresql":
            databases = OnServices(request.getfixturevalue("postgresql"), stack)
        url = databases.new(tmp_path, "shared.db")
        engine = open_engine(url)
        migrate(engine)
        engine.dispose()
        yield url
        databases.drop(url)


ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def domain() -> Domain:
    """The bot's own domain."""
    with warnings.catch_warnings():
        # Rasa tells everybody whose slots have mappings what it changed in version 3.
        warnings.simplefilter("ignore", UserWarning)
        return Domain.load(ROOT / "bot" / "domain")


@pytest.fixture(scope="session")
def voice(domain: Domain) -> FactsResponseGenerator:
    """The response generator that the bot uses."""
    return FactsResponseGenerator(domain=domain)


@pytest.fixture(scope="session")
def shop_template(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a store with the shop in it, made once; who uses it takes a copy."""
    url = databases.new(tmp_path_factory.mktemp("shop"), "template.db")
    engine = open_engine(url)
    import_document(engine, document())
    engine.dispose()
    return url


@pytest.fixture(scope="session")
def carrier_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo carrier's service, with the shop's parcels."""
    scans = tmp_path_factory.mktemp("carrier") / "scans.json"
    scans.write_text(json.dumps(SCANS), encoding="utf-8")
    runner, loop, started = web.AppRunner(create_app(scans)), asyncio.new_event_loop(), threading.Event()

    async def start() -> None:
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        started.set()

    thread = threading.Thread(target=lambda: (loop.run_until_complete(start()), loop.run_forever()), daemon=True)
    thread.start()
    assert started.wait(10)
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()


@pytest.fixture(scope="session")
def services(
    databases: Databases, shop_template: str, carrier_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Services]:
    """What the actions work with; the clock stands at `NOW`. No action changes the shop."""
    engine = open_engine(databases.copy(shop_template, tmp_path_factory.mktemp("shop"), "shop.db"))
    verifications = Verifications(engine, limits=WIDE)  # all tests share the shop
    yield Services(
        store=ReturnStore(engine),
        verifications=verifications,
        mail_links=mail_links_from(load_settings(), engine, verifications),
        carrier=HttpCarrier(carrier_url),
        clock=FrozenClock(SHOP_NOW),
        facts=load_facts(),
        shapes=USUAL_SHAPES,
        hand_over=hand_over_from(load_settings(), engine, FrozenClock(SHOP_NOW)),
        feedback=Feedback(engine),
        shop_sign_in=ShopSignIn(None, verifications, FrozenClock(SHOP_NOW)),
        reminding=reminding_from(load_settings(), engine, FrozenClock(SHOP_NOW), load_facts()),
        changes=ChangesInbox.for_settings(load_settings(), engine, FrozenClock(SHOP_NOW)),
        labels=Labels.for_settings(load_settings(), engine, FrozenClock(SHOP_NOW)),
        photos=Photos.for_settings(load_settings(), engine),
        tracking=inbox_from(load_settings(), engine),
        shop=shop_inbox_from(load_settings(), engine, FrozenClock(SHOP_NOW)),
        readiness=Readiness([]),
    )
    engine.dispose()


@pytest.fixture
def desk(services: Services, voice: FactsResponseGenerator, request: pytest.FixtureRequest) -> Desk:
    """A conversation of the test's own, in which nothing has been said."""
    return Desk(services, voice, session=request.node.nodeid)


@pytest.fixture
def desk_without_carrier(desk: Desk) -> Desk:
    """The same with a carrier that nobody serves."""
    return desk.without_carrier()


@pytest.fixture
def desk_without_store(desk: Desk) -> Desk:
    """The same with a store that can't be opened."""
    return desk.without_store()


@pytest.fixture
def own_desk(desk: Desk, databases: Databases, shop_template: str, tmp_path: Path) -> Iterator[Desk]:
    """The same with a shop of its own, to write in."""
    with copied(databases, shop_template, tmp_path, "shop.db") as engine:
        yield desk.with_store(engine)
