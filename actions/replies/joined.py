"""Several replies as one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from actions.replies.reply import Reply, Utterance

#: Said once, after everything, however many of the questions offer it: the first one's, whose topic waits for a yes.
OFFERS = frozenset({"utter_offer_look_up", "utter_offer_look_up_order"})
#: What is wrong with the details or with the store, said once behind the answers.
PROBLEMS = ("utter_identity_", "utter_number_", "utter_email_", "utter_store_down", "utter_write_me_directly")


def joined(replies: Sequence[Reply]) -> Reply:
    """Several replies as one: each message once, problems and the offer last, the first question as what waits."""
    answers: list[Utterance] = []
    problems: list[Utterance] = []
    offers: list[Utterance] = []
    for utterance in (utterance for reply in replies for utterance in reply.utterances):
        said = offers if utterance.response in OFFERS else problems if is_problem(utterance) else answers
        if utterance not in said:
            said.append(utterance)
    form = next((reply.form for reply in replies if reply.form), None)
    slots: dict[str, Any] = {}
    for reply in reversed(replies):
        slots.update(reply.slots)
    return Reply((*answers, *problems, *(() if form or problems else offers[:1])), slots, form)


def has_problem(reply: Reply) -> bool:
    """Whether a reply could not look, because something is wrong with the details or with the store."""
    return any(map(is_problem, reply.utterances))


def is_problem(utterance: Utterance) -> bool:
    """Whether a message says what is wrong with the details or with the store."""
    return utterance.response.startswith(PROBLEMS)
