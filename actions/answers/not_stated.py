"""What the rules leave open, with what they say nearby."""

from __future__ import annotations

from actions.dialogue.base_actions import OFFER_PERSON
from actions.dialogue.read_first import Answer
from actions.dialogue.turn import ActionContext
from actions.replies.item_windows import TO_PERSON
from actions.replies.reply import Phrase, Reply, Utterance
from core.not_stated import asks_if_photos_are_needed, asks_to_take_offer

#: Forms that send a return ask for photos nowhere, so the question is no answer to theirs.
_DISPUTE, _STEPS = "dispute", "request.steps"


def not_stated(turn: ActionContext) -> Reply | None:
    """That the rules don't state what a message asks; None where it asks something else.

    Args:
        turn: The turn.
    """
    if turn.is_press:
        return None
    if asks_to_take_offer(turn.said):
        lines = [Phrase("offer_unstated"), Phrase("reason_dispute")]
        said = Utterance("utter_what_next", {"lines": lines}, _DISPUTE, (TO_PERSON,))
        return Reply((said,), {"offer": OFFER_PERSON})
    if asks_if_photos_are_needed(turn.said):
        return Reply((Utterance("utter_what_next", {"lines": [Phrase("photos_step")]}, _STEPS),))
    return None


def not_stated_reader(turn: ActionContext, answer: Answer) -> Reply | None:
    """Reads what the rules leave open, whatever a message was understood as."""
    return not_stated(turn)
