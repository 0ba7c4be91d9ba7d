"""`returndesk feedback`: which answers customers like and dislike, the worst first."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from actions.store.feedback import Feedback, Opinion, Remark
from core.settings import Settings
from returndesk.admin import store
from returndesk.project import Project

#: How many of the latest that customers wrote are shown.
_MOST_REMARKS: Final = 100


def feedback(project: Project, settings: Settings, console: Console, *, as_json: bool) -> None:
    """Show the counts of thumbs by response.

    Args:
        project: The checkout.
        settings: Where the store is.
        console: Where the person looks.
        as_json: Write a JSON list for programs instead of a table.

    Raises:
        Failure: There is no such store.
        StoreUnavailable: The database did not answer.
    """
    engine = store.open_existing(project, settings.database_url, made_by="returndesk up")
    kept = Feedback(engine)
    opinions, remarks = kept.opinions(), kept.remarks(_MOST_REMARKS)
    if as_json:
        console.out(json.dumps([_record(each, remarks) for each in opinions], indent=2), highlight=False)
    elif opinions:
        console.print(_table(opinions))
        if remarks:
            console.print(_words(remarks))
    else:
        console.print("No answer has been rated yet.")


def _record(opinion: Opinion, remarks: Sequence[Remark]) -> dict[str, object]:
    return {
        "response": opinion.response,
        "up": opinion.up,
        "down": opinion.down,
        "facts": list(opinion.facts),
        "reasons": dict(opinion.reasons),
        "words": [each.words for each in remarks if each.response == opinion.response],
    }


def _why(opinion: Opinion) -> str:
    ordered = sorted(opinion.reasons.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{reason} {count}" for reason, count in ordered)


def _table(opinions: Sequence[Opinion]) -> Table:
    table = Table("Response", "Rules", title="What customers think of answers, the worst first")
    table.add_column("Down", justify="right")
    table.add_column("Up", justify="right")
    table.add_column("Liked", justify="right")
    table.add_column("Why not")
    for each in opinions:
        liked = f"{each.up / (each.up + each.down):.0%}"
        table.add_row(each.response, ", ".join(each.facts), str(each.down), str(each.up), liked, _why(each))
    return table


def _words(remarks: Sequence[Remark]) -> Table:
    table = Table("Day", "Response", "Why not", "Words", title="What customers wrote of them, the newest first")
    for each in remarks:
        # What a customer wrote is no markup of the terminal's.
        table.add_row(f"{each.at:%Y-%m-%d}", each.response, each.reason or "", Text(each.words))
    return table
