"""Whether it helps to call the courier or the post office about a parcel that is not marked yet."""

from __future__ import annotations

from dataclasses import replace

from actions.answers.hand_in_by_country import HAND_IN
from actions.dialogue.base_actions import ReplyAction
from actions.dialogue.read_first import Answer, Reader
from actions.dialogue.turn import ActionContext
from actions.replies.reply import Reply, Utterance
from core.courier_calls import asks_if_to_call_carrier


def calling_reader(parcel: ReplyAction) -> Reader:
    """Reads the question if its writer should call who carries the parcel.

    Args:
        parcel: Tells until when the page changes, and when a person can help.
    """

    def read(turn: ActionContext, answer: Answer) -> Reply | None:
        if turn.is_press or turn.intent != HAND_IN or not asks_if_to_call_carrier(turn.said):
            return None
        reply = parcel.respond(turn)
        return replace(reply, utterances=(Utterance("utter_calling_carrier"), *reply.utterances))

    return read
