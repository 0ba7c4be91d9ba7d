"""No statement that an action, a channel or a worker sends reads all of a table that grows with the shop."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from plans import statements, whole_reads

import actions
import bot
import core
from core.conversations.turn_records import TurnStatements
from lab.store_size.cases import cases
from lab.store_size.desk import Case, Desk
from lab.store_size.queries import NO_QUERIES, QUERIES
from lab.store_size.shop import NOW

#: Ana of the demo shop, who has proven who she is.
ANA = Case(2, "web:case-2", "demo-ana", "ana@example.com", "8120034500012345", "R1001")


#: The tests run on a PostgreSQL server of their own wherever they run, so there is nothing to repeat on another one.
SQLITE = pytest.param("sqlite", marks=pytest.mark.embedded("these are SQLite's plans; PostgreSQL's are the other half"))


@pytest.fixture(params=[SQLITE, "postgresql"])
def desk_and_case(request):
    """A store of each kind, and somebody in it."""
    if request.param == "sqlite":
        engine = request.getfixturevalue("sqlite_desk")
        records = Desk(engine)
        records.verifications.sign_in(ANA.conversation, ANA.customer, None, NOW.replace(year=2027), NOW)
        return engine, ANA
    engine, shop = request.getfixturevalue("filled"), request.getfixturevalue("small_shop")
    number = 10_000 + 10 * len(request.node.name)
    (case,) = cases(engine, shop, 1, first=number)
    return engine, case


def test_no_statement_reads_a_whole_table_that_grows(desk_and_case):
    engine, case = desk_and_case
    desk, wrong = Desk(engine), []
    for name, query in QUERIES.items():
        if query.only_on not in (None, engine.dialect.name):
            continue
        with statements(engine) as sent:
            query.prepare(desk, case)()
        assert sent, f"{name} asked nothing"
        for statement, parameters in sent:
            read = whole_reads(engine, statement, parameters)
            if read and query.reads_all is None:
                wrong.append(f"{name} reads all of {', '.join(sorted(read))}: {' '.join(statement.split())}")
    assert "\n".join(wrong) == ""


def test_every_method_that_asks_a_database_is_in_the_list():
    listed = {name.partition(":")[0] for name in QUERIES} | NO_QUERIES
    asked = {*methods_with_an_engine(), *map("TurnStatements.{}".format, public_methods(TurnStatements))}
    assert asked - listed == set()
    assert listed - asked == set()


def test_a_statement_that_reads_a_whole_table_is_found(desk_and_case):
    engine, _ = desk_and_case
    assert whole_reads(engine, "SELECT * FROM returns WHERE carrier = 'DHL'", ()) == {"returns"}
    assert whole_reads(engine, "SELECT * FROM returns WHERE key = 'R1001'", ()) == set()
    assert whole_reads(engine, "SELECT count(*) FROM return_events", ()) == {"return_events"}


def public_methods(kind):
    """The names of a class's methods."""
    return [name for name in vars(kind) if not name.startswith("_")]


def methods_with_an_engine():
    """The public methods of all classes that are made with an engine, whether or not something imports them."""
    for package in (actions, bot, core):
        for path in sorted(Path(package.__file__).parent.rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef) and takes_an_engine(node):
                    yield from (
                        f"{node.name}.{method.name}"
                        for method in node.body
                        if isinstance(method, ast.FunctionDef) and not method.name.startswith("_")
                    )


def takes_an_engine(node):
    made = next((each for each in node.body if isinstance(each, ast.FunctionDef) and each.name == "__init__"), None)
    arguments = made.args.args if made else []
    return any(isinstance(each.annotation, ast.Name) and each.annotation.id == "Engine" for each in arguments)
