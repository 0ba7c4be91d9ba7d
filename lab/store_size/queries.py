"""Every query of the stores: each public method that asks a database, as actions, channels and workers call it.

A query is named after its method; what stands behind a colon tells several calls of one method apart. What has to be
there first is prepared, and not measured. tests/lab/store_size holds this list against the methods that there are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum
from functools import partial
from itertools import islice
from typing import Any, Final

from actions.store.changes import Change, ChangeKind, CustomerState, DropOffClaim, NewReturn
from actions.store.feedback import Rating
from actions.store.wishes_to_forget import WishesToForget
from bot.channels.mailbox import Waiting
from core.conversations.turn_records import NewEvent
from core.database.plain_statements import SeenCursor
from core.database.sessions import reading
from core.identifiers import number_key, session_key
from core.mail_told import address_digest
from lab.store_size.changes import changes_of
from lab.store_size.desk import Case, Desk, call, mails_of
from lab.store_size.sent_in import intake, photo, sent_photo, shop_order, written
from lab.store_size.shop import NOW
from policy.model import EventType, RefundTerms, ReturnEvent, Shipping
from policy.reminders import Reminder, ReminderKind

Run = Callable[[], Any]
_PAGE = 200
_LATER = NOW + timedelta(days=1)
#: A day that is over, on which there were conversations and after which there were more.
_DAY = (NOW - timedelta(days=4), NOW - timedelta(days=3))
_LEASE_SECONDS = 15.0


class Waits(str, Enum):
    """Who waits for a query."""

    CUSTOMER = "customer"
    WORKER = "worker"
    COMMAND = "command"


@dataclass(frozen=True)
class Query:
    """A query.

    Args:
        prepare: Makes what the query needs and returns the query itself.
        waits: Who waits for its end.
        reads_all: Why it reads all rows of a table that grows, None where it does not.
        only_on: The one kind of database that it is asked of, as SQLAlchemy calls it; None for every kind.
    """

    prepare: Callable[[Desk, Case], Run]
    waits: Waits = Waits.CUSTOMER
    reads_all: str | None = None
    only_on: str | None = None


def _cancel(case: Case) -> Callable[[CustomerState], Change]:
    return lambda held: Change(ChangeKind.CANCEL, cancel=case.return_)


def _hand_in(case: Case) -> Callable[[CustomerState], Change]:
    claim = DropOffClaim(NOW, "LP1")
    return lambda held: Change(ChangeKind.REPORT_DROP_OFF, claim=claim, about=case.return_)


def _start(case: Case) -> Callable[[CustomerState], Change]:
    def decide(held: CustomerState) -> Change:
        order = held.order(case.order)
        if order is None:
            raise LookupError(f"{case.customer} has no order {case.order}")
        refund = RefundTerms(order.items[0].price, "original")
        items = (order.items[0].id,)
        return Change(
            ChangeKind.START,
            ask_for=NewReturn(case.order, items, Shipping.FREE_QR, refund, "damaged", "It is cracked."),
        )

    return decide


def _perform(kind: str, deed: Callable[[Case], Callable[[CustomerState], Change]]) -> Query:
    return Query(lambda desk, case: lambda: desk.doing(case).perform(f"{kind}-{case.number}", deed(case)))


def _deliver(desk: Desk, case: Case) -> Run:
    with_more, without = changes_of(desk, case, True), changes_of(desk, case, False)

    def run() -> None:
        desk.deliveries.take(f"more-{case.number}", "digest", with_more, NOW)
        desk.deliveries.take(f"less-{case.number}", "digest", without, NOW)

    return run


def _told(desk: Desk, case: Case) -> Run:
    taken, waiting = desk.taken(case, "told")
    return lambda: desk.reminders.told(taken, waiting, "mark")


def _failed_reminder(desk: Desk, case: Case) -> Run:
    taken, _ = desk.taken(case, "failed")
    return lambda: desk.reminders.failed(taken, "away")


def _to_tell(desk: Desk, case: Case) -> Run:
    taken, _ = desk.taken(case, "tell")
    return lambda: desk.reminders.to_tell(case.conversation, taken.id)


def _take_reminder(desk: Desk, case: Case) -> Run:
    waiting = desk.waiting(case)
    return lambda: desk.reminders.take(waiting, Reminder(ReminderKind.STATUS, NOW, f"take-{case.number}"))


def _photo(
    ask: Callable[[Desk, Case, str], Any], made: Callable[[Desk, Case, str], str], kind: str
) -> Callable[[Desk, Case], Run]:
    def prepare(desk: Desk, case: Case) -> Run:
        name = made(desk, case, kind)
        return lambda: ask(desk, case, name)

    return prepare


def _held(ask: Callable[[Desk, Case, str], Any]) -> Callable[[Desk, Case], Run]:
    """A query about a photo of a mail in whose answer there was a link."""

    def prepare(desk: Desk, case: Case) -> Run:
        desk.link(case)
        in_mails = replace(case, conversation=mails_of(case))
        name = photo(desk, in_mails, "held")
        return lambda: ask(desk, in_mails, name)

    return prepare


def _ticket(ask: Callable[[Desk, Case, str], Any]) -> Callable[[Desk, Case], Run]:
    """A query about an open ticket, by its number."""

    def prepare(desk: Desk, case: Case) -> Run:
        number = desk.ticket(case).number
        return lambda: ask(desk, case, number)

    return prepare


def _delivery(ask: Callable[[Desk, Any], Any]) -> Callable[[Desk, Case], Run]:
    """A query about a delivery that this process has taken."""

    def prepare(desk: Desk, case: Case) -> Run:
        desk.ticket(case)
        desk.tickets.pass_on(case.conversation, f"again-{case.number}", "Hello?", NOW)
        delivery = desk.outbox.take()
        # Another process may have been quicker; there is nothing to measure then.
        return (lambda: ask(desk, delivery)) if delivery is not None else lambda: None

    return prepare


def _mail(ask: Callable[[Desk, Case, Any], Any]) -> Callable[[Desk, Case], Run]:
    """A query about a message that a channel has accepted."""

    def prepare(desk: Desk, case: Case) -> Run:
        message = desk.message(case)
        desk.mailbox.accept([message])
        waiting = desk.mailbox.next_task(message.conversation)
        # Answers to those before it go first; there is nothing to measure then.
        return (lambda: ask(desk, case, waiting)) if isinstance(waiting, Waiting) else lambda: None

    return prepare


def _posted(ask: Callable[[Desk, Any], Any]) -> Callable[[Desk, Case], Run]:
    """A query about an answer that waits to be taken by a platform."""

    def prepare(desk: Desk, case: Case) -> Run:
        conversation = f"posted-{case.number}"
        desk.mailbox.post(conversation, [call(case)])
        waiting = desk.mailbox.next_task(conversation)
        return lambda: ask(desk, waiting)

    return prepare


def _turns(desk: Desk, case: Case) -> Run:
    start, end = (instant.timestamp() for instant in _DAY)
    # Where nobody has ever said anything, nothing would be looked for.
    desk.conversations.append(case.conversation, [_event("user")], NOW.timestamp())
    return lambda: list(desk.turns.between(start, end))


def _read_by_turn(statement: Callable[[Desk, Case], Callable[[Any], object]]) -> Callable[[Desk, Case], Run]:
    def prepare(desk: Desk, case: Case) -> Run:
        def run() -> None:
            with reading(desk.engine) as session:
                statement(desk, case)(SeenCursor(session.connection()))

        return run

    return prepare


def _take_feed(desk: Desk) -> int | None:
    return desk.feed.take(NOW.timestamp(), _LEASE_SECONDS)


def _feed(ask: Callable[[Desk], Any]) -> Query:
    """A query of the process that reads all events, to tell them elsewhere."""

    def prepare(desk: Desk, case: Case) -> Run:
        _take_feed(desk)
        # The first look only notes which events there are.
        desk.feed.after(0, 1)
        return lambda: ask(desk)

    return Query(prepare, Waits.WORKER, only_on="postgresql")


def _event(kind: str) -> NewEvent:
    return NewEvent(kind, NOW.timestamp(), "ask_return_status", None, '{"event": "user", "text": "Where is it?"}')


def _rating(case: Case) -> Rating:
    return Rating(case.conversation, "m1.0", "up", "utter_refund_time", ("refund.time",), NOW)


_THEIRS: Final[Mapping[str, Query]] = {
    "CustomerRecords.customer": Query(lambda desk, case: desk.records(case).customer),
    "CustomerRecords.order": Query(lambda desk, case: lambda: desk.records(case).order(case.order)),
    "CustomerRecords.orders": Query(lambda desk, case: desk.records(case).orders),
    "CustomerRecords.return_request": Query(lambda desk, case: lambda: desk.records(case).return_request(case.return_)),
    "CustomerRecords.returns": Query(lambda desk, case: desk.records(case).returns),
    "CustomerRecords.returns_of_order": Query(
        lambda desk, case: lambda: desk.records(case).returns_of_order(case.order)
    ),
    "CustomerRecords.label": Query(lambda desk, case: lambda: desk.records(case).label(case.return_)),
    "TrackedParcels.known": Query(lambda desk, case: lambda: desk.parcels.known("LP0001")),
    "TrackedParcels.may_ask": Query(
        lambda desk, case: lambda: desk.parcels.may_ask("LP0001", NOW, timedelta(minutes=30))
    ),
    "TrackedParcels.tell": Query(
        lambda desk, case: lambda: desk.parcels.tell("LP0001", [("2026-10-13T10:00:00Z", "InTransit", "")], NOW),
        Waits.WORKER,
    ),
    "StoredLabels.of": Query(lambda desk, case: lambda: desk.labels.of(number_key(case.return_))),
    "CustomerRecords.drop_off_claim": Query(lambda desk, case: lambda: desk.records(case).drop_off_claim(case.return_)),
    "CustomerRecords.append_event": Query(
        lambda desk, case: lambda: desk.records(case).append_event(case.return_, ReturnEvent(EventType.ESCALATED, NOW))
    ),
    "ReturnStore.append_event": Query(
        lambda desk, case: lambda: desk.store.append_event(case.return_, ReturnEvent(EventType.CARRIER_SCAN, NOW))
    ),
    "Deliveries.take": Query(_deliver, Waits.WORKER),
    "Deliveries.knows": Query(
        lambda desk, case: lambda: desk.deliveries.knows(f"delivery-{case.number}"), Waits.WORKER
    ),
    "Operations.done": Query(lambda desk, case: lambda: desk.doing(case).done("offer")),
    "Operations.perform: cancel": _perform("cancel", _cancel),
    "Operations.perform: hand-in": _perform("hand-in", _hand_in),
    "Operations.perform: start": _perform("start", _start),
}
_IDENTITY: Final[Mapping[str, Query]] = {
    "MailLinks.fits": Query(lambda desk, case: lambda: desk.links.fits(case.return_, address_digest(case.email))),
    "MailLinks.offer": Query(lambda desk, case: lambda: desk.link(case)),
    "MailLinks.works": Query(lambda desk, case: partial(desk.links.works, desk.link(case))),
    "MailLinks.press": Query(lambda desk, case: partial(desk.links.press, desk.link(case), "somebody's network", NOW)),
    "Verifications.prove": Query(
        lambda desk, case: lambda: desk.verifications.prove(case.conversation, case.return_, case.email, NOW, "client")
    ),
    "Verifications.prove: refused": Query(
        lambda desk, case: (
            lambda: desk.verifications.prove(
                f"{case.conversation}-{case.number}", case.order, f"no-{case.number}@body.example", NOW
            )
        )
    ),
    "Verifications.sign_in": Query(
        lambda desk, case: lambda: desk.verifications.sign_in(case.conversation, case.customer, "Ana", _LATER, NOW)
    ),
    "Verifications.verified": Query(
        lambda desk, case: lambda: desk.verifications.verified(case.conversation, NOW + timedelta(minutes=2))
    ),
    "Verifications.forget": Query(lambda desk, case: lambda: desk.verifications.forget(f"nobody-{case.number}")),
    "Verifications.purge": Query(lambda desk, case: lambda: desk.verifications.purge(NOW), Waits.COMMAND),
}
_AROUND: Final[Mapping[str, Query]] = {
    "Feedback.keep": Query(lambda desk, case: lambda: desk.feedback.keep(_rating(case))),
    "Feedback.opinions": Query(
        lambda desk, case: desk.feedback.opinions, Waits.COMMAND, "`returndesk feedback` counts all thumbs"
    ),
    "Feedback.forget_words": Query(lambda desk, case: lambda: desk.feedback.forget_words(case.conversation)),
    "ReminderWishes.turn_on": Query(
        lambda desk, case: lambda: desk.wishes.turn_on(case.conversation, case.customer, [(case.return_, "x")], NOW)
    ),
    "ReminderWishes.turn_off": Query(lambda desk, case: lambda: desk.wishes.turn_off(case.conversation)),
    "ReminderWishes.are_on": Query(lambda desk, case: lambda: desk.wishes.are_on(case.conversation, case.return_)),
    "ReminderWishes.any_on": Query(lambda desk, case: lambda: desk.wishes.any_on(case.conversation)),
    "ReminderWishes.end": Query(lambda desk, case: lambda: desk.wishes.end(case.number + 1), Waits.WORKER),
    "ReminderWishes.end_outdated": Query(lambda desk, case: lambda: desk.wishes.end_outdated(NOW), Waits.WORKER),
    "ReminderWishes.waiting": Query(
        lambda desk, case: lambda: list(islice(desk.wishes.waiting(), _PAGE)), Waits.WORKER
    ),
    "Reminders.take": Query(_take_reminder, Waits.WORKER),
    "Reminders.told": Query(_told, Waits.WORKER),
    "Reminders.failed": Query(_failed_reminder, Waits.WORKER),
    "Reminders.to_tell": Query(_to_tell),
    "Tickets.open": Query(lambda desk, case: lambda: desk.ticket(case)),
    "Tickets.open_of": Query(_ticket(lambda desk, case, _: desk.tickets.open_of(case.conversation))),
    "Tickets.pass_on": Query(
        _ticket(lambda desk, case, _: desk.tickets.pass_on(case.conversation, f"m{case.number}", "Hello?", NOW))
    ),
    "Tickets.go_back": Query(_ticket(lambda desk, case, _: desk.tickets.go_back(case.conversation, "back", NOW))),
    "Tickets.reply": Query(
        _ticket(lambda desk, case, number: desk.tickets.reply(number, f"r{case.number}", "We look.", NOW))
    ),
    "Tickets.get": Query(_ticket(lambda desk, _, number: desk.tickets.get(number)), Waits.COMMAND),
    "Tickets.find": Query(lambda desk, case: lambda: desk.tickets.find(reference=str(2 * case.number))),
    "Tickets.find: token": Query(
        _ticket(lambda desk, case, _: desk.tickets.find(token="e54f5d0b-0000-4000-8000-000000000000"))  # noqa: S106
    ),
    "Tickets.messages": Query(_ticket(lambda desk, _, number: desk.tickets.messages(number))),
    "Tickets.message_for": Query(lambda desk, case: lambda: desk.tickets.message_for(case.conversation, case.number)),
    "Tickets.latest_of": Query(lambda desk, case: lambda: desk.tickets.latest_of(case.conversation)),
    "Tickets.listed": Query(lambda desk, case: desk.tickets.listed, Waits.COMMAND),
    "Tickets.listed: closed": Query(lambda desk, case: lambda: desk.tickets.listed(closed=True), Waits.COMMAND),
    "Outbox.take": Query(lambda desk, case: desk.outbox.take, Waits.WORKER),
    "Outbox.subject": Query(_delivery(lambda desk, delivery: desk.outbox.subject(delivery)), Waits.WORKER),
    "Outbox.failed": Query(_delivery(lambda desk, delivery: desk.outbox.failed(delivery, "away")), Waits.WORKER),
    "Outbox.delivered": Query(_delivery(lambda desk, delivery: desk.outbox.delivered(delivery, "77")), Waits.WORKER),
    "Outbox.waiting": Query(
        lambda desk, case: desk.outbox.waiting, Waits.COMMAND, "`returndesk tickets list` shows all that waits"
    ),
    "Outbox.undelivered": Query(_ticket(lambda desk, _, number: desk.outbox.undelivered(number))),
    "WritingSigns.customer_writes": Query(
        _ticket(lambda desk, case, _: desk.signs.customer_writes(case.conversation, NOW))
    ),
    "WritingSigns.person_writes": Query(
        _ticket(lambda desk, _, number: desk.signs.person_writes(number, "mia", NOW)), Waits.COMMAND
    ),
    "WritingSigns.take": Query(lambda desk, case: lambda: desk.signs.take(NOW), Waits.WORKER),
    "Tickets.close": Query(_ticket(lambda desk, _, number: desk.tickets.close(number, NOW))),
}
_CONVERSATIONS: Final[Mapping[str, Query]] = {
    "Conversations.append": Query(
        lambda desk, case: (
            lambda: desk.conversations.append(
                case.conversation, [_event("session_started"), *[_event("user")] * 12], NOW.timestamp()
            )
        )
    ),
    "TurnStatements.version": Query(_read_by_turn(lambda desk, case: partial(desk.turn.version, case.conversation))),
    "TurnStatements.last_session": Query(
        _read_by_turn(lambda desk, case: partial(desk.turn.last_session, case.conversation))
    ),
    "Conversations.all_events": Query(lambda desk, case: lambda: desk.conversations.all_events(case.conversation)),
    "TurnStatements.said_earlier": Query(
        _read_by_turn(lambda desk, case: partial(desk.turn.said_earlier, case.conversation))
    ),
    "Conversations.forget": Query(lambda desk, case: lambda: desk.conversations.forget([f"gone-{case.number}"])),
    "Conversations.forget_waiting_since": Query(
        lambda desk, case: lambda: desk.conversations.forget_waiting_since(NOW - timedelta(days=3650)),
        Waits.COMMAND,
        "what waits to be answered or sent is gone once it is, so there is little of it",
    ),
    "Conversations.known_by": Query(
        lambda desk, case: lambda: desk.conversations.known_by([session_key(case.conversation)]), Waits.COMMAND
    ),
    "Conversations.longest_idle": Query(lambda desk, case: desk.conversations.longest_idle, Waits.COMMAND),
    "Conversations.idle_since": Query(
        lambda desk, case: lambda: desk.conversations.idle_since(NOW - timedelta(days=59)), Waits.COMMAND
    ),
    "Conversations.in_which_stands": Query(
        lambda desk, case: lambda: desk.conversations.in_which_stands(case.email),
        Waits.COMMAND,
        "whoever is to be forgotten may have typed their address in any conversation",
    ),
    "Conversations.sender_ids": Query(
        lambda desk, case: desk.conversations.sender_ids, Waits.COMMAND, "Rasa's commands ask for all conversations"
    ),
}
_REPORT: Final[Mapping[str, Query]] = {
    "Feedback.opinions: of a day": Query(lambda desk, case: lambda: desk.feedback.opinions(_DAY), Waits.COMMAND),
    "Feedback.remarks": Query(
        lambda desk, case: lambda: desk.feedback.remarks(_PAGE),
        Waits.COMMAND,
        "few thumbs come with words, so the latest that do may lie far back",
    ),
    "Feedback.count_remarks": Query(lambda desk, case: lambda: desk.feedback.count_remarks(_DAY), Waits.COMMAND),
    "Turns.between": Query(_turns, Waits.COMMAND),
    "Turns.after": Query(lambda desk, case: lambda: desk.turns.after(0, _PAGE), Waits.COMMAND),
    "Feedback.disliked": Query(lambda desk, case: lambda: desk.feedback.disliked(_DAY[0]), Waits.COMMAND),
    "Turns.messages": Query(lambda desk, case: lambda: list(desk.turns.messages(range(1, _PAGE + 1))), Waits.COMMAND),
    "DailyFigures.tickets_opened": Query(lambda desk, case: lambda: desk.figures.tickets_opened(*_DAY), Waits.COMMAND),
    "DailyFigures.keep": Query(
        lambda desk, case: lambda: desk.figures.keep(_DAY[0].date(), "UTC", {"turns": case.number}), Waits.COMMAND
    ),
    "DailyFigures.of": Query(
        lambda desk, case: lambda: desk.figures.of([instant.date() for instant in _DAY], "UTC"), Waits.COMMAND
    ),
}
_FEED: Final[Mapping[str, Query]] = {
    "EventFeed.take": _feed(_take_feed),
    "EventFeed.after": _feed(lambda desk: desk.feed.after(0, _PAGE)),
    "EventFeed.advance": _feed(lambda desk: desk.feed.advance(0)),
    "EventFeed.let_go": _feed(lambda desk: desk.feed.let_go()),
}
_SENT_IN: Final[Mapping[str, Query]] = {
    "StoredPhotos.begin": Query(
        lambda desk, case: lambda: desk.photos.begin(f"begun-{case.number}", case.conversation, 1_000, NOW)
    ),
    "StoredPhotos.begun_since": Query(lambda desk, case: lambda: desk.photos.begun_since(case.conversation, _DAY[0])),
    "StoredPhotos.find": Query(lambda desk, case: lambda: desk.photos.find(f"begun-{case.number}")),
    "StoredPhotos.whole": Query(lambda desk, case: lambda: desk.photos.whole(f"begun-{case.number}", "video/mp4", 900)),
    "StoredPhotos.drop": Query(_photo(lambda desk, case, name: desk.photos.drop(name), photo, "dropped")),
    "StoredPhotos.send": Query(
        _photo(lambda desk, case, name: desk.photos.send(case.conversation, [name], name, "see"), photo, "sent")
    ),
    "StoredPhotos.are_about": Query(
        _photo(
            lambda desk, case, name: desk.photos.are_about(case.conversation, name, case.customer, case.return_),
            *(sent_photo, "about"),
        )
    ),
    "StoredPhotos.of_message": Query(
        _photo(lambda desk, case, name: desk.photos.of_message(case.conversation, name), sent_photo, "message")
    ),
    "StoredPhotos.of_conversation": Query(lambda desk, case: lambda: desk.photos.of_conversation(case.conversation)),
    "HeldPhotos.hold": Query(_held(lambda desk, case, name: desk.held.hold(case.conversation, [name], "see", NOW))),
    "HeldPhotos.of": Query(lambda desk, case: lambda: desk.held.of(case.conversation, NOW)),
    "HeldPhotos.over": Query(lambda desk, case: lambda: desk.held.over(NOW), Waits.WORKER),
    "StoredPhotos.of_return": Query(lambda desk, case: lambda: desk.photos.of_return(number_key(case.return_))),
    "ShopIntake.take": Query(lambda desk, case: lambda: intake(desk).take([shop_order(case)], _LATER), Waits.WORKER),
    "ShopIntake.owner": Query(lambda desk, case: lambda: intake(desk).owner(shop_order(case)), Waits.WORKER),
    "ShopIntake.note_to_forget": Query(
        lambda desk, case: lambda: intake(desk).note_to_forget("7", case.email, NOW), Waits.WORKER
    ),
    "WishesToForget.ask": Query(
        lambda desk, case: lambda: WishesToForget(desk.engine).ask(["nobody"], [], NOW), Waits.WORKER
    ),
    "WishesToForget.asked": Query(lambda desk, case: WishesToForget(desk.engine).asked, Waits.COMMAND),
    "WrittenReturns.wanted": Query(lambda desk, case: lambda: written(desk, case).wanted(_LATER), Waits.WORKER),
    "WrittenReturns.to_cancel": Query(lambda desk, case: lambda: written(desk, case).to_cancel(_LATER), Waits.WORKER),
    "WrittenReturns.begin": Query(
        lambda desk, case: lambda: written(desk, case).begin(case.return_, _LATER), Waits.WORKER
    ),
    "WrittenReturns.end": Query(
        lambda desk, case: lambda: written(desk, case).end(case.return_, shop_id=f"there-{case.number}"), Waits.WORKER
    ),
    "WrittenReturns.failed": Query(
        lambda desk, case: lambda: written(desk, case).failed(case.return_, "away", _LATER), Waits.WORKER
    ),
    "WrittenReturns.link": Query(
        lambda desk, case: lambda: written(desk, case).link({case.return_: f"there-{case.number}"}, (), _LATER),
        Waits.WORKER,
    ),
    "WrittenReturns.waiting": Query(lambda desk, case: lambda: written(desk, case).waiting(""), Waits.WORKER),
    "WrittenReturns.refused": Query(lambda desk, case: lambda: written(desk, case).refused(NOW), Waits.COMMAND),
    "WrittenReturns.troubled": Query(lambda desk, case: lambda: written(desk, case).troubled(NOW), Waits.COMMAND),
    "ShopIntake.was_taken": Query(
        lambda desk, case: lambda: intake(desk).was_taken(f"delivery-{case.number}"), Waits.WORKER
    ),
    "ShopIntake.note_taken": Query(
        lambda desk, case: lambda: intake(desk).note_taken(f"delivery-{case.number}", _LATER), Waits.WORKER
    ),
    "ShopIntake.returns_of": Query(
        lambda desk, case: lambda: intake(desk).returns_of(shop_order(case), case.customer), Waits.WORKER
    ),
}
_CHANNELS: Final[Mapping[str, Query]] = {
    "Mailbox.accept": Query(lambda desk, case: lambda: desk.mailbox.accept([desk.message(case)])),
    "Mailbox.knows": Query(lambda desk, case: lambda: desk.mailbox.knows(desk.message(case))),
    "Mailbox.next_task": Query(_mail(lambda desk, case, _: desk.mailbox.next_task(desk.message(case).conversation))),
    "Mailbox.take": Query(lambda desk, case: lambda: desk.mailbox.take(f"person-{case.number}")),
    "Mailbox.keep": Query(lambda desk, case: lambda: desk.mailbox.keep([f"person-{case.number}"]), Waits.WORKER),
    "Mailbox.begin": Query(_mail(lambda desk, _, waiting: desk.mailbox.begin(waiting))),
    "Mailbox.give_back": Query(_mail(lambda desk, _, waiting: desk.mailbox.give_back(waiting))),
    "Mailbox.set_aside": Query(
        _mail(lambda desk, case, waiting: desk.mailbox.set_aside(f"person-{case.number}", waiting, [call(case)]))
    ),
    "Mailbox.answered": Query(
        _mail(lambda desk, case, waiting: desk.mailbox.answered(f"person-{case.number}", waiting, [call(case)]))
    ),
    "Mailbox.post": Query(lambda desk, case: lambda: desk.mailbox.post(f"posted-{case.number}", [call(case)])),
    "Mailbox.age": Query(_posted(lambda desk, waiting: desk.mailbox.age(waiting))),
    "Mailbox.delivered": Query(_posted(lambda desk, waiting: desk.mailbox.delivered(waiting))),
    "Mailbox.let_go": Query(lambda desk, case: lambda: desk.mailbox.let_go(f"person-{case.number}")),
    "Mailbox.unserved": Query(
        lambda desk, case: desk.mailbox.unserved, Waits.WORKER, "a row goes when it is answered, so there are few"
    ),
    "Mailbox.waiting": Query(lambda desk, case: desk.mailbox.waiting, Waits.WORKER),
    "Mailbox.forget_old": Query(lambda desk, case: desk.mailbox.forget_old, Waits.WORKER),
    "Correspondence.placed": Query(lambda desk, case: lambda: desk.correspondence.placed([desk.mail(case)])),
    "Correspondence.find": Query(lambda desk, case: lambda: desk.correspondence.find(f"person-{case.number}")),
}

#: All of them, by name, in an order in which they may be run for one case.
QUERIES: Final[Mapping[str, Query]] = {
    **_IDENTITY,
    **_THEIRS,
    **_AROUND,
    **_CONVERSATIONS,
    **_REPORT,
    **_FEED,
    **_SENT_IN,
    **_CHANNELS,
}

#: Public methods that make tables, ask nothing of a database by themselves, or ask for none of its tables.
NO_QUERIES: Final = frozenset(
    {
        "ReturnStore.of_session",
        "ReturnStore.doing_of_session",
        "Conversations.create",
        "Conversations.engine",
        "Conversations.ask",
        "Conversations.erase_log",
        # What Conversations.append runs.
        "TurnStatements.append",
        # What MailLinks.press runs.
        "Verifications.keep_guest",
        "Mailbox.gathers",
        "Mailbox.open",
    }
)
