"""What customers are told who have had enough."""

from __future__ import annotations

from dataclasses import replace

from actions.answers.after_distress import after_distress
from actions.dialogue.base_actions import ReplyAction
from actions.dialogue.turn import ActionContext
from actions.replies.reply import Reply, Utterance
from actions.services import Services


class ActionFrustration(ReplyAction):
    """Answers annoyance kindly, and offers what may help; "I'm only so tired" right after distress goes on instead."""

    name_ = "action_frustration"

    def __init__(self, services: Services, resume: ReplyAction) -> None:
        super().__init__(services)
        self._resume = resume

    def respond(self, turn: ActionContext) -> Reply:
        """Kind words, or a look at the return whose number is told; a form in progress asks again by itself."""
        soothed = after_distress(turn)
        if soothed is None and "customer_number" in turn.told_now and turn.loop is None:
            return self._resume.respond(replace(turn, intent="give_details"))
        return soothed or Reply((Utterance("utter_frustration"),))
