"""Which customer a chat session has proven to be, and in which conversations somebody has proven to be whom.

The proof stays on the server: a client cannot set it. A session's id is kept only as a SHA-256 digest, so the
database does not reveal whose conversations there were.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Optional

from sqlalchemy import bindparam, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from actions.store.proof.guess_limits import STRICT, Hold, Limit, Subject
from actions.store.proof.proofs import AnothersConversation, Verification, Verified, live, require_aware
from actions.store.proof.refused_tries import RefusedTries
from actions.store.reminder_wishes import end_wishes
from actions.store.tables.identity import VerifiedSessionRow
from actions.store.tables.privacy import ConversationLinkRow
from actions.store.tables.shop import CustomerRow, OrderRow, ReturnRow, UtcInstant
from actions.store.values import customer_value
from core.clock import SystemClock
from core.database.compiled_reads import CompiledRead
from core.database.remembered_reads import remembered
from core.database.sessions import reading_plainly, writing
from core.identifiers import email_key, number_key, session_key


def remember_link(
    session: Session, session_key: str, customer_id: str, now: datetime, *, signed_in: bool = False
) -> None:
    """Note that a conversation was a customer's, within the transaction in which they have proven it.

    Args:
        session: One that `writing` opened.
        session_key: The conversation's digest.
        customer_id: Who it was.
        now: The current instant, aware.
        signed_in: Whether the shop has vouched for them.
    """
    upsert = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert
    known = {"last_proven_at": now, **({"signed_in": True} if signed_in else {})}
    statement = upsert(ConversationLinkRow).values(
        session_key=session_key, customer_id=customer_id, **{"signed_in": False, **known}
    )
    session.execute(statement.on_conflict_do_update(index_elements=["session_key", "customer_id"], set_=known))


IDLE_LIMIT = timedelta(minutes=30)
#: A proof's life is prolonged only by more than this, so that a busy conversation does not write with every message.
_WORTH_WRITING = timedelta(minutes=1)

_PROVEN: Final = CompiledRead(
    select(
        CustomerRow.__table__,
        *(VerifiedSessionRow.proven, VerifiedSessionRow.given_name),
        *(VerifiedSessionRow.live_until, VerifiedSessionRow.ends_at),
    )
    .join(VerifiedSessionRow, VerifiedSessionRow.customer_id == CustomerRow.id)
    .where(live(bindparam("session"), bindparam("now", type_=UtcInstant())))
)


@dataclass(frozen=True)
class Attempt:
    """How an attempt to prove who one is ended.

    Args:
        verified: Who it is; None where the attempt was refused or not taken.
        hold: Why it was not taken: nothing was looked at then.
        refusals: How often this session has been refused, this time included.
        is_anothers: Whether both fit, but somebody else was signed in to the conversation before.
    """

    verified: Optional[Verified] = None
    hold: Optional[Hold] = None
    refusals: int = 0
    is_anothers: bool = False


class Verifications:
    """Checks who a session speaks for, and remembers it until the session has been idle too long.

    Every method raises `StoreUnavailable` when the database does not answer, and `ValueError` for a naive `now`.
    A proof that a power cut undoes only has to be given again, so nothing here waits for the disk.

    Args:
        engine: A migrated database, from `open_engine`.
        idle_limit: How long a proof outlives the last message; up to a minute less, as not every message is recorded.
        limits: How many refusals are too many.
    """

    def __init__(
        self, engine: Engine, idle_limit: timedelta = IDLE_LIMIT, limits: Mapping[Subject, Limit] = STRICT
    ) -> None:
        self._engine = engine
        self._idle_limit = idle_limit
        self._refused = RefusedTries(limits)

    def prove(self, session_id: str, number: str, email: str, now: datetime, client: Optional[str] = None) -> Attempt:
        """Check a number and an e-mail together, and remember the customer for the session when both fit.

        Every refusal takes the same path, whether the number, the e-mail or their pairing was wrong, so neither the
        answer nor its time tells which numbers exist. While a hold lasts nothing is looked up at all, so a right pair
        is turned away as a wrong one is. A refusal is counted and leaves an earlier proof in place. What others have
        tried holds nobody off in a conversation in which they were known before: nobody can guess its name.

        A guest may have several addresses, so another of them takes the place of the first. It does not open a
        conversation to which the shop has signed somebody else in, however long ago that sign-in has ended.

        Args:
            session_id: The conversation, as its channel names it.
            number: An order's or a return's number, compared without regard to spaces, dashes and case.
            email: The e-mail address of the order, compared without regard to case and surrounding spaces.
            now: The current instant, aware.
            client: The network address or channel user that the conversation comes from, as a digest.
        """
        require_aware(now)
        who = self._refused.subjects(session_id, number, email, client)
        with writing(self._engine, lasting=False) as session:
            standing = self._refused.standing(session, who, now)
            refusals = standing.refusals[Subject.SESSION]
            held = standing.strictest
            known = _known_in(session, session_id) if held and not standing.own else ()
            if held and not known:
                return Attempt(hold=held, refusals=refusals)
            row = session.execute(_owner_of(number_key(number), email_key(email))).scalars().first()
            if held and (row is None or row.id not in known):
                self._refused.count_own(session, who, now)  # it was looked up, so it is one guess more
                return Attempt(hold=held, refusals=refusals + 1)
            if row is None:
                self._refused.count(session, who, standing, now)
                return Attempt(refusals=refusals + 1)
            if _was_anothers(session, session_id, row.id, Verification.GUEST):
                return Attempt(refusals=refusals, is_anothers=True)
            if not self._keep(session, session_id, row.id, Verification.GUEST, now):
                return Attempt(refusals=refusals)
            return Attempt(Verified(customer_value(row), Verification.GUEST), refusals=refusals)

    def sign_in(
        self, session_id: str, customer_id: str, given_name: Optional[str], until: datetime, now: datetime
    ) -> Optional[Verified]:
        """Remember whom the shop has vouched for; this replaces what the same customer had proven before.

        Args:
            session_id: The conversation, as its channel names it.
            customer_id: The customer whom the shop's token names, checked by `CustomerTokens`.
            given_name: How the shop addresses them, already cleaned.
            until: When this ends at the latest, an aware instant.
            now: The current instant, aware.

        Returns:
            The customer, None where the store has no such customer; nothing changes then.

        Raises:
            AnothersConversation: Somebody else was known in the conversation, as a guest or signed in; nothing changes.
        """
        require_aware(now)
        require_aware(until)
        with writing(self._engine, lasting=False) as session:
            row = session.execute(select(CustomerRow).where(CustomerRow.id == customer_id)).scalars().first()
            if row is None:
                return None
            if _was_anothers(session, session_id, row.id, Verification.SIGNED_IN):
                raise AnothersConversation
            self._keep(session, session_id, row.id, Verification.SIGNED_IN, now, given_name, until)
            return Verified(customer_value(row), Verification.SIGNED_IN, given_name)

    def keep_guest(self, session: Session, session_id: str, customer_id: str, now: datetime) -> bool:
        """Remember who has proven to be a guest in another way than by number and address.

        Args:
            session: The transaction in which that was found.
            session_id: The conversation, as its channel names it.
            customer_id: Who it is.
            now: The current instant, aware.

        Returns:
            False where somebody else was signed in to the conversation; nothing is kept then.
        """
        if _was_anothers(session, session_id, customer_id, Verification.GUEST):
            return False
        return self._keep(session, session_id, customer_id, Verification.GUEST, now)

    def verified(self, session_id: str, now: datetime) -> Optional[Verified]:
        """Who this session has proven to be, None where it hasn't, has been idle too long or its sign-in has ended.

        Asking counts as use: the idle time starts again.
        """
        require_aware(now)
        digest = session_key(session_id)
        return remembered((self._engine, Verified, digest, now), lambda: self._verified(digest, now))

    def _verified(self, digest: str, now: datetime) -> Optional[Verified]:
        with reading_plainly(self._engine) as connection:
            found = next(iter(_PROVEN.rows(connection, session=digest, now=now)), None)
        if found is None:
            return None
        # A clock that was ahead has left a proof that would outlive its time.
        prolonged = self._live_until(now, found.ends_at)
        if abs(prolonged - found.live_until) > _WORTH_WRITING:
            with writing(self._engine, lasting=False) as session:
                # Only as long as it is still the same proof: a sign-in or a sign-out may have come in between.
                same = (VerifiedSessionRow.session_key == digest, VerifiedSessionRow.live_until == found.live_until)
                session.execute(update(VerifiedSessionRow).where(*same).values(live_until=prolonged))
        return Verified(customer_value(found), Verification(found.proven), found.given_name)

    def forget(self, session_id: str) -> None:
        """Drop the session's proof, and end its reminders, which whoever comes next would read.

        Its refused tries stay counted: leaving must not buy new guesses.
        """
        with writing(self._engine, lasting=False) as session:
            end_wishes(session, session_id, SystemClock().now())
            session.execute(delete(VerifiedSessionRow).where(VerifiedSessionRow.session_key == session_key(session_id)))

    def purge(self, now: datetime) -> int:
        """Delete proofs that have run out and refused tries that no longer count; return how many rows went."""
        require_aware(now)
        run_out = delete(VerifiedSessionRow).where(VerifiedSessionRow.live_until < now)
        with writing(self._engine, lasting=False) as session:
            results = [session.connection().execute(each) for each in (run_out, self._refused.aged(now))]
            return sum(result.rowcount for result in results)

    def _live_until(self, now: datetime, ends_at: Optional[datetime]) -> datetime:
        idle = now + self._idle_limit
        return idle if ends_at is None else min(idle, ends_at)

    def _keep(
        self,
        session: Session,
        session_id: str,
        customer_id: str,
        proven: Verification,
        now: datetime,
        given_name: Optional[str] = None,
        ends_at: Optional[datetime] = None,
    ) -> bool:
        """Write a proof. A guest's does not take the place of a sign-in that is live: nothing is kept then."""
        upsert = (postgresql if self._engine.dialect.name == "postgresql" else sqlite).insert
        proof = {
            "customer_id": customer_id,
            "proven": proven.value,
            "given_name": given_name,
            "live_until": self._live_until(now, ends_at),
            "ends_at": ends_at,
        }
        statement = upsert(VerifiedSessionRow).values(session_key=session_key(session_id), **proof)
        weaker = or_(VerifiedSessionRow.proven != Verification.SIGNED_IN.value, VerifiedSessionRow.live_until < now)
        statement = statement.on_conflict_do_update(
            index_elements=["session_key"], set_=proof, where=None if proven is Verification.SIGNED_IN else weaker
        )
        kept = bool(session.connection().execute(statement).rowcount)
        if kept:
            signed_in = proven is Verification.SIGNED_IN
            remember_link(session, session_key(session_id), customer_id, now, signed_in=signed_in)
        return kept


def _known_in(session: Session, session_id: str) -> Collection[str]:
    """The customers who were known in a conversation."""
    known = select(ConversationLinkRow.customer_id).where(ConversationLinkRow.session_key == session_key(session_id))
    return session.execute(known).scalars().all()


def _was_anothers(session: Session, session_id: str, customer_id: str, proven: Verification) -> bool:
    """Whether a conversation was somebody else's in a way that keeps this customer out of it."""
    others = select(ConversationLinkRow.customer_id).where(
        ConversationLinkRow.session_key == session_key(session_id), ConversationLinkRow.customer_id != customer_id
    )
    if proven is Verification.GUEST:
        others = others.where(ConversationLinkRow.signed_in)
    return session.execute(others.limit(1)).first() is not None


def _owner_of(number: str, email: str) -> Select:
    """Select whoever has both: an order or a return of this number, and this e-mail; both given as keys.

    One statement for every case, so that a wrong number takes the same path as a wrong e-mail.
    """
    return owners_of(number).where(CustomerRow.email_key == email)


def owners_of(number: str) -> Select:
    """Select who has an order or a return of this number, given as a key."""
    by_order = select(OrderRow.customer_id).where(OrderRow.key == number)
    by_return = (
        select(OrderRow.customer_id).join(ReturnRow, ReturnRow.order_key == OrderRow.key).where(ReturnRow.key == number)
    )
    return select(CustomerRow).where(CustomerRow.id.in_(by_order.union_all(by_return)))
