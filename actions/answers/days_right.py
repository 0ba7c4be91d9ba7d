"""Whether a day is right that a message takes for the end of something: "so the window closes on the 2nd?"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from actions.answers.counted_dates import how_counted, is_not_handed_in, own_deadline
from actions.dialogue.relative_dates import meant_day
from actions.dialogue.turn import ASKED, PAST, ActionContext
from actions.replies.due_phrases import show_due
from actions.replies.formatting import show_day
from actions.replies.item_windows import windows_of_return
from actions.replies.reply import Phrase, Shown
from actions.replies.return_case import Case
from core.money_questions import MONEY
from core.short_messages import pieces, words
from policy.calendars import local_date
from policy.facts import Facts
from policy.model import EventType
from policy.status import RECEIVED, SENT, History
from policy.window import return_window

_WINDOW = "window.receipt"
#: What ends on the day, by words that name it.
_NAMED = (
    (MONEY, "refund.time"),
    (words("page status site change changes update updates show shows"), "update.dropoff"),
    (words("check checked checking inspection inspected"), "inspection"),
    (words("seller answer reply shop"), "seller.silence"),
    (words("window windows closes close"), _WINDOW),
)


def day_right(turn: ActionContext, behind: Sequence[str], case: Case, facts: Facts) -> tuple[list[Phrase], str]:
    """Yes or no with the day itself, how it is counted, and its rule; nothing where no day follows from the return.

    Args:
        turn: The turn.
        behind: The rules of the answer before.
        case: The return in hand.
        facts: The rules.
    """
    readings = [replace(turn.asked_day, sense=sense) for sense in (ASKED, PAST)] if turn.asked_day else []
    days = [day for each in readings if (day := meant_day(each, case.customer))]
    if not days:
        return [], ""
    zone, spoken = case.customer.timezone, set(pieces(turn.said))
    named = next((fact for listed, fact in _NAMED if listed & spoken), None)
    deadline = None if named == _WINDOW else own_deadline([named] if named else behind, case, facts)
    asked = {local_date(day, zone) for day in days}
    if deadline is not None and (named or deadline.because != "ship.within"):
        counted = how_counted(deadline, case.customer, case.now, facts)
        shown = show_due(deadline, case.customer, case.now)
        due_on = deadline.due_on(zone)
        # What is due earlier is there by that day as well.
        is_right = due_on in asked or ("by" in spoken and due_on < max(asked))
        return [_verdict(is_right, shown), *counted], deadline.because
    history = History.until(case.found.events, case.now)
    # What was cancelled before it was sent can be asked for again within its window.
    is_cancelled = history.has(EventType.CANCELLED) and not history.has(*SENT, *RECEIVED)
    if named not in (None, _WINDOW) or not (is_cancelled or is_not_handed_in(case, facts)):
        return [], ""
    order = case.found.order
    windows = [return_window(order, item, case.now, facts, zone) for item in case.found.items]
    ends = {window.ends_on for window in windows}
    end = next(iter(ends))
    if len(ends) != 1 or end is None:
        return [], ""
    verdict = _verdict(end in asked, show_day(end, case.customer, case.now))
    return [verdict, *windows_of_return(case, facts)], windows[0].because


def _verdict(is_right: bool, due: Shown) -> Phrase:
    return Phrase("day_confirmed" if is_right else "day_denied", {"due": due})
