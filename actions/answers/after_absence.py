"""Whether the return in hand can wait until its sender is back: "away from Saturday for a week, in time after?"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from actions.answers.in_time import in_time
from actions.dialogue.relative_dates import meant_day
from actions.dialogue.turn import AHEAD, ActionContext, SaidDate
from actions.replies.deadlines_card import deadlines_heading
from actions.replies.item_windows import windows_of_return
from actions.replies.reply import Reply, Utterance
from actions.replies.return_case import Case
from core.absences import Edge, asks_after_absence, edge_of_absence
from policy.facts import Facts
from policy.model import Customer

_DAY = timedelta(days=1)


def after_absence(turn: ActionContext, case: Case | None, facts: Facts) -> Reply | None:
    """The first day on which the customer is back against the last days of the return in hand.

    Args:
        turn: The turn.
        case: The return in hand.
        facts: The rules.

    Returns:
        The last days alone where the end of the absence isn't told, as the day on which it starts is no plan; None
        where nobody is away, or the parcel is on its way.
    """
    if case is None or not asks_after_absence(turn.said):
        return None
    back = _back(turn, case.customer)
    said = in_time(back or case.now, case, facts)
    if said is None:
        return None
    if back is None:
        values = {"heading": deadlines_heading(case), "lines": windows_of_return(case, facts)}
        said = Utterance("utter_deadlines", values, "window.receipt")
    return Reply((said,), {"said_date": None})


def _back(turn: ActionContext, customer: Customer) -> datetime | None:
    """The first day behind the absence that a message tells of."""
    newest: Mapping[str, Any] = next((each for each in reversed(turn.events) if each.get("event") == "user"), {})
    # Not as `messages` has them: there the length of an absence is left out.
    stated = sorted(
        (newest.get("parse_data") or {}).get("entities") or (), key=lambda each: int(each.get("start") or 0)
    )
    days = [each for each in stated if each.get("entity") == "date" and each.get("value")]
    if not days:
        return None
    edge = edge_of_absence(turn.said, int(days[-1].get("start") or 0))
    named = meant_day(SaidDate(str(days[-1]["value"]), turn.now, AHEAD), customer)
    if named is None or edge is Edge.BACK:
        return named
    if edge is Edge.ENDS or len(days) > 1:
        return named + _DAY
    lengths = [each.get("value") for each in stated if each.get("entity") == "day_count"]
    away = lengths[0] if len(lengths) == 1 else None
    return named + away * _DAY if isinstance(away, int) else None
