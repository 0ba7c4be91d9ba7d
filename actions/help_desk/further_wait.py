"""How long a customer waits whom a person has answered before, so that they are not left in silence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Optional

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from actions.help_desk.ticket import Author
from actions.store.tables.help_desk import TicketMessageRow


@dataclass(frozen=True)
class FurtherWait:
    """A wait for a further answer, as of one message of the customer's.

    Args:
        since: When they wrote first since a person has answered.
        at: When they wrote this message.
        before: When they wrote last before it, since a person has answered; None where this is the first.
    """

    since: datetime
    at: datetime
    before: Optional[datetime]

    def is_first_after(self, time: timedelta) -> bool:
        """Whether this message is the first of those that come when the customer has waited for so long."""
        return self.at - self.since >= time and (self.before is None or self.before - self.since < time)


def further_wait(session: Session, ticket_seq: int, message_seq: int) -> Optional[FurtherWait]:
    """The wait as of a message of the customer's; None where no person had written in the ticket before it."""
    said = TicketMessageRow
    answered = select(func.max(said.seq)).where(
        said.ticket_seq == ticket_seq, said.author == Author.AGENT.value, said.seq < message_seq
    )
    last = session.execute(answered).scalar()
    if last is None:
        return None
    times = (func.min(said.at), func.max(said.at), func.max(case((said.seq < message_seq, said.at), else_=None)))
    theirs = select(*times).where(
        said.ticket_seq == ticket_seq, said.author == Author.CUSTOMER.value, said.seq > last, said.seq <= message_seq
    )
    since, at, before = session.execute(theirs).one()
    return FurtherWait(since, at, before)
