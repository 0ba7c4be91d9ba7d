"""Says where news of a return are seen, and of what this chat reminds, to who asks if they are told or have to look."""

from __future__ import annotations

from actions.dialogue.last_answer import rules_behind
from actions.dialogue.turn import ActionContext
from actions.replies.reply import Reply, Utterance
from core.spoken_wishes import asks_to_be_told

_OF_MONEY = ("refund", "inspection")


def told_or_seen(turn: ActionContext) -> Reply | None:
    """Where the refund or the parcel can be followed, and what reminders there are; None for every other message.

    Args:
        turn: The turn.
    """
    if turn.is_press or not asks_to_be_told(turn.said):
        return None
    of_money = any(each.startswith(_OF_MONEY) for each in rules_behind(turn.events)[:1])
    where = Utterance("utter_rule_ask_track_refund" if of_money else "utter_rule_ask_track_parcel")
    return Reply((where, Utterance("utter_about_reminders")), {"offer": None})
