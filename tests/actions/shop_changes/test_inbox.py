"""What the shop's systems tell: only what they signed, each delivery once, each change whole or not at all."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import permutations

import pytest
from contract_documents import example_document
from sqlalchemy import func, select
from structlog.testing import capture_logs

from actions.help_desk.webhook_signature import BadSignature, standard_headers
from actions.shop_changes.inbox import ChangesInbox, NoIntake
from actions.shop_changes.request import MOST_CHANGES, BadDelivery
from actions.store.import_export.exchange import export_document, import_document
from actions.store.tables.changes import ChangeDeliveryRow, WaitingChangeRow
from actions.store.updates.deliveries import Deliveries, OtherContent
from core.clock import FrozenClock, format_instant
from core.database.sessions import reading

SECRET = "what-the-shop-signs-its-changes-with"


class Shop:
    """A shop's system that tells an intake of changes."""

    def __init__(self, engine, now):
        self.engine, self.now = engine, now
        self.inbox = ChangesInbox(SECRET, Deliveries(engine), FrozenClock(now), FrozenClock(now))
        self._sent = 0

    def send(self, *changes, key=None):
        self._sent += 1
        return self.inbox.receive(*self.signed({"changes": list(changes)}, key or f"d{self._sent}"))

    def results(self, *changes):
        return [each["result"] for each in self.send(*changes)["results"]]

    def signed(self, body, key="d", secret=SECRET, at=None):
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return standard_headers(secret, key, at or self.now, content), content

    def change(self, kind, hours=-1, **said):
        record = {**example_document()[f"{kind}s"][0], **said}
        return {"as_of": format_instant(self.now + timedelta(hours=hours)), kind: record}

    def all(self):
        return [self.change(kind) for kind in ("customer", "order", "return")]

    def held(self):
        return export_document(self.engine)

    def rows(self, table):
        with reading(self.engine) as session:
            return session.execute(select(func.count()).select_from(table)).scalar_one()


@pytest.fixture
def shop(engine, now):
    return Shop(engine, now)


def event(kind, at):
    return {"type": kind, "at": at}


def test_the_records_of_a_delivery_are_added_each_with_its_result(shop):
    assert shop.send(*shop.all()) == {
        "results": [
            {"customer": "C1", "result": "added"},
            {"order": "8120034500012345", "result": "added"},
            {"return": "R1001", "result": "added"},
        ],
        "released": [],
    }
    assert shop.held() == example_document()


def test_the_same_id_again_answers_the_same_and_does_nothing(shop):
    first = shop.send(*shop.all(), key="d1")
    shop.send(shop.change("customer", hours=0, locale="es"))
    assert shop.send(*shop.all(), key="d1") == first
    assert shop.held()["customers"][0]["locale"] == "es"
    assert shop.rows(ChangeDeliveryRow) == 2


def test_a_delivery_that_has_another_ones_id_is_refused_and_does_nothing(shop):
    shop.send(*shop.all(), key="d1")
    with pytest.raises(OtherContent, match="webhook-id"):
        shop.send(shop.change("customer", locale="es"), key="d1")
    assert shop.held() == example_document()


def test_long_ids_that_begin_alike_are_two_deliveries(shop):
    shop.send(*shop.all(), key="d" * 300 + "1")
    shop.send(shop.change("customer", locale="es"), key="d" * 300 + "2")
    assert shop.held()["customers"][0]["locale"] == "es"


@pytest.mark.parametrize("order", permutations(range(3)))
def test_records_come_in_any_order_whatever_they_refer_to(shop, order):
    for index in order:
        shop.send(shop.all()[index])
    assert shop.held() == example_document()
    assert shop.rows(WaitingChangeRow) == 0


def test_who_comes_too_early_is_told_so_and_who_is_waited_for_what_became_of_it(shop):
    waits = shop.send(shop.change("return"))["results"][0]
    assert (waits["return"], waits["result"]) == ("R1001", "waits")
    assert waits["reason"] == "order: 8120034500012345 is not in the store; send that order too"
    assert shop.results(shop.change("order")) == ["waits"]
    assert shop.send(shop.change("customer"))["released"] == [
        {"order": "8120034500012345", "result": "added"},
        {"return": "R1001", "result": "added"},
    ]


def test_a_return_waits_for_the_state_of_its_order_that_has_its_item(shop):
    shop.send(*shop.all()[:2])
    assert shop.results(shop.change("return", items=["I2"])) == ["waits"]
    lamp = example_document()["orders"][0]["items"][0]
    shop.send(shop.change("order", hours=0, items=[lamp, {**lamp, "id": "I2"}]))
    assert shop.held()["returns"][0]["items"] == ["I2"]


def test_what_has_waited_and_contradicts_is_said_where_it_is_released(shop):
    shop.send(shop.change("return", events=[event("approved", "2026-09-01T08:00:00Z")]))
    (released,) = shop.send(*shop.all()[:2])["released"]
    assert (released["return"], released["result"]) == ("R1001", "refused")
    assert "events[0].at: approved is before the order was placed" in released["reason"]
    assert shop.held()["returns"] == []


def test_what_waits_is_taken_in_by_an_import_that_brings_what_it_waits_for(shop):
    shop.send(shop.change("return"))
    document = example_document()
    document["returns"] = []
    import_document(shop.engine, document)
    assert shop.held() == example_document()


def test_states_that_arrive_late_bring_their_events_alone(shop):
    shop.send(*shop.all())
    asked = example_document()["returns"][0]["events"]
    scan, refund = event("carrier_scan", "2026-10-16T09:00:00Z"), event("refund_issued", "2026-10-16T10:00:00Z")
    shop.send(shop.change("return", hours=0, carrier="MRW", events=[*asked, scan, refund]))
    assert shop.results(shop.change("return", hours=-0.5, carrier="SEUR", events=[*asked, scan])) == ["unchanged"]
    assert shop.held()["returns"][0]["carrier"] == "MRW"
    assert shop.held()["returns"][0]["events"] == [*asked, scan, refund]


def test_several_states_of_a_record_in_one_delivery_count_by_their_time(shop):
    later, earlier = shop.change("customer", hours=0, locale="es"), shop.change("customer", hours=-2, locale="fr")
    assert shop.results(later, earlier) == ["added", "unchanged"]
    assert shop.held()["customers"][0]["locale"] == "es"


def test_of_a_delivery_with_a_record_that_is_refused_all_others_are_written(shop):
    shop.send(*shop.all())
    contradicts = shop.change("return", carrier="MRW", events=[event("requested", "2026-10-16T08:00:01Z")])
    broken = shop.change("order", ship_to="Mars")
    assert shop.results(contradicts, broken, shop.change("customer", locale="es")) == ["refused", "refused", "updated"]
    held = shop.held()
    assert held["customers"][0]["locale"] == "es"
    assert (held["orders"], held["returns"]) == (example_document()["orders"], example_document()["returns"])


@pytest.mark.parametrize(
    ("kind", "said", "name", "reason"),
    [
        ("customer", {"email": "ana at home"}, "C1", "email: is not an e-mail address"),
        ("customer", {"email": 7}, "C1", "email: is not text"),
        ("customer", {"phone": "1"}, "C1", "unknown field phone"),
        ("order", {"number": "A" * 65}, None, "number: is longer than 64 characters"),
        ("order", {"placed_at": "yesterday"}, "8120034500012345", "placed_at: is not an instant such as"),
        ("order", {"items": []}, "8120034500012345", "items: is empty"),
        ("return", {"tracking_number": "LP\u0000"}, "R1001", "tracking_number: holds a character that cannot be"),
        ("return", {"items": ["I1", "I1"]}, "R1001", "items[1]: item I1 stands twice"),
        ("return", {"refund": None}, "R1001", "refund is null"),
        (
            "return",
            {"events": [{"type": "eaten", "at": "2026-10-16T08:00:00Z"}]},
            "R1001",
            "events[0].type: is not one",
        ),
    ],
)
def test_a_broken_record_is_named_with_its_field_and_no_value_is_repeated(shop, kind, said, name, reason):
    (result,) = shop.send(shop.change(kind, **said))["results"]
    assert (result[kind], result["result"]) == (name, "refused")
    assert result["reason"].startswith(reason)
    for value in said.values():
        assert str(value) == "[]" or str(value) not in result["reason"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (7, "a change has as_of and one of customer, order and return"),
        ({"as_of": "2026-10-16T08:00:00Z"}, "a change has as_of and one of customer, order and return"),
        ({"customer": {}}, "a change has as_of and one of customer, order and return"),
        ({"as_of": "now", "customer": {"id": "C1"}}, "as_of: is not an instant such as 2026-10-16T08:00:00Z"),
        ({"as_of": 7, "customer": {}}, "as_of: is not an instant such as 2026-10-16T08:00:00Z"),
        ({"as_of": "2099-10-16T08:00:00Z", "customer": {}}, "as_of: is in the future; check the clock"),
        ({"as_of": "2026-10-16T08:00:00Z", "order": []}, "order: is not an object"),
    ],
)
def test_a_change_that_is_none_is_refused_by_itself(shop, change, reason):
    first, second = shop.send(change, shop.change("customer"))["results"]
    assert (first["result"], first["reason"]) == ("refused", reason)
    assert second["result"] == "added"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b"\xff",
        b'{"changes": 7}',
        b'{"changes": []}',
        b'{"changes": [], "more": 1}',
        b'{"changes": [NaN]}',
        b"[" * 200_000,
        json.dumps({"changes": [1] * (MOST_CHANGES + 1)}).encode(),
    ],
    ids=["empty", "list", "cut", "not-utf-8", "number", "none", "more", "nan", "deep", "too-many"],
)
def test_what_is_no_delivery_is_refused_as_a_whole(shop, body):
    with pytest.raises(BadDelivery):
        shop.inbox.receive(*shop.signed(body))


def test_only_what_is_signed_in_these_minutes_is_heard(shop):
    body = {"changes": shop.all()}
    headers, content = shop.signed(body)
    attempts = [
        ({}, content),
        (headers, content + b" "),
        ({**headers, "webhook-id": "another"}, content),
        shop.signed(body, secret="another-secret-of-more-than-32-bytes"),
        shop.signed(body, at=shop.now - timedelta(minutes=6)),
        shop.signed(body, at=shop.now + timedelta(minutes=6)),
    ]
    for wrong in attempts:
        with pytest.raises(BadSignature):
            shop.inbox.receive(*wrong)
    assert not any(shop.held().values())


def test_without_a_secret_nothing_is_taken_in(shop, engine, now):
    closed = ChangesInbox(None, Deliveries(engine), FrozenClock(now), FrozenClock(now))
    with pytest.raises(NoIntake, match="RETURNDESK_STORE_SECRET"):
        closed.receive(*shop.signed({"changes": shop.all()}, secret=""))


def test_the_log_says_how_many_changes_came_to_what_and_nothing_of_anybody(shop):
    with capture_logs() as logs:
        shop.send(*shop.all(), shop.change("customer", email="ana at home"))
    (line,) = [each for each in logs if each["event"] == "changes.taken"]
    assert (line["added"], line["refused"], line["repeated"]) == (3, 1, False)
    assert not any(value in str(logs) for value in ("a@b.example", "ana", "C1", "R1001", "8120034500012345", "LP00123"))
