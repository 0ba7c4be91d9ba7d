"""Who is asking: whether this session is verified, and what is missing where it is not.

A customer is signed in at the shop, which vouches for them with a token, or proves who they are with an order or return
number and the e-mail address on the order, checked together. The result is kept in the store under the session, never
in a slot, which a client could set, and the store asks for it in every look-up. Refusals are uniform: they do not tell
whether the number, the address or the pair was wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from actions.dialogue.hand_ins_reckoned import hand_in_told
from actions.dialogue.relative_dates import meant_day
from actions.dialogue.turn import ActionContext
from actions.services import Services
from actions.store.customer_records import CustomerRecords
from actions.store.proof.proofs import Verified
from core.follow_ups import knows_not
from policy.drop_off import plausible_hand_in
from policy.model import Customer, EventType, Order, ReturnEvent, ReturnRequest
from policy.status import SENT, History

#: After this many refusals in one session the bot stops asking and offers a person.
REFUSALS_BEFORE_PERSON = 3
#: How somebody proves who they are whom no shop vouches for, as metrics name it.
_GUEST = "number_and_email"

Problem = Literal[
    "nothing_given",
    "email_missing",
    "number_missing",
    "not_among_yours",
    "not_in_account",
    "refused",
    "refused_often",
    "anothers_chat",
    "paused",
    "locked",
    "in_group",
]


@dataclass(frozen=True)
class IdentityStatus:
    """A verified customer and the return or order that their number names, or why there is none.

    `wait` is how long a pause between two tries still lasts.
    """

    customer: Customer | None = None
    subject: ReturnRequest | Order | None = None
    problem: Problem | None = None
    wait: timedelta = timedelta()


def identity_status(turn: ActionContext, services: Services) -> IdentityStatus:
    """Where the customer of this turn stands.

    Whom the shop has vouched for is not asked for an address, and an address can't make them somebody else.

    Raises:
        StoreUnavailable: the store can't be asked.
    """
    if turn.group:
        return IdentityStatus(problem="in_group")
    known = who(turn, services)
    if turn.number and turn.email and not (known and known.signed_in):
        return _prove(turn, turn.number, turn.email, services)
    if known is None:
        if turn.number:
            return IdentityStatus(problem="email_missing")
        return IdentityStatus(problem="number_missing" if turn.email else "nothing_given")
    if turn.number is None:
        return IdentityStatus(known.customer)
    subject = _subject(turn, turn.number, services)
    if subject is None:
        return IdentityStatus(problem="not_in_account" if known.signed_in else "not_among_yours")
    return IdentityStatus(known.customer, subject)


def _prove(turn: ActionContext, number: str, email: str, services: Services) -> IdentityStatus:
    attempt = services.verifications.prove(turn.session, number, email, turn.now, turn.client)
    if attempt.hold is not None:
        problem: Literal["locked", "paused"] = "locked" if attempt.hold.locked else "paused"
        services.metrics.sign_in_failed(_GUEST, problem)
        return IdentityStatus(problem=problem, wait=attempt.hold.remaining)
    if attempt.is_anothers:
        services.metrics.sign_in_failed(_GUEST, "anothers_chat")
        return IdentityStatus(problem="anothers_chat")
    if attempt.verified is None:
        services.metrics.sign_in_failed(_GUEST, "refused")
        return IdentityStatus(problem="refused_often" if attempt.refusals >= REFUSALS_BEFORE_PERSON else "refused")
    return IdentityStatus(attempt.verified.customer, _subject(turn, number, services))


def who(turn: ActionContext, services: Services) -> Verified | None:
    """Who this session has proven to be, how, and under which name; None where it has not, or where others read along.

    Raises:
        StoreUnavailable: the store can't be asked.
    """
    return None if turn.group else services.verifications.verified(turn.session, turn.now)


def known_customer(turn: ActionContext, services: Services) -> Customer | None:
    """Who this session has proven to be, None where it has not. Where others read along it is nobody.

    Raises:
        StoreUnavailable: the store can't be asked.
    """
    known = who(turn, services)
    return known.customer if known else None


def records_of(turn: ActionContext, services: Services) -> CustomerRecords:
    """What belongs to the customer whom this turn's session has proven to be; nothing where it has proven nothing.

    A hand-in that they told of in this conversation counts as their word, noted or not.
    """

    def as_told(found: ReturnRequest) -> ReturnRequest:
        # Who says that they can't tell the day is answered about that, and not by it.
        is_known = History.until(found.events, turn.now).has(*SENT) or knows_not(turn.said)
        said = None if is_known else hand_in_told(turn, found.number)
        customer = known_customer(turn, services) if said else None
        day = meant_day(said, customer) if said and customer else None
        at = plausible_hand_in(day, found, customer, turn.now) if day and customer else None
        return (
            replace(found, events=(*found.events, ReturnEvent(EventType.DROPPED_OFF, at, told=True))) if at else found
        )

    return services.store.of_session(turn.session, turn.now, as_told)


def _subject(turn: ActionContext, number: str, services: Services) -> ReturnRequest | Order | None:
    records = records_of(turn, services)
    return records.return_request(number) or records.order(number)
