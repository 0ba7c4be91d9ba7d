"""What customers are told who have had enough."""

from __future__ import annotations

from actions.answers.after_distress import after_distress
from actions.dialogue.base_actions import ReplyAction
from actions.dialogue.turn import ActionContext
from actions.replies.reply import Reply, Utterance


class ActionFrustration(ReplyAction):
    """Answers annoyance kindly, and offers what may help; "I'm only so tired" right after distress goes on instead."""

    name_ = "action_frustration"

    def respond(self, turn: ActionContext) -> Reply:
        """Kind words; a form in progress asks again by itself."""
        return after_distress(turn) or Reply((Utterance("utter_frustration"),))
