"""`returndesk export --customer`, `forget` and `purge`: what is held of a customer is shown or deleted."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone

import typer
from sqlalchemy.engine import Engine

from actions.photos.photos import files_of
from actions.privacy.access import everything_about
from actions.privacy.forgetting import forget as let_go
from actions.privacy.forgetting import held_about
from actions.privacy.purging import outdated
from actions.privacy.purging import purge as delete_outdated
from actions.store.wishes_to_forget import WishesToForget
from core.conversations.conversations import Conversations
from core.settings import Settings, clock_from
from returndesk.admin import store
from returndesk.failure import Failure
from returndesk.people.desk_days import DeskDays
from returndesk.progress import Progress
from returndesk.project import Project

_AGE = re.compile(r"(\d{1,5})\s*([hdw])")
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


def age(text: str) -> timedelta:
    """A number of hours, days or weeks.

    Args:
        text: Such as `12h`, `30d` or `4w`.

    Raises:
        Failure: It is none of these, or nothing at all.
    """
    found = _AGE.fullmatch(text.strip().lower())
    if not found or not int(found[1]):
        raise Failure(f'--older-than: "{text}" is not an age; write it in hours, days or weeks: 12h, 30d, 4w')
    return int(found[1]) * _UNITS[found[2]]


def amounts(conversations: int, rows: Mapping[str, int]) -> str:
    """How much of each kind, for a person: "2 conversations, 1 row of tickets"."""
    parts = [f"{conversations} conversation{'' if conversations == 1 else 's'}"] if conversations else []
    parts += [f"{count} row{'' if count == 1 else 's'} of {name}" for name, count in rows.items()]
    return ", ".join(parts)


def agreed(question: str, *, yes: bool) -> bool:
    """Whether the person at the terminal wants this.

    Args:
        question: What is about to happen.
        yes: They have said so already, as an option.

    Raises:
        Failure: There is nobody to ask.
    """
    if yes:
        return True
    try:
        return typer.confirm(question)
    except typer.Abort:
        raise Failure("nothing was deleted; say --yes where nobody can be asked") from None


def open_stores(project: Project, settings: Settings) -> tuple[Engine, Conversations]:
    """The return store, brought up to date, and the conversation store.

    Raises:
        Failure: There is no return store, or an address names no database.
        StoreUnavailable: A database did not answer.
    """
    engine = store.open_existing(project, settings.database_url, made_by="returndesk import FILE")
    return engine, store.made_conversations(settings)


def export_customer(project: Project, settings: Settings, customer_id: str) -> str:
    """Everything that is held about a customer, as JSON.

    Raises:
        Failure: There is no store, or nothing in it about this customer.
        StoreUnavailable: A database did not answer.
    """
    engine, conversations = open_stores(project, settings)
    held = held_about(engine, conversations, customer_id)
    if not held.known and not held.conversations and not held.rows:
        raise Failure(f"nothing is held about customer {customer_id}; customers are named by the shop's own ids")
    return json.dumps(everything_about(engine, conversations, held), ensure_ascii=False, indent=2) + "\n"


def forget(
    project: Project, settings: Settings, customer_id: str, progress: Progress, *, yes: bool, dry_run: bool
) -> None:
    """Delete what was said and proven, and put a pseudonym in the place of the customer.

    Args:
        project: The checkout.
        settings: Where the stores are.
        customer_id: The customer, by the shop's own id.
        progress: Where the person looks.
        yes: Don't ask.
        dry_run: Only say what would go.

    Raises:
        Failure: There is no store, nobody could be asked, or photos can't be deleted.
        StoreUnavailable: A database did not answer.
    """
    engine, conversations = open_stores(project, settings)
    held = held_about(engine, conversations, customer_id)
    deleted = amounts(held.conversations, held.rows)
    if not held.known and not deleted:
        progress.say(f"Nothing is held about customer {customer_id}")
        return
    what = f"{deleted or 'no conversation'} and the customer's address"
    kept = f"{held.orders} orders and {held.returns} returns stay under a pseudonym"
    if dry_run:
        progress.say(f"Would delete {what}; {kept}")
        return
    if not agreed(f"Delete {what}? This can't be undone; {kept}.", yes=yes):
        progress.say("Nothing was deleted")
        return
    try:
        let_go(engine, conversations, held, files_of(settings))
    except OSError as error:
        raise Failure(f"photos can't be deleted ({error}); nothing was deleted, run it again") from None
    progress.done(f"Deleted {what}; {kept}")


def forget_asked(project: Project, settings: Settings, progress: Progress, *, yes: bool, dry_run: bool) -> None:
    """Forget all whom the connected shop wants forgotten, one after the other.

    Args:
        project: The checkout.
        settings: Where the stores are.
        progress: Where the person looks.
        yes: Don't ask.
        dry_run: Only say what would go.

    Raises:
        Failure: There is no store, nobody could be asked, or photos can't be deleted.
        StoreUnavailable: A database did not answer. Who was forgotten until then stays so.
    """
    engine, _ = open_stores(project, settings)
    asked = WishesToForget(engine).asked()
    if not asked:
        progress.say("The shop wants nobody forgotten")
    for customer in asked:
        progress.say(f"Customer {customer}:")
        forget(project, settings, customer, progress, yes=yes, dry_run=dry_run)


def purge(
    project: Project, settings: Settings, older_than: str, progress: Progress, *, yes: bool, dry_run: bool
) -> None:
    """Delete conversations, closed tickets and whatever else was last of use that long ago.

    Args:
        project: The checkout.
        settings: Where the stores are.
        older_than: An age such as `30d`.
        progress: Where the person looks.
        yes: Don't ask.
        dry_run: Only say what would go.

    Raises:
        Failure: The age can't be read, there is no store, nobody could be asked, or photos can't be deleted.
        StoreUnavailable: A database did not answer.
    """
    # Conversations carry the time at which they were held, also where the clock of the rules is frozen.
    before = datetime.now(timezone.utc) - age(older_than)
    engine, conversations = open_stores(project, settings)
    found = outdated(engine, conversations, before)
    what = amounts(len(found.sender_ids), found.rows)
    since = f"{before:%d %B %Y %H:%M} UTC"
    if dry_run:
        progress.say(f"Would delete what was last used before {since}: {what or 'nothing'}")
        return
    if what and not agreed(f"Delete what was last used before {since}: {what}?", yes=yes):
        progress.say("Nothing was deleted")
        return
    # What the days came to outlives what they are counted from.
    now = clock_from(settings).now()
    DeskDays(conversations.engine, engine).keep(now, datetime.now(timezone.utc))
    try:
        expired = delete_outdated(engine, conversations, found, now, files_of(settings))
    except OSError as error:
        raise Failure(f"photos can't be deleted ({error}); the rest was, and the next purge tries them again") from None
    progress.done(f"Deleted what was last used before {since}: {what or 'nothing'}")
    if expired:
        progress.say(f"  and {expired} proofs and refused tries that no longer count")
