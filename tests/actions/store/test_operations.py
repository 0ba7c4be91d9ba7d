"""What is done for a customer is done once, for them alone, all of it or nothing."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from signed_in import records_of
from sqlalchemy import text

from actions.store.changes import Change, ChangeKind, Done, DropOffClaim, NewReturn
from actions.store.import_export.exchange import export_text, import_document
from actions.store.proof.proofs import AnothersConversation
from actions.store.proof.verifications import Verifications
from actions.store.return_store import ReturnStore
from core.database.engine import open_engine
from core.database.errors import NotProven
from policy.model import EventType, Money, RefundTerms, ReturnEvent, Shipping

DAY = timedelta(days=1)
ANA = "demo-ana"


@pytest.fixture
def engine_with_ana(loaded_engine, now):
    """The demo shop, whose customer Ana has signed in."""
    records_of(loaded_engine, ANA, now)
    return loaded_engine


@pytest.fixture
def operations(engine_with_ana, now):
    """What may be done for Ana."""
    return ReturnStore(engine_with_ana).doing_of_session(ANA, now)


def of_ana(engine, now):
    return ReturnStore(engine).of_session(ANA, now)


def cancelling(number):
    return lambda held: Change(ChangeKind.CANCEL, cancel=number)


def asking_for(order, *items, amount="12.50"):
    new = NewReturn(
        order.number,
        items or (order.items[0].id,),
        Shipping.FREE_LABEL,
        RefundTerms(Money(Decimal(amount), "EUR"), "original"),
        "damaged",
        "The glass is broken.",
    )
    return lambda held: Change(ChangeKind.START, ask_for=new)


def cancelled(engine, number):
    statement = text("SELECT count(*) FROM return_events WHERE return_key = :key AND type = 'cancelled'")
    with engine.connect() as connection:
        return connection.execute(statement, {"key": number}).scalar_one()


def test_what_is_confirmed_twice_is_done_once(engine_with_ana, operations, now):
    number = of_ana(engine_with_ana, now).returns()[0].number

    first = operations.perform("offer", cancelling(number))
    second = operations.perform("offer", cancelling(number))

    assert (first, second) == (Done(ChangeKind.CANCEL, number), Done(ChangeKind.CANCEL, number, earlier=True))
    assert operations.done("offer") == second
    assert cancelled(engine_with_ana, number) == 1


def test_two_stores_on_one_database_do_it_once_together(engine_with_ana, now):
    number = of_ana(engine_with_ana, now).returns()[0].number
    url = engine_with_ana.url.render_as_string(hide_password=False)
    together, results = threading.Barrier(4), []

    def confirm():
        engine = open_engine(url)
        doing = ReturnStore(engine).doing_of_session(ANA, now)
        together.wait()
        results.append(doing.perform("offer", cancelling(number)))
        engine.dispose()

    threads = [threading.Thread(target=confirm) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(done.earlier for done in results) == [False, True, True, True]
    assert cancelled(engine_with_ana, number) == 1


def test_the_database_itself_refuses_a_second_record_of_the_same_confirmation(engine_with_ana, operations, now):
    operations.perform("offer", cancelling(of_ana(engine_with_ana, now).returns()[0].number))

    with engine_with_ana.begin() as connection, pytest.raises(Exception, match=r"(?i)unique"):
        connection.execute(
            text(
                "INSERT INTO operations (session_key, offer, customer_id, kind, return_number, at)"
                " SELECT session_key, offer, customer_id, kind, return_number, at FROM operations"
            )
        )


def test_without_a_proof_nothing_is_decided_and_nothing_is_done(loaded_engine, now):
    doing = ReturnStore(loaded_engine).doing_of_session("stranger", now)

    def never(held):
        raise AssertionError("somebody's holdings were shown")

    with pytest.raises(NotProven):
        doing.perform("offer", never)
    assert doing.done("offer") is None


def test_a_proof_that_has_run_out_does_nothing(engine_with_ana, now):
    later = ReturnStore(engine_with_ana).doing_of_session(ANA, now + 2 * DAY)

    with pytest.raises(NotProven):
        later.perform("offer", cancelling("R1001"))


def test_a_customer_sees_only_what_is_theirs_when_something_is_decided(engine_with_ana, operations, now):
    seen = []

    def look(held):
        seen.append(held)
        return Change(ChangeKind.CANCEL, cancel=held.returns[0].number)

    operations.perform("offer", look)

    held, mine = seen[0], of_ana(engine_with_ana, now)
    assert held.customer.id == ANA
    assert {order.number for order in held.orders} == {order.number for order in mine.orders()}
    assert [each.number for each in held.returns] == [each.number for each in mine.returns()]


def test_a_chat_in_which_one_customer_confirmed_something_is_not_handed_to_the_next(engine_with_ana, operations, now):
    operations.perform("offer", cancelling(of_ana(engine_with_ana, now).returns()[0].number))

    with pytest.raises(AnothersConversation):
        Verifications(engine_with_ana).sign_in(ANA, "demo-ben", None, now + DAY, now)


def test_a_decision_against_it_leaves_nothing_behind(engine_with_ana, operations):
    before = export_text(engine_with_ana)

    def refuse(held):
        raise LookupError("not any more")

    with pytest.raises(LookupError):
        operations.perform("offer", refuse)
    assert export_text(engine_with_ana) == before
    assert operations.done("offer") is None


def test_a_change_that_fails_halfway_leaves_nothing_behind(engine_with_ana, operations, now):
    order = of_ana(engine_with_ana, now).orders()[0]
    before = export_text(engine_with_ana)

    with pytest.raises(Exception, match=r"(?i)foreign key"):
        operations.perform("offer", asking_for(order, "no such item"))
    assert export_text(engine_with_ana) == before


def test_a_new_return_gets_the_next_number_and_begins_as_requested(engine_with_ana, operations, now):
    order = of_ana(engine_with_ana, now).orders()[0]

    done = operations.perform("offer", asking_for(order))
    again = operations.perform("another offer", asking_for(order))

    new = of_ana(engine_with_ana, now).return_request(done.return_number)
    assert int(again.return_number[1:]) == int(done.return_number[1:]) + 1
    assert [(event.type, event.at) for event in new.events] == [(EventType.REQUESTED, now)]
    assert (new.shipping, new.items, str(new.refund.total.amount)) == (Shipping.FREE_LABEL, order.items[:1], "12.50")


def test_a_number_that_an_import_took_meanwhile_is_passed_over(engine_with_ana, operations, now):
    order = of_ana(engine_with_ana, now).orders()[0]
    first = int(operations.perform("offer", asking_for(order)).return_number[1:])
    record = {
        "number": f"R{first + 1}",
        "order": order.number,
        "items": [order.items[0].id],
        "shipping": "paid",
        "tracking_number": None,
        "carrier": None,
        "refund": {"amount": "1.00", "currency": "EUR", "method": "card"},
        "events": [],
    }
    import_document(engine_with_ana, {"customers": [], "orders": [], "returns": [record]})

    assert operations.perform("another offer", asking_for(order)).return_number == f"R{first + 2}"


def test_the_first_return_of_an_empty_store_gets_a_number_too(engine, now):
    import_document(
        engine,
        {
            "customers": [
                {"id": "C1", "email": "a@b.example", "country": "ES", "timezone": "Europe/Madrid", "locale": "en"}
            ],
            "orders": [
                {
                    "number": "8120034500012345",
                    "customer": "C1",
                    "placed_at": "2026-10-01T09:00:00Z",
                    "received_at": "2026-10-05T09:00:00Z",
                    "ship_from": "CN",
                    "ship_to": "ES",
                    "items": [
                        {
                            "id": "I1",
                            "title": "Desk lamp",
                            "category": "Home",
                            "price": "12.50",
                            "currency": "EUR",
                            "free_returns": True,
                            "return_window_days": 15,
                        }
                    ],
                }
            ],
            "returns": [],
        },
    )
    order = records_of(engine, "C1", now).orders()[0]

    done = ReturnStore(engine).doing_of_session("C1", now).perform("offer", asking_for(order))

    assert done.return_number == "R1001"


def test_what_was_done_is_exported_and_imported_to_the_byte(engine_with_ana, operations, engine, now):
    order = of_ana(engine_with_ana, now).orders()[0]
    new = operations.perform("offer", asking_for(order)).return_number
    claim = DropOffClaim(now, "LP00123")
    operations.perform("a hand-in", lambda held: Change(ChangeKind.REPORT_DROP_OFF, claim=claim, about=new))
    operations.perform("a cancellation", cancelling(new))

    exported = export_text(engine_with_ana)
    import_document(engine, json.loads(exported))
    assert export_text(engine) == exported
    # A customer's word is no event.
    assert '"dropped_off"' not in exported[exported.index(f'"number": "{new}"') :]


def test_a_hand_in_is_remembered_as_the_customers_word(engine_with_ana, operations, now):
    number = of_ana(engine_with_ana, now).returns()[0].number
    events = of_ana(engine_with_ana, now).return_request(number).events
    for day, tracking in ((2, None), (1, "LP00123")):
        claim = DropOffClaim(now - day * DAY, tracking)
        operations.perform(
            f"offer {day}", lambda held, claim=claim: Change(ChangeKind.REPORT_DROP_OFF, claim=claim, about=number)
        )

    assert of_ana(engine_with_ana, now).drop_off_claim(number) == DropOffClaim(now - DAY, "LP00123")
    known = of_ana(engine_with_ana, now).return_request(number)
    assert known.as_recorded().events == events
    assert known.events[-1] == ReturnEvent(EventType.DROPPED_OFF, now - DAY, told=True)
    assert known in of_ana(engine_with_ana, now).returns()


def test_a_hand_in_that_was_taken_back_counts_no_more_and_its_record_stays(engine_with_ana, operations, now):
    number = of_ana(engine_with_ana, now).returns()[0].number
    before, claim = of_ana(engine_with_ana, now).return_request(number), DropOffClaim(now - DAY, "LP00123")
    for deed in (ChangeKind.REPORT_DROP_OFF, ChangeKind.WITHDRAW_DROP_OFF, ChangeKind.WITHDRAW_DROP_OFF):
        done = operations.perform(deed.value, lambda held, deed=deed: Change(deed, claim=claim, about=number))

    assert done == Done(ChangeKind.WITHDRAW_DROP_OFF, number, earlier=True)
    # Also in a process that has just started.
    again = ReturnStore(open_engine(str(engine_with_ana.url))).of_session(ANA, now)
    assert again.return_request(number) == before
    assert again.drop_off_claim(number) is None
    with engine_with_ana.connect() as connection:
        told = connection.execute(text("SELECT withdrawn, dropped_off_at FROM drop_off_claims ORDER BY seq")).all()
    assert [bool(withdrawn) for withdrawn, _ in told] == [False, True]
    assert len({at for _, at in told}) == 1
    told_again = DropOffClaim(now, None)
    operations.perform("anew", lambda held: Change(ChangeKind.REPORT_DROP_OFF, claim=told_again, about=number))
    assert again.drop_off_claim(number) == told_again


def test_a_hand_in_is_told_to_its_customer_alone(engine_with_ana, operations, now):
    number = of_ana(engine_with_ana, now).returns()[0].number
    claim = DropOffClaim(now, None)
    operations.perform("offer", lambda held: Change(ChangeKind.REPORT_DROP_OFF, claim=claim, about=number))

    assert records_of(engine_with_ana, "demo-ben", now).drop_off_claim(number) is None
    assert ReturnStore(engine_with_ana).of_session("stranger", now).drop_off_claim(number) is None


def test_as_many_pieces_go_back_as_were_asked_for(engine_with_ana, operations, now):
    order = of_ana(engine_with_ana, now).orders()[0]
    with engine_with_ana.begin() as connection:
        connection.execute(text("UPDATE items SET quantity = 3 WHERE order_key = :key"), {"key": order.number})
    change = asking_for(order)(None)

    done = operations.perform("offer", lambda held: replace(change, ask_for=replace(change.ask_for, pieces={"I1": 2})))

    found = of_ana(engine_with_ana, now).return_request(done.return_number)
    assert [item.quantity for item in found.items] == [2]
    assert found.order.items[0].quantity == 3
