"""Asks before something is deleted, and says how much of what."""

from __future__ import annotations

from collections.abc import Mapping

import typer

from returndesk.failure import Failure


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
