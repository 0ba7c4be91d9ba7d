"""A way out where a question is asked again and again: who can't answer it is offered a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from actions.dialogue.last_answer import answers_before
from actions.dialogue.turn import ActionContext
from actions.replies.item_windows import TO_PERSON
from actions.replies.reply import Utterance


def with_way_out(turn: ActionContext, said: Sequence[Utterance]) -> tuple[Utterance, ...]:
    """What is said beside a form's question, with a person to talk to where the message before got the same words.

    Args:
        turn: The message that is answered.
        said: The answer to it.
    """
    before = {each.response for each in next(answers_before(turn.events), ())}
    is_again = bool(said) and before.issuperset(each.response for each in said)
    if turn.loop is None or not is_again or any(each.choices for each in said):
        return tuple(said)
    return (*said[:-1], replace(said[-1], choices=(TO_PERSON,)))
