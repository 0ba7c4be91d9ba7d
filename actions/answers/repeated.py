"""A message of the answer before in the same words, and which messages are not worth that."""

from __future__ import annotations

from actions.dialogue.last_answer import SaidMessage
from actions.replies.reply import Choice, Marked, Phrase, Utterance

#: Not worth saying again: what was not understood, and what was said of it.
UNCLEAR = frozenset(
    {"utter_clarify", "utter_clarify_one", "utter_not_understood", "utter_nothing_before", "utter_out_of_scope"}
)


def repeated(said: SaidMessage) -> Utterance:
    """A message once more, with the same buttons."""
    choices = tuple(Choice(Phrase("again_title", {"title": title}), payload) for title, payload in said.buttons)
    return Utterance("utter_again", {"words": Marked(said.text)}, said.facts[0] if said.facts else None, choices)
