"""The desk that is attacked, started once; after every attack it has to be well."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from databases import Databases
from security_desk import Desk, Visitor, desk_in_production
from sqlalchemy import delete

from actions.store.tables.identity import RefusedTryRow
from core.database.engine import open_engine
from core.database.sessions import writing

#: What a log shows of an error that nobody expected.
_UNEXPECTED = re.compile(r"Traceback \(most recent call last\)|gateway\.(?:request|turn|event)_failed|action\.failed")


@pytest.fixture(scope="session")
def attacked(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The desk."""
    with desk_in_production(tmp_path_factory.mktemp("attacked"), databases) as desk:
        yield desk


@pytest.fixture
def visitor(attacked: Desk) -> Visitor:
    """Somebody at an address of their own."""
    return attacked.visitor()


@pytest.fixture
def victim(attacked: Desk) -> Visitor:
    """A customer whom nobody else may read."""
    return attacked.visitor()


@pytest.fixture(autouse=True)
def _goes_on_well(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever a test did to it, the desk answers somebody else, and wrote nothing that it should not."""
    if "attacked" not in request.fixturenames:
        yield
        return
    desk: Desk = request.getfixturevalue("attacked")
    # Whom another test has guessed at is nobody who has to wait here.
    with writing(open_engine(desk.database)) as session:
        session.execute(delete(RefusedTryRow))
    before = {name: len(text) for name, text in desk.logs().items()}
    yield
    assert "3 to 20 business days" in desk.visitor().text("How long does a refund take?")
    written = {name: text[before.get(name, 0) :] for name, text in desk.logs().items()}
    assert {name: text for name, text in written.items() if _UNEXPECTED.search(text)} == {}
    assert {name for name, text in written.items() if any(secret in text for secret in desk.known.all())} == set()
