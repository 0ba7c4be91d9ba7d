"""A shop's changes: what a store lost or doubled is counted, and a server that is killed on the way loses none."""

from __future__ import annotations

import pytest
from rich.console import Console

from lab.load.change_run import ChangeRun
from lab.load.shop_changes import ShopChanges
from returndesk.progress import Progress
from returndesk.project import this_project

SHOP = ShopChanges(200)


def held_in_the_end():
    """What a store holds that has taken in every change."""
    records = {"customers": {}, "orders": {}, "returns": {}}
    for change in sorted(SHOP.changes(), key=lambda each: each["as_of"]):
        (kind,) = change.keys() - {"as_of"}
        record = change[kind]
        known = records[f"{kind}s"].get(record.get("number", record.get("id")), {"events": []})
        merged = {**record, "events": [*known["events"], *record["events"]]} if kind == "return" else record
        records[f"{kind}s"][record.get("number", record.get("id"))] = merged
    return {section: list(found.values()) for section, found in records.items()}


def test_there_are_as_many_changes_as_were_asked_for_and_they_are_out_of_order():
    changes = SHOP.changes()
    assert len(changes) == 200
    assert [each["as_of"] for each in changes] != sorted(each["as_of"] for each in changes)


def test_a_store_that_has_taken_in_all_is_right():
    assert SHOP.wrong(held_in_the_end()) == {"lost": 0, "doubled": 0, "outdated": 0}


@pytest.mark.parametrize(
    ("damage", "wrong"),
    [
        (lambda held: held["returns"][0]["events"].pop(), {"lost": 1}),
        (lambda held: held["returns"][0]["events"].append(held["returns"][0]["events"][0]), {"doubled": 1}),
        (lambda held: held["returns"].append({**held["returns"][0], "number": "R1"}), {"doubled": 1}),
        (lambda held: held["returns"][1].update(carrier="Carrier 3"), {"outdated": 1}),
        (lambda held: held["orders"].pop(), {"lost": 1}),
        (lambda held: held["returns"].pop(), {"lost": 48}),
    ],
)
def test_what_is_wrong_is_counted(damage, wrong):
    held = held_in_the_end()
    damage(held)
    assert SHOP.wrong(held) == {"lost": 0, "doubled": 0, "outdated": 0, **wrong}


@pytest.mark.embedded("the run brings a store of its own")
def test_a_server_that_is_killed_on_the_way_loses_nothing():
    outcome = ChangeRun(this_project(), Progress(Console(quiet=True)), 1_000, 1, postgresql=False).run()
    assert outcome.kept
    assert outcome.away > 0
    assert outcome.results.total() == 1_000
