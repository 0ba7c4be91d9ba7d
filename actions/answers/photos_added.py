"""Says where photos and videos of a problem go: into this chat where it takes them, else on the return's page."""

from __future__ import annotations

from actions.dialogue.read_first import Answer
from actions.dialogue.turn import ActionContext
from actions.replies.reply import Reply, Utterance
from core.photo_questions import asks_where_photos_go


def photos_added(turn: ActionContext) -> Reply | None:
    """Where photos go, to who asks that; None for everybody else.

    Args:
        turn: The turn. Whose client shows cards has the paper clip of the chat on a page.
    """
    if turn.is_press or not asks_where_photos_go(turn.said):
        return None
    if turn.rich:
        return Reply((Utterance("utter_photos_possible"),))
    return Reply(
        (Utterance("utter_photos_here" if turn.takes_photos and not turn.group else "utter_photos_elsewhere"),)
    )


def photos_reader(turn: ActionContext, answer: Answer) -> Reply | None:
    """Reads the question where photos go, whatever a message was understood as."""
    return photos_added(turn)
