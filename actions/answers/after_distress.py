"""Goes on with whoever was answered as one who may harm themselves, and says that they are well, or wants to go on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from actions.dialogue.base_actions import ReplyAction
from actions.dialogue.last_answer import answers_before
from actions.dialogue.read_first import Reader
from actions.dialogue.turn import ActionContext
from actions.forms.draft import Draft, is_plain_question
from actions.replies.reply import Reply, Utterance

_DISTRESS, _AFTERWARDS = "utter_distress", "utter_after_distress"
#: So many answers back.
_LATELY = 2
#: In words: what says more says something else as well.
_MOST_WORDS = 20
_SENTENCE = re.compile(r"[.,;!?\n]+\s*")
_WELL = re.compile(
    r"\b(?:i['’]?m|i am|am|feeling|feel|it['’]?s|all) (?:\w+ )?(?:ok|okay|fine|alright|all right|well|better|good|safe|"
    r"sorry)\b|\b(?:don['’]?t|do not|no need to) worry\b|\bno worries\b|\b(?:sorry|apologi[sz]e|apologies)\b|"
    r"\b(?:did not|didn['’]?t) (?:really )?mean (?:it|that|to)\b|"
    r"\bjust (?:so |really |very |a bit |having a )?(?:tired|exhausted|stressed|upset|venting|frustrated|bad|rough)\b",
    re.IGNORECASE,
)
_NOT_WELL = re.compile(
    r"\b(?:not|never|isn['’]?t|ain['’]?t|no longer) (?:\w+ )?(?:ok|okay|fine|well|alright|good|safe)\b", re.I
)
_GOES_ON = re.compile(
    r"\b(?:go on|going on|carry on|continue|finish|proceed|move on|get on with|back to|where were we|resume|"
    r"sort out)\b",
    re.IGNORECASE,
)


def after_distress(turn: ActionContext) -> Reply | None:
    """Kind words, and the form that was broken off; None where nobody was in distress, or where more is said."""
    lately = [{said.response for said in each} for each in islice(answers_before(turn.events), _LATELY)]
    before = lately[0] if lately else set()
    if turn.is_press or turn.loop is not None or len(turn.said.split()) > _MOST_WORDS or _NOT_WELL.search(turn.said):
        return None
    if _DISTRESS not in before and not (_AFTERWARDS in before and _DISTRESS in set().union(*lately)):
        return None
    goes_on, is_well = _GOES_ON.search(turn.said), _WELL.search(turn.said)
    if not (goes_on or is_well):
        return None
    draft = Draft.of(turn)
    said = () if goes_on and draft else (Utterance(_AFTERWARDS),)
    return Reply(said, {"offer": None}, draft.form if draft else None)


def distress_reader(several: ReplyAction, resume: ReplyAction) -> Reader:
    """Reads what is said right after an answer to distress, a question in the same message included.

    Args:
        several: Answers the questions of a turn.
        resume: Answers for a number that comes without a question.
    """

    return lambda turn, answer: with_question(turn, several, resume)


def with_question(turn: ActionContext, several: ReplyAction, resume: ReplyAction) -> Reply | None:
    """As `after_distress`, and the answer to what is asked in the same message.

    Args:
        turn: The turn.
        several: Answers the questions of a turn.
        resume: Answers for a number that comes without a question.
    """
    reply = after_distress(turn)
    if reply is None or reply.form is not None:
        return reply
    asked = _asked_beside(turn)
    if asked:
        beside = several.respond(replace(turn, questions=(asked,), offer=None))
    elif "customer_number" in turn.told_now:
        beside = resume.respond(replace(turn, intent="give_details", topic=None, offer=None))
    else:
        return reply
    return Reply((*reply.utterances, *beside.utterances), {**reply.slots, **beside.slots}, beside.form)


def _asked_beside(turn: ActionContext) -> str | None:
    """The question that a message asks beside its word of being well: the likeliest that it may be."""
    sentences = [each for each in _SENTENCE.split(turn.said) if each]
    if "?" not in turn.said and not any(map(is_plain_question, sentences)):
        return None
    said: Mapping[str, Any] = next((event for event in reversed(turn.events) if event.get("event") == "user"), {})
    ranking = (said.get("parse_data") or {}).get("intent_ranking") or ()
    names = (str(each.get("name") or "") for each in ranking)
    return next((name for name in names if name.startswith(("ask_", "report_"))), None)
