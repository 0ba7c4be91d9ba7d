"""The answer before once more, and what is said where there is none."""

from __future__ import annotations

from actions.answers.clarify import clarification
from actions.answers.repeated import UNCLEAR, repeated
from actions.dialogue.last_answer import last_answer
from actions.dialogue.turn import ActionContext
from actions.replies.reply import Reply, Utterance
from core.intents import is_offered

#: In words: who has been told nothing yet and writes more does not ask about an answer.
LONGEST_FOLLOW_UP = 8
_QUESTIONS = "utter_ask_"


def said_again(turn: ActionContext) -> Reply:
    """The same words with the same buttons."""
    said = last_answer(turn.events, UNCLEAR)
    if turn.in_form:
        # The form asks its question again by itself.
        return Reply(tuple(repeated(each) for each in said if not each.response.startswith(_QUESTIONS)))
    return Reply(tuple(map(repeated, said))) if said else nothing_before(turn)


def nothing_before(turn: ActionContext) -> Reply:
    """That there is nothing to say more of; a long message is no such question, so what else it may ask is offered."""
    if len(turn.said.split()) <= LONGEST_FOLLOW_UP:
        return Reply((Utterance("utter_nothing_before"),))
    said = next(event for event in reversed(turn.events) if event.get("event") == "user")
    ranking = (said.get("parse_data") or {}).get("intent_ranking") or []
    others = [each for each in ranking if is_offered(str(each["name"]))]
    total = sum(float(each["confidence"]) for each in others) or 1.0
    likely = [{**each, "confidence": float(each["confidence"]) / total} for each in others]
    return Reply((clarification(turn.said, likely, turn.in_form),))
