"""A desk with the shop of `custom_shop` behind it, a carrier on loopback, and desks where one of them is down."""

from __future__ import annotations

import asyncio
import json
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import web
from custom_desk import Desk
from custom_shop import NOW, SCANS, document
from databases import Databases, copied
from rasa.shared.core.domain import Domain

from actions.carrier.demo_service import create_app
from actions.carrier.http_carrier import HttpCarrier
from actions.help_desk.hand_over import hand_over_from
from actions.reminders.reminding import reminding_from
from actions.services import Services
from actions.sign_in.shop_sign_in import ShopSignIn
from actions.store.feedback import Feedback
from actions.store.import_export.exchange import import_document
from actions.store.proof.guess_limits import WIDE
from actions.store.proof.verifications import Verifications
from actions.store.return_store import ReturnStore
from bot.responses.nlg import FactsResponseGenerator
from core.clock import FrozenClock
from core.database.engine import open_engine
from core.health.readiness import Readiness
from core.settings import load_settings
from policy.facts import load_facts

ROOT = Path(__file__).parents[3]


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
        carrier=HttpCarrier(carrier_url),
        clock=FrozenClock(NOW),
        facts=load_facts(),
        order_number_digits=16,
        hand_over=hand_over_from(load_settings(), engine, FrozenClock(NOW)),
        feedback=Feedback(engine),
        shop_sign_in=ShopSignIn(None, verifications, FrozenClock(NOW)),
        reminding=reminding_from(load_settings(), engine, FrozenClock(NOW), load_facts()),
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
