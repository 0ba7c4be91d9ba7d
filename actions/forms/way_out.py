"""How customers say that they want to leave what is being prepared, whatever was asked last."""

from __future__ import annotations

import re

from actions.dialogue.turn import ActionContext
from actions.forms.draft import CANCEL_FORM, DESCRIPTION, DROP_OFF_FORM, LEAST_WORDS, REASON, START_FORM, Draft
from core.giving_up import LONGEST, clauses_of, keeps_goods, leaves_it
from core.identifiers import number_key
from core.languages import ENGLISH
from core.taking_leave import takes_leave

#: In words: a longer one is a description where that is asked for.
_MOST_WORDS = 10
_OBJECT = (
    r"(?:it all|all (?:of )?(?:it|that|this)|everything|it|that|this|(?:the|that|this|my) (?:whole |entire |new )?"
    r"(?:return|request|draft|form|thing|lot|matter|idea|plan|process|application|note))\b"
)
#: "Drop it off", "leave it at the post office".
_ALONE = r"(?!\s+(?:out|off|up|in|on|with|by|into|behind|down|aside|from|at (?!that)|to|for (?!now|today|good)|as a)\b)"
_DROPS = (
    r"(?:scrap|scratch|forget(?: about)?|drop|leave|bin|ditch|abandon|abort|discard|stop|quit|skip|ignore|disregard|"
    r"trash)"
)
_THROWS = r"(?:throw|toss|chuck|put|wipe)"
_DO = r"(?:return|send|submit|file|note|do|register) (?:it|this|that|them|anything|any of (?:it|this|that|them))"
_NOT = r"(?:do not|don'?t|no longer|not)"
_LEAVES = re.compile(
    rf"{_DROPS}\s+{_OBJECT}{_ALONE}|"
    rf"{_THROWS}\s+{_OBJECT}\s+(?:away|out|aside|in the (?:bin|trash))\b|"
    r"call\s+(?:it|this|that|the whole thing|everything|the return)\s+off|"
    r"never\s?mi?nd\b(?!\s+(?:the|my)\b)|nvm\b|i give up\b|(?:back|get me|let me) out\b|"
    rf"(?:i |we )?{_NOT} (?:want|wish|need|like) to (?:go on|continue|carry on|proceed|{_DO})\b|"
    rf"{_NOT} (?:bother|go on|continue|proceed|{_DO})\b|"
    r"not(?: then| after all| really)?\W*$|(?:maybe|perhaps|some) (?:later|(?:an)?other time)\b|(?:do|finish) (?:it|"
    r"this|that) (?:later|another time)\b|"
    r"(?:stop|quit|exit|abort|halt|enough|cancel)(?:\s+(?:please|now|here|all|then))*\W*$",
    re.IGNORECASE,
)
#: "I think I'll wait then": of a return that is being prepared, nothing is sent.
_WAITS = re.compile(
    r"\W*(?:(?:ok|okay|then|hm+|well|so|alright|right|fine|and|but|no)\W+){0,3}(?:i|we)(?:['’]?(?:ll|d)| will| would| "
    r"(?:think|guess) (?:i|we)(?:['’]?(?:ll|d)| will| would)?)? (?:rather |better |just ){0,2}(?:wait|hold off)\b"
    r"(?! for (?:the|my|your|an?|his|her)\b)",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"[.;!?,\n]+")
#: In the form that cancels a return, these say yes to it.
_ENDS_IT = re.compile(rf"(?:cancel|withdraw|delete|undo|end|kill)\s+{_OBJECT}{_ALONE}", re.IGNORECASE)
_CHANGED_MIND = re.compile(
    r"(?:i(?:'ve| have)? )?(?:just )?(?:changed (?:my|our) mind|(?:had )?a change of heart)\b", re.IGNORECASE
)


def leaves(turn: ActionContext, draft: Draft) -> bool:
    """Whether a customer wants nothing of what is being prepared any more.

    "I changed my mind" is a reason where one is asked for, another number or day a correction, and what is long a
    description.
    """
    if turn.is_press:
        return turn.intent == "stop"
    words = len(turn.said.split())
    if len(turn.said) > LONGEST or (turn.requested == DESCRIPTION and words > _MOST_WORDS) or _corrects(turn, draft):
        return False
    if bids_farewell(turn):
        return True
    clauses = list(clauses_of(turn.said))
    if any(_LEAVES.match(clause) for clause in clauses) or leaves_it(turn.said):
        return True
    if draft.form != CANCEL_FORM and any(_ENDS_IT.match(clause) for clause in clauses):
        return True
    if draft.form == START_FORM and keeps_goods(turn.said):
        return True
    if draft.form == START_FORM and any(_WAITS.match(each) for each in _SENTENCES.split(turn.said)):
        return turn.requested != DESCRIPTION
    if any(_CHANGED_MIND.match(clause) for clause in clauses):
        return turn.requested not in (REASON, DESCRIPTION)
    # "It stopped working" is taken for a wish to stop.
    return turn.intent == "stop" and (turn.requested != DESCRIPTION or words < LEAST_WORDS)


def bids_farewell(turn: ActionContext) -> bool:
    """Whether a customer goes: in English by the words alone, which a yes beside them takes away again."""
    if turn.is_press:
        return False
    if turn.language == ENGLISH:
        return takes_leave(turn.said)
    return turn.intent == "goodbye" and turn.requested != DESCRIPTION and "?" not in turn.said


def _corrects(turn: ActionContext, draft: Draft) -> bool:
    """Whether the message names another return, or the day of a hand-in: "scrap that, it was on Friday"."""
    if "customer_number" in turn.told_now and number_key(turn.number or "") != number_key(draft.about):
        return True
    return draft.form == DROP_OFF_FORM and turn.date is not None and turn.date.said_at == turn.now
