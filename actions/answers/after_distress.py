"""Goes on with whoever was answered as one who may harm themselves, and says that they are well, or wants to go on."""

from __future__ import annotations

import re
from itertools import islice

from actions.dialogue.last_answer import answers_before
from actions.dialogue.read_first import Answer
from actions.dialogue.turn import ActionContext
from actions.forms.draft import Draft
from actions.replies.reply import Reply, Utterance

_DISTRESS, _AFTERWARDS = "utter_distress", "utter_after_distress"
#: So many answers back.
_LATELY = 2
#: In words: what says more says something else as well.
_MOST_WORDS = 20
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


def distress_reader(turn: ActionContext, answer: Answer) -> Reply | None:
    """Reads what is said right after an answer to distress."""
    return after_distress(turn)
