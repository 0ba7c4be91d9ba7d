"""What is told whoever sees nothing new while nobody knows which return they mean: the limit, and past it a person."""

from __future__ import annotations

from collections.abc import Sequence

from actions.answers.repeated import repeated
from actions.dialogue.base_actions import OFFER_LOOK_UP, OFFER_PERSON
from actions.dialogue.last_answer import last_answer
from actions.dialogue.lateness import LIMITS, is_over, show_waited, told_late
from actions.dialogue.turn import ActionContext
from actions.replies.item_windows import TO_PERSON
from actions.replies.reply import Phrase, Reply, Utterance
from actions.services import Services

_LIMITED = frozenset(limit for limits in LIMITS.values() for limit in limits)


def waited_for(turn: ActionContext, behind: Sequence[str], services: Services) -> Reply | None:
    """The limit that was told last and a look at the return, a person at once where it is over by the customer's count.

    Args:
        turn: The turn.
        behind: The rules of the answer before, the deciding one first.
        services: The rules.

    Returns:
        None where no limit was told.
    """
    told = next((each for each in behind if each in _LIMITED), None)
    if told is None:
        return None
    late_before = [each for each in last_answer(turn.events) if each.response.startswith("utter_late_")]
    if late_before and turn.waited is None:
        return Reply((repeated(late_before[0]),), {"offer": OFFER_PERSON})
    key = told.replace(".", "_")
    look = Utterance("utter_offer_look_up")
    if turn.waited is not None and is_over(services.facts[told], turn.waited, turn.now):
        late = told_late(told, turn.waited, turn.now, services.facts)
        return Reply((late, look), {"offer": OFFER_LOOK_UP})
    waited = [Phrase("not_late_yet", {"waited": show_waited(turn.waited)})] if turn.waited else []
    said = Utterance("utter_how_long", {"lines": [*waited, Phrase(f"reason_{key}")]}, told, (TO_PERSON,))
    return Reply((said, look), {"offer": OFFER_LOOK_UP})
