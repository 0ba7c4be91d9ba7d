"""The question that repeats what will happen, and its answer."""

from __future__ import annotations

import json
import re

from actions.dialogue.turn import ActionContext
from actions.forms.draft import ASKED, CONFIRMED, REFUSED, FormUpdate
from actions.replies.reply import Choice, Phrase, Reply, Utterance

#: What may stand before a yes or no: "mm, no, tomorrow".
_BEFORE = r"\W*(?:(?:m+|h+m+|um+|uh|er+|ah|oh|well|wait|hang on|hold on|actually|on second thoughts?)\b\W*){0,4}"
_YES = re.compile(
    rf"{_BEFORE}(?:yes|yep|yeah|yup|aye|sure|ok|okay|please do|do (?:it|that|so)|go ahead|go for it|confirm(?:ed)?|"
    r"correct|agreed|absolutely|by all means|certainly|of course|do(?:,? please)?\W*$)\b",
    re.IGNORECASE,
)
_NO = re.compile(rf"{_BEFORE}(?:no|nope|nah|don['’]?t|do not|stop|keep it|rather not|better not)\b", re.IGNORECASE)
_BUT = re.compile(r"\b(?:but|not|don'?t|wait|except|instead|only|without|leave|apart from)\b", re.IGNORECASE)


def confirmation(said: Utterance, key: str, yes: Phrase, no: Phrase) -> Reply:
    """Ask whether to do something.

    Args:
        said: What will happen.
        key: From `Draft.key`: what the button confirms.
        yes: The title of the button that confirms.
        no: The title of the one that does not.
    """
    choices = (Choice(yes, f"/affirm{json.dumps({'offer_key': key})}"), Choice(no, "/deny"))
    asked = Utterance(said.response, said.values, said.because, choices)
    return Reply((asked,), {ASKED: key})


def read_confirmation(turn: ActionContext) -> FormUpdate | None:
    """What a customer answered to the question that was asked last; None where it is no answer.

    A button confirms what stood above it. Where something was changed since, it confirms nothing.
    """
    asked = turn.slots.get(ASKED)
    if turn.offer_key is not None:
        if turn.offer_key == asked:
            return FormUpdate({CONFIRMED: asked})
        return FormUpdate({CONFIRMED: None}, (Utterance("utter_offer_changed"),))
    if turn.is_press:
        return FormUpdate({CONFIRMED: REFUSED}) if turn.intent == "deny" else None
    if says_no(turn):
        return FormUpdate({CONFIRMED: REFUSED})
    return FormUpdate({CONFIRMED: asked}) if says_yes(turn) else None


def says_yes(turn: ActionContext) -> bool:
    """Whether a customer's own words agree, without a but or a question."""
    if "?" in turn.said or _BUT.search(turn.said):
        return False
    return turn.intent == "affirm" or _YES.match(turn.said) is not None


def says_no(turn: ActionContext) -> bool:
    """Whether a customer's own words disagree."""
    denies = turn.intent in ("deny", "message_unwanted")
    return "?" not in turn.said and (denies or _NO.match(turn.said) is not None)
