"""`returndesk purge`: deletes what nobody has used for a while."""

from __future__ import annotations

from datetime import datetime, timezone

from actions.clock import clock_from
from actions.privacy.purging import outdated
from actions.privacy.purging import purge as delete_outdated
from actions.settings import Settings
from returndesk.privacy.age import age
from returndesk.privacy.asking import agreed, amounts
from returndesk.privacy.stores import open_stores
from returndesk.progress import Progress
from returndesk.project import Project


def purge(
    project: Project, settings: Settings, older_than: str, progress: Progress, *, yes: bool, dry_run: bool
) -> None:
    """Deletes conversations, closed tickets and whatever else was last of use that long ago.

    Args:
        project: The checkout.
        settings: Where the stores are.
        older_than: An age such as `30d`.
        progress: Where the person looks.
        yes: Don't ask.
        dry_run: Only say what would go.

    Raises:
        Failure: The age can't be read, there is no store, or nobody could be asked.
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
    expired = delete_outdated(engine, conversations, found, clock_from(settings).now())
    progress.done(f"Deleted what was last used before {since}: {what or 'nothing'}")
    if expired:
        progress.say(f"  and {expired} proofs and refused tries that no longer count")
