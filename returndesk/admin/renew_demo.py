"""`returndesk renew-demo`: makes the demo shop anew, once somebody has agreed to what that deletes."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import true

from actions.demo.renewal import Loss, NotRenewed, loss
from actions.demo.renewal import renew_demo as make_anew
from actions.privacy.photo_files import file_names
from core.settings import Environment, Settings, clock_from
from returndesk import store_address
from returndesk.admin import store
from returndesk.admin.privacy import agreed
from returndesk.failure import Failure
from returndesk.progress import Progress
from returndesk.project import Project

_NAMES = {
    "tickets": "tickets",
    "ticket_messages": "messages in tickets",
    "help_desk_outbox": "messages to or from the help desk, not delivered yet",
    "drop_off_claims": "hand-ins noted",
    "operations": "confirmations that were followed",
    "return_reasons": "reasons of returns",
    "feedback": "ratings",
    "photos": "photos and videos",
    "reminder_wishes": "wishes to be reminded",
    "reminders": "reminders",
    "verified_sessions": "proofs of identity",
    "refused_tries": "refused tries to prove an identity",
    "conversation_links": "notes of whose a conversation is",
    "change_deliveries": "deliveries of changes",
    "waiting_changes": "changes that wait for an order or a customer",
}


def renew_demo(project: Project, settings: Settings, progress: Progress, *, yes: bool, dry_run: bool) -> None:
    """Delete what people wrote in the demo shop of the embedded store, and date it by now.

    Args:
        project: The checkout.
        settings: Where the stores are, and the clock.
        progress: Where the person looks.
        yes: Don't ask.
        dry_run: Only say what would go.

    Raises:
        Failure: It is production, the store is none, another one or no demo shop, or nobody could be asked.
        StoreUnavailable: A database did not answer.
    """
    if settings.env is Environment.PRODUCTION:
        raise Failure("renew-demo deletes what customers wrote; it does nothing where RETURNDESK_ENV is production")
    if settings.database_url != store_address.embedded_url(project):
        where = store_address.shown_url(project, settings.database_url)
        raise Failure(f"{where} is a store of your own; the demo shop is made anew in the embedded one alone")
    engine = store.open_existing(project, settings.database_url, made_by="returndesk up")
    conversations, now = store.made_conversations(settings), clock_from(settings).now()
    try:
        found = loss(engine, conversations, now)
        _show(found, progress)
        if dry_run:
            return
        if any(_amounts(found)) and not agreed("Delete all of this? It can't be undone.", yes=yes):
            progress.say("Nothing was deleted")
            return
        photos = file_names(engine, true())
        make_anew(engine, conversations, found, now)
    except NotRenewed as error:
        raise Failure(str(error)) from error
    store.write_scans(project, now)
    store.put_waiting_request(engine, conversations, settings, photos, now)
    progress.done("The demo shop is of today. Numbers of tickets and returns go on where they were")


def _show(found: Loss, progress: Progress) -> None:
    """Say what goes."""
    amounts = list(_amounts(found))
    progress.say("There is no demo shop yet" if found.day is None else f"The demo shop is of {found.day:%d %B %Y}")
    progress.say("What goes when it is made anew:" if amounts else "Nobody has used it, so nothing goes with it")
    for amount in amounts:
        progress.say(f"  {amount}")


def _amounts(found: Loss) -> Iterator[str]:
    """How much of each kind goes, for a person."""
    kinds = {
        "conversations": len(found.sender_ids),
        "returns that were asked for": found.returns,
        "events added to the demo's returns": found.events,
        **{_NAMES.get(name, f"rows of {name}"): count for name, count in found.rows.items()},
    }
    return (f"{kind}: {count}" for kind, count in kinds.items() if count)
