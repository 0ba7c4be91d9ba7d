"""`returndesk forget`: lets go of a customer who asks for it."""

from __future__ import annotations

from actions.privacy.forgetting import forget as let_go
from actions.privacy.forgetting import held_about
from actions.settings import Settings
from returndesk.privacy.asking import agreed, amounts
from returndesk.privacy.stores import open_stores
from returndesk.progress import Progress
from returndesk.project import Project


def forget(
    project: Project, settings: Settings, customer_id: str, progress: Progress, *, yes: bool, dry_run: bool
) -> None:
    """Deletes what was said and proven, and puts a pseudonym in the place of the customer.

    Args:
        project: The checkout.
        settings: Where the stores are.
        customer_id: The customer, by the shop's own id.
        progress: Where the person looks.
        yes: Don't ask.
        dry_run: Only say what would go.

    Raises:
        Failure: There is no store, or nobody could be asked.
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
    let_go(engine, conversations, held)
    progress.done(f"Deleted {what}; {kept}")
