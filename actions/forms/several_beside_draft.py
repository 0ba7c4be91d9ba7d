"""Several questions in one message while a return is prepared: each is answered, then the form's own comes again."""

from __future__ import annotations

from dataclasses import replace

from actions.dialogue.turn import ActionContext
from actions.forms.choice_beside_question import Rules
from actions.forms.draft import Draft, FormUpdate
from actions.forms.draft_questions import answer_of_draft
from actions.replies.reply import Utterance
from actions.services import Services
from core.intents import WHAT_NEXT

_SEVERAL = 2
_ALL_STEPS = "ask_deadlines"


class SeveralBesideDraft:
    """Answers questions about what is being prepared; of several those that are about the rules by these.

    Args:
        rules: The general answer to what a message asks.
    """

    def __init__(self, rules: Rules) -> None:
        self._rules = rules

    def __call__(self, turn: ActionContext, draft: Draft, services: Services) -> FormUpdate | None:
        """The answers, in the order of the questions; None where none of them has one."""
        if len(turn.question_texts) < _SEVERAL:
            return answer_of_draft(turn, draft, services)
        said: list[Utterance] = []
        is_of_draft = False
        for intent, text in zip(turn.questions, turn.question_texts, strict=False):
            asked = _ALL_STEPS if intent == WHAT_NEXT else intent
            one = replace(turn, intent=asked, said=text, questions=(), question_texts=())
            own = answer_of_draft(one, draft, services)
            is_of_draft = is_of_draft or own is not None
            said += [each for each in (own.said if own else self._rules(one)) if each not in said]
        return FormUpdate({}, tuple(said)) if said or is_of_draft else None
