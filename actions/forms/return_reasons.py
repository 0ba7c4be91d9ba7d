"""Why something goes back: the reason that words give, and what a wish to return something tells of it already."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from actions.dialogue.belongings import BELONGINGS
from actions.dialogue.turn import ActionContext
from actions.forms.draft import DESCRIPTION, LEAST_WORDS, REASON, is_plain_question
from actions.forms.return_wishes import BECAUSE, puts_right, wishes_before, wishes_to_return
from actions.store.tables.operations import LONGEST_DESCRIPTION
from core.intents import FALLBACK, OUT_OF_SCOPE
from core.references import without_titles

#: The first that fits is meant: "the wrong size" is about the size.
_SAID = (
    (
        "wrong_size",
        r"\b(?:size|fit|fits|too (?:small|big|large|tight|long|short|wide|narrow|loose|tall|deep|thick|thin)|"
        r"(?:made|cut|meant|right) for (?:\w+ )?(?:bigger|smaller|larger|longer|shorter|wider)|"
        r"(?:bigger|smaller|larger|longer|shorter|wider|narrower) than (?!(?:it |they )?(?:describ|advertis|shown|"
        r"in the))|"
        r"can['’]?t get (?:it|them) (?:on|over|into|through))\b",
    ),
    (
        "missing_parts",
        r"\b(?:missing|incomplete|parts? (?:is|are) not|(?:not|nothing|wasn['’]?t|weren['’]?t|isn['’]?t) (?:in|"
        r"inside) the "
        r"(?:box|parcel|package)|no \w+ (?:in|inside) the (?:box|parcel|package)|(?:box|parcel) was empty|"
        r"(?:without|forgot to (?:pack|include)) (?:the|its|their|any) \w+|"
        r"only (?:got|received|contained|had|came with) (?:one|two|three|half|\d+))\b",
    ),
    (
        "wrong_item",
        r"\b(?:wrong|different (?:item|thing|product|colou?r|model)|not what i ordered|"
        r"i(?:['’]d| had)? ordered (?:\w+ ){1,4}(?:but|and)\b.{0,20}\b(?:got|received|came|sent)|"
        r"(?:got|sent|received) (?:me |us )?(?:something else|another \w+|an?other one))\b",
    ),
    (
        "damaged",
        r"\b(?:broken|broke|damaged?|crack(?:ed|s)?|smashed|scratch(?:ed|es)?|shattered|torn|ripped|dent(?:ed|s)?|bent|"
        r"chip(?:ped|s)?|stain(?:ed|s)?|dirty|mouldy|moldy|rust(?:y|ed)?|snapped|crushed|squashed|frayed|splintered|"
        r"scuffed|in pieces|fell apart|fallen apart|(?:a|has|had|with) (?:\w+ )?(?:hole|tear|rip|split|mark|spot|"
        r"burn)s?|"
        r"(?:came|come) (?:apart|off|loose|undone))\b",
    ),
    (
        "faulty",
        r"\b(?:faulty|defect(?:ive)?|(?:does|do|did|is|wo|will|can)(?:n['’]?t| ?not) (?:work|turn|switch|charge|start|"
        r"heat|connect|light|power|respond|ring|spin|cool|pair|load|boot|open|close|shut|hold|play|stay|ring|print|"
        r"read)|"
        r"never (?:even |once |really )?(?:lit|lights?|work(?:s|ed)|turn(?:s|ed)|switch(?:es|ed)|charg(?:es|ed)|"
        r"start(?:s|ed)|open(?:s|ed)|clos(?:es|ed)|shuts?|connect(?:s|ed)|came on|come on|comes on|went on|goes on|"
        r"heat(?:s|ed)|pair(?:s|ed))|"
        r"dead|leaks?|leaked|leaking|(?:stopped|stops|quit) (?:work|charg|play|turn|heat|respond|ring|spinn)ing|"
        r"malfunction\w*|crackl(?:es?|ed|ing)|flicker(?:s|ed|ing)?|overheat(?:s|ed|ing)?|jam(?:s|med)|"
        r"cuts? out|keeps (?:\w+ )?(?:cutting|turning|switching|dropping|crashing|freezing)|"
        r"no (?:sound|power|light|picture|signal|reaction)|gave up|packed (?:in|up)|conked out|kaputt?|"
        r"no longer (?:works|charges|turns|starts|heats))",
    ),
    (
        "not_as_described",
        r"\b(?:describ|descri|picture|photo|quality|fake|advertis|counterfeit|not (?:genuine|real|original)|"
        r"nothing like|looks? (?:cheap|different)|feels? cheap)",
    ),
    (
        "not_wanted",
        r"\b(?:changed my mind|(?:don['’]?t|do not) (?:want|like|need|suit)|no longer|unwanted|gift|no use for|"
        r"(?:have|got|own|bought) (?:one |it |two |them )?already|already (?:have|own|got)|"
        r"(?:ordered|bought) (?:it |them |one )?(?:twice|by mistake|by accident)|by mistake|cheaper|"
        r"doesn['’]?t suit|not my (?:style|taste|thing|colou?r))\b",
    ),
    ("other", r"\b(?:other|something else|another reason)\b"),
)
_READ = tuple((reason, re.compile(words, re.IGNORECASE)) for reason, words in _SAID)
#: "It isn't broken" gives no reason, nor does a price that is wrong.
_DENIED = re.compile(
    r"\b(?:price|amount|sum|total|number|address|date)\b(?: [\w'’]{1,12}){0,4} wrong\b|"
    r"\bwrong (?:price|amount|sum|total|number|address|date)\b|"
    r"\b(?:not|nothing(?:['’]?s)?|isn['’]?t|wasn['’]?t|aren['’]?t|no|never)\s(?:(?:really|even|at all|is|was|at)\s)?"
    r"(?:broken|damaged?|faulty|defective|wrong|missing|cracked|scratched|torn|dented)\b",
    re.IGNORECASE,
)

#: What has one of these beside no reason that is known may still tell of the thing.
_OF_A_THING = re.compile(
    r"\b(?:it|its|it['’]s|they|they['’]re|them|these|those|one|ones|mine)\b"
    r"|^\W*(?:came|arrived|looks?|smells?|feels?|sounds?|makes?|keeps?|has|had|does|did|doesn['’]?t|won['’]?t|never|"
    r"always|only|fell|not|too|no)\s",
    re.IGNORECASE,
)
#: Whoever begins like this wants something, or speaks of something else.
_WANTS = re.compile(
    r"\W*(?:please|pls|plz|can|could|would|will|may|tell|show|give|send|let|remind|help|explain|cancel|stop|start|call|"
    r"talk|add|change|i (?:want|need|would|wish|think|was wondering|have a question)|i['’]?d|i (?:do not|don['’]?t|"
    r"dont) "
    r"(?:know|remember|understand)|thanks?|thank|hi|hello|hey|good|yes|yeah|ok|okay|sorry|hm+|you|your|and (?:the|how|"
    r"what)"
    r"|my (?:parcel|refund|money|return|order|label))\b",
    re.IGNORECASE,
)
#: "The price is wrong" says nothing of the thing.
_OF_MONEY = re.compile(r"\b(?:amount|price|money|refund|sum|total|postage|fee)\b|[€$£₽]", re.IGNORECASE)
#: What somebody is taken to say who tells of a fault in words that are not known.
_TELLING = frozenset(
    {
        *(FALLBACK, OUT_OF_SCOPE, "report_item_problem", "give_details", "express_frustration", "deny"),
        *("ask_item_condition", "ask_exchange", "ask_shop_matter", "ask_packaging"),
    }
)

_CLAUSE_ENDS = re.compile(r"[!?;:,\n]|\.(?!\d)")
_WISHES = re.compile(
    r"\b(?:return(?:ing)?|send(?:ing)? back|giv(?:e|ing) back|tak(?:e|ing) back|go(?:ing)? back|back to you|refund|"
    r"rid of|(?:has|have|needs?) to go)\b"
    r"|\b(?:send|give|take|bring|ship)\b.{0,60}\bback\b",
    re.IGNORECASE,
)
#: What is no part of a description: an address, and the number of an order.
_DETAILS = re.compile(
    r"\S{1,64}@\S{1,64}|(?:\b(?:from|of|in)\s)?(?:\b(?:my|the)\s)?(?:\border\s)?(?:\bnumber\s)?\b\d{8,20}\b"
)
_SAYS_NOTHING = re.compile(r"(?:please|thanks|thank you|hi|hello|hey|my email is|cheers)?\W{0,5}", re.IGNORECASE)
#: In words: shorter ones tell nothing.
_LEAST = 2
#: In characters: what of a message is read.
_LONGEST = 1_000


def reason_meant(said: str) -> str | None:
    """The reason's code, None where the words give none."""
    plain = _DENIED.sub(" ", said)
    return next((reason for reason, words in _READ if words.search(plain)), None)


def tells_of_thing(turn: ActionContext) -> bool:
    """Whether a message in a form tells something of the goods, be it a known reason or not: "the lid wobbles"."""
    said = turn.said
    if turn.is_press or turn.told_now or "?" in said or is_plain_question(said) or turn.intent not in _TELLING:
        return False
    if len(said.split()) < LEAST_WORDS or _WANTS.match(said) or _OF_MONEY.search(said):
        return False
    return turn.intent == "report_item_problem" or _OF_A_THING.search(said) is not None


#: What may stand before words beside a choice: "only the mug, and then send it".
_LEADS = re.compile(r"\W*(?:(?:then|and|so|but|well|just)\W+){0,3}", re.IGNORECASE)
_OF_A_PART = re.compile(r"(?:the|its|there|both|two|one|an?)\b", re.IGNORECASE)


def tells_why(said: str) -> bool:
    """Whether words beside a choice of items tell what is wrong with them, rather than what is to be done."""
    lead = _LEADS.match(said)
    words = said[lead.end() :] if lead else said
    if _WANTS.match(words) or _OF_MONEY.search(words):
        return False
    if reason_meant(words) is not None:
        return True
    is_long = len(words.split()) >= LEAST_WORDS
    return is_long and (_OF_A_THING.search(words) is not None or _OF_A_PART.match(words) is not None)


#: In words: an answer to "why?" that is longer describes the problem as well.
_LONGEST_REASON = 5


def why_slots(said: str, slots: Mapping[str, Any]) -> dict[str, Any]:
    """The slots that words fill which tell why: the reason that they give, and themselves where they describe it.

    Args:
        said: Such words.
        slots: What is known so far; further words are added to a description.
    """
    reason, words = reason_meant(without_titles(said, titles_known(slots))), said.split()
    told = {REASON: reason} if reason else {}
    if len(words) < LEAST_WORDS or (reason and len(words) <= _LONGEST_REASON):
        return told
    before = slots.get(DESCRIPTION)
    described = " ".join(words)
    if isinstance(before, str) and described not in before:
        described = f"{before}. {described}"
    return {**told, DESCRIPTION: described[:LONGEST_DESCRIPTION]}


def told_before(turn: ActionContext) -> dict[str, Any]:
    """The slots for why something goes back, as the newest wish to return something tells it.

    Args:
        turn: The turn in which the form begins.
    """
    # "Oh, wrong one, it was ...46" tells why of no item.
    is_number = "customer_number" in turn.told_now and puts_right(turn.said) and not wishes_to_return(turn.said)
    said = () if turn.is_press or is_number else (turn.said,)
    titles = titles_known(turn.slots)
    told = (why_told(each, titles) for each in (*said, *wishes_before(turn)))
    why = next((each for each in told if each), "")
    if not why:
        return {}
    reason = reason_meant(without_titles(why, titles))
    return {DESCRIPTION: why[:LONGEST_DESCRIPTION], **({REASON: reason} if reason else {})}


def titles_known(slots: Mapping[str, Any]) -> tuple[str, ...]:
    """The titles of what the customer has, as far as that is noted: whatever words they have are a name."""
    held = slots.get(BELONGINGS)
    things = held.get("things") if isinstance(held, Mapping) else None
    return tuple(str(each.get("title") or "") for each in things or () if isinstance(each, Mapping))


def why_told(said: str, titles: Sequence[str] = ()) -> str:
    """The words of a wish to return something that tell why; empty where none do.

    Args:
        said: What the customer wrote: "I want to return the kettle because it leaks".
        titles: What the customer has.
    """
    told: list[str] = []
    for clause in _clauses(_DETAILS.sub(" ", said[:_LONGEST])):
        before, *behind = BECAUSE.split(clause, maxsplit=1)
        words = " ".join((behind[0] if behind else before).split())
        if is_plain_question(words) or _SAYS_NOTHING.fullmatch(words) or len(words.split()) < _LEAST:
            continue
        gives = behind or told or reason_meant(without_titles(words, titles)) is not None
        if gives and (behind or not _WISHES.search(words)):
            told.append(words)
    return ", ".join(told)


def _clauses(said: str) -> Iterator[str]:
    """The clauses of a message, a question with its mark."""
    start = 0
    for end in _CLAUSE_ENDS.finditer(said):
        yield said[start : end.end()].rstrip(" .,;:!\n")
        start = end.end()
    yield said[start:]
