"""Forgets a customer: what was said goes, and what the books need stays under a pseudonym."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Optional

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Connection, Engine

from actions.photos.kept_files import KeptFiles
from actions.privacy.holdings import Whose, holdings
from actions.privacy.photo_files import PHOTOS, file_names
from actions.store.pseudonyms import PSEUDONYM
from actions.store.tables.parcels import TrackedParcelRow
from actions.store.tables.privacy import ConversationLinkRow
from actions.store.tables.shop import CustomerRow, LabelRow, OrderRow, ReturnRow
from actions.store.values import parcels_of
from core.conversations.conversations import Conversations
from core.database.erasing import erase_log
from core.database.sessions import snapshot, writing_connection
from core.identifiers import email_key, session_key

# A top-level domain that no address will ever have (RFC 2606).
_NO_ADDRESS = "forgotten.invalid"
_COMMON_LOCALE = "en"


@dataclass(frozen=True)
class Held:
    """What is held about a customer: how much of each kind.

    Args:
        known: Whether there is such a customer.
        whose: Which rows and conversations are theirs, as they have proven there who they are.
        typed: The conversations besides, in which somebody typed their address or a number of theirs, without a proof.
        conversations: How many conversations there are of both kinds.
        rows: How many rows, by table.
        orders: How many orders stay, under a pseudonym.
        returns: How many returns stay, with their events.
    """

    known: bool
    whose: Whose
    typed: Sequence[str]
    conversations: int
    rows: Mapping[str, int]
    orders: int
    returns: int


def held_about(engine: Engine, conversations: Conversations, customer_id: str) -> Held:
    """Look up what `forget` would let go of.

    Raises:
        StoreUnavailable: A database did not answer.
    """
    with snapshot(engine) as connection:
        known = connection.execute(select(CustomerRow.id).where(CustomerRow.id == customer_id)).first() is not None
        keys = _session_keys(connection, customer_id)
        email = connection.execute(select(CustomerRow.email).where(CustomerRow.id == customer_id)).scalar()
        orders = select(OrderRow.key).where(OrderRow.customer_id == customer_id)
        returns = select(ReturnRow.key).where(ReturnRow.order_key.in_(orders))
        numbers = [[*connection.execute(each).scalars()] for each in (orders, returns)]
    proven = conversations.known_by(keys)
    # A number that another customer has mistyped says nothing of this one.
    typed = set(conversations.in_which_stands(email)) if email else set()
    if known and not customer_id.startswith(PSEUDONYM):
        mentioned = conversations.in_which_stands(None, [*numbers[0], *numbers[1]])
        typed |= set(mentioned) - _of_others(engine, mentioned, customer_id)
    whose = Whose(customer_id, proven, keys)
    all_of_them = replace(whose, sender_ids=sorted({*proven, *typed}))
    with snapshot(engine) as connection:
        rows = {each.name: each.count(connection, each.of(all_of_them)) for each in holdings()}
    return Held(
        known,
        whose,
        sorted(typed - set(proven)),
        len(all_of_them.sender_ids),
        {name: count for name, count in rows.items() if count},
        *map(len, numbers),
    )


def _of_others(engine: Engine, sender_ids: Sequence[str], customer_id: str) -> set[str]:
    """The conversations in which another customer has proven who they are."""
    digests = {session_key(sender_id): sender_id for sender_id in sender_ids}
    query = select(ConversationLinkRow.session_key).where(ConversationLinkRow.customer_id != customer_id)
    with snapshot(engine) as connection:
        found = connection.execute(query.where(ConversationLinkRow.session_key.in_(sorted(digests)))).scalars()
        return {digests[key] for key in found}


def forget(engine: Engine, conversations: Conversations, held: Held, photos: Optional[KeptFiles] = None) -> None:
    """Let go of what is held about a customer. Doing so again finds nothing more.

    Files go first and then conversations: should one of these fail, what leads to it is still there for another try.
    Orders, returns and their events, which nobody can change, stay; their customer becomes a number that means nothing,
    with the country and the time zone that their dates depend on. Tracking numbers go, as carriers tell addresses by
    them, and labels, on which addresses stand.

    Args:
        engine: The return store.
        conversations: The conversation store.
        held: From `held_about`.
        photos: Where the files lie that the customer has sent; None where no files are kept.

    Raises:
        StoreUnavailable: A database did not answer; what is left of the customer goes with another try.
        OSError: A file could not be deleted; nothing else was then.
    """
    whose = replace(held.whose, sender_ids=[*held.whose.sender_ids, *held.typed])
    if photos is not None:
        # Before anything that leads to them.
        photos.delete(file_names(engine, PHOTOS.of(whose)))
    conversations.forget(list(whose.sender_ids))
    with writing_connection(engine) as connection:
        for holding in holdings():
            holding.delete(connection, holding.of(whose))
        if held.whose.customer_id is not None:
            _put_pseudonym(connection, held.whose.customer_id)
    erase_log(engine)
    conversations.erase_log()


def _session_keys(connection: Connection, customer_id: str) -> list[str]:
    """The digests of all sessions and conversations that are known as the customer's."""
    keys: set[str] = set()
    for holding in holdings():
        if "customer_id" not in holding.table.c:
            continue
        for name in ("session_key", "conversation_key"):
            if name in holding.table.c:
                query = select(holding.table.c[name]).where(holding.table.c.customer_id == customer_id)
                keys.update(connection.execute(query).scalars())
    return sorted(keys)


def _put_pseudonym(connection: Connection, customer_id: str) -> None:
    table = CustomerRow.__table__
    row = connection.execute(select(table).where(table.c.id == customer_id)).mappings().first()
    if row is None or customer_id.startswith(PSEUDONYM):
        return
    pseudonym = PSEUDONYM + secrets.token_hex(8)
    address = f"{pseudonym}@{_NO_ADDRESS}"
    own = {"id": pseudonym, "email": address, "email_key": email_key(address), "locale": _COMMON_LOCALE}
    kept = {name: row[name] for name in ("country", "timezone")}
    # Orders refer to the id at any moment, so the new row comes before them and the old one goes after them.
    connection.execute(insert(table).values(**own, **kept))
    connection.execute(update(OrderRow).where(OrderRow.customer_id == customer_id).values(customer_id=pseudonym))
    theirs = select(OrderRow.key).where(OrderRow.customer_id == pseudonym)
    sent = select(ReturnRow.tracking_number).where(ReturnRow.order_key.in_(theirs))
    connection.execute(delete(TrackedParcelRow.__table__).where(TrackedParcelRow.number.in_(sent)))
    several = select(ReturnRow.further_parcels).where(
        ReturnRow.order_key.in_(theirs), ReturnRow.further_parcels.is_not(None)
    )
    for kept in connection.execute(several).scalars().all():
        numbers = [parcel.tracking_number for parcel in parcels_of(kept)]
        connection.execute(delete(TrackedParcelRow.__table__).where(TrackedParcelRow.number.in_(numbers)))
    unknown = {"tracking_number": None, "further_parcels": None}
    connection.execute(update(ReturnRow).where(ReturnRow.order_key.in_(theirs)).values(unknown))
    sent_back = select(ReturnRow.key).where(ReturnRow.order_key.in_(theirs))
    connection.execute(delete(LabelRow.__table__).where(LabelRow.return_key.in_(sent_back)))
    connection.execute(delete(table).where(table.c.id == customer_id))
