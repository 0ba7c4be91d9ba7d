"""Links in answers to mails: who opens one and presses its button has the mailbox, and so is the customer.

The From of a mail proves nothing, but an answer goes to the address in it. Where that is the address of the record
whose number the mail names, a link in the answer reaches the customer alone, whoever wrote the mail. It names nobody,
is signed, works once and for some minutes, for the conversation in which it was sent and the record that was named; a
newer link of the conversation ends it. To everybody else the answer is the same whether there is such a number or not.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Optional

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from actions.store.held_photos import keep_held
from actions.store.proof.guess_limits import STRICT, WIDE, Limit, Subject
from actions.store.proof.refused_tries import RefusedTries
from actions.store.proof.verifications import Verifications, owners_of
from actions.store.tables.identity import MailLinkRow
from actions.store.tables.shop import CustomerRow
from core.clock import Clock, SystemClock
from core.database.remembered_reads import remembered
from core.database.sessions import reading, writing
from core.identifiers import number_key, session_key
from core.mail_told import address_digest
from core.settings import Environment, Settings
from core.signed_tokens import SignedTokens, TokenOver

#: Where the bot serves the page behind a link.
PATH: Final = "/webhooks/email/link"
_NONCE: Final = 16


@dataclass(frozen=True)
class Pressed:
    """What came of pressing the button.

    Args:
        conversation: In which the customer is known now; None where the link is good no longer, or was none.
        wait: How long nothing is tried from there, where too many links were none.
    """

    conversation: Optional[str] = None
    wait: Optional[timedelta] = None


class MailLinks:
    """Makes links and takes them. Every method may raise `StoreUnavailable`.

    Args:
        engine: A migrated database.
        verifications: Keeps who is known.
        tokens: Signs links.
        public_url: The bot's address as customers reach it, None where nobody said: no links are made then.
        lasts: For how long a link works.
        limits: How many links that are none are too many.
        wall: A clock that runs, whatever the shop's clock shows.
    """

    def __init__(
        self,
        engine: Engine,
        verifications: Verifications,
        tokens: SignedTokens,
        public_url: Optional[str],
        lasts: timedelta,
        limits: Mapping[Subject, Limit],
        wall: Clock,
    ) -> None:
        self.lasts = lasts
        self._engine = engine
        self._verifications = verifications
        self._tokens = tokens
        self._public_url = public_url
        self._refused = RefusedTries(limits)
        self._wall = wall

    def fits(self, number: str, written_by: Optional[str]) -> bool:
        """Whether a mail names a number of whom it says that it is of.

        Args:
            number: As the customer gave it.
            written_by: What `address_digest` makes of the mail's From; None where it was no mail.
        """
        if self._public_url is None or written_by is None:
            return False
        with reading(self._engine) as session:
            return _owner(session, number_key(number), written_by) is not None

    def offer(self, conversation: str, number: str, written_by: Optional[str]) -> Optional[str]:
        """A link for the answer to a mail, the same within one answer; None where the mail does not fit.

        Args:
            conversation: Which answers go to the address in From alone.
            number: As the customer gave it.
            written_by: What `address_digest` makes of that address; None where it was no mail.
        """
        if not self.fits(number, written_by):
            return None
        question = (self._engine, MailLinks, conversation, number)
        return remembered(question, lambda: self._offered(conversation, number_key(number), str(written_by)))

    def _offered(self, conversation: str, number: str, written_by: str) -> Optional[str]:
        nonce = secrets.token_bytes(_NONCE)
        upsert = (postgresql if self._engine.dialect.name == "postgresql" else sqlite).insert
        with writing(self._engine) as session:
            owner = _owner(session, number, written_by)
            if owner is None:
                return None
            made = {
                "conversation": conversation,
                "token_key": _digest(nonce),
                "customer_id": owner.id,
                "number_key": number,
                "address_key": written_by,
                "at": self._wall.now(),
                "used_at": None,
            }
            statement = upsert(MailLinkRow).values(conversation_key=session_key(conversation), **made)
            session.execute(statement.on_conflict_do_update(index_elements=["conversation_key"], set_=made))
            keep_held(session, conversation, self._wall.now() + self.lasts)
        return f"{self._public_url}{PATH}?t={self._tokens.make(nonce, self.lasts)}"

    def works(self, token: str) -> bool:
        """Whether a link would be good now. Programs that look into mails open links, so this changes nothing."""
        try:
            nonce = self._tokens.read(token)
        except TokenOver:
            return False
        unused = select(MailLinkRow.token_key).where(
            MailLinkRow.token_key == _digest(nonce), MailLinkRow.used_at.is_(None)
        )
        with reading(self._engine) as session:
            return session.execute(unused).first() is not None

    def press(self, token: str, client: str, now: datetime) -> Pressed:
        """Take a link whose button was pressed: whoever writes in its conversation is known from now on.

        Links that are none count against where they come from, as wrong numbers and addresses do.

        Args:
            token: What the link holds.
            client: The network address that the button was pressed from, as a digest.
            now: The current instant, aware, by the shop's clock.
        """
        source = RefusedTries.of_source(client)
        with writing(self._engine) as session:
            standing = self._refused.standing(session, source, now)
            if standing.strictest is not None:
                return Pressed(wait=standing.strictest.remaining)
            conversation = self._taken(session, token, now)
            if conversation is None:
                self._refused.count(session, source, standing, now)
            return Pressed(conversation)

    def _taken(self, session: Session, token: str, now: datetime) -> Optional[str]:
        try:
            key = _digest(self._tokens.read(token))
        except TokenOver:
            return None
        # Of two who press at once one finds it unused.
        unused = (MailLinkRow.token_key == key, MailLinkRow.used_at.is_(None))
        used = update(MailLinkRow).where(*unused).values(used_at=self._wall.now())
        if not session.connection().execute(used).rowcount:
            return None
        link = session.execute(select(MailLinkRow).where(MailLinkRow.token_key == key)).scalar_one()
        owner = _owner(session, link.number_key, link.address_key)
        # The record may have become another's meanwhile, or its customer may have another address.
        if owner is None or owner.id != link.customer_id:
            return None
        kept = self._verifications.keep_guest(session, link.conversation, owner.id, now)
        if not kept:
            return None
        # What came with the mails is taken in the turn that answers them, which follows.
        keep_held(session, link.conversation, self._wall.now() + self.lasts)
        conversation: str = link.conversation
        return conversation


def mail_links_from(settings: Settings, engine: Engine, verifications: Verifications) -> MailLinks:
    """Those that the settings ask for."""
    shared = settings.actions_secret.get_secret_value() if settings.actions_secret else secrets.token_hex()
    wall, lasts = SystemClock(), timedelta(minutes=settings.mail_link_minutes)
    tokens = SignedTokens(shared, "links in answers to mails", wall)
    limits = STRICT if settings.env is Environment.PRODUCTION else WIDE
    return MailLinks(engine, verifications, tokens, settings.public_url or None, lasts, limits, wall)


def _owner(session: Session, number: str, written_by: str) -> Optional[CustomerRow]:
    found = session.execute(owners_of(number)).scalars().all()
    return next((row for row in found if hmac.compare_digest(address_digest(row.email_key) or "", written_by)), None)


def _digest(nonce: bytes) -> str:
    return hashlib.sha256(nonce).hexdigest()
