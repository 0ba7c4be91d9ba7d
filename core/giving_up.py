"""Words by which customers give up what they would have sent back, or leave things as they are.

Read by what each clause begins with, behind words that say nothing: "you know what, my brother takes it".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

#: In characters and words: what is longer is a story, or a description.
LONGEST: Final = 200
_MOST_WORDS: Final = 18
_CLAUSES: Final = re.compile(r"[,.;:!?\n–—]+|\b(?:and|but|so|because|cause)\b", re.IGNORECASE)
_FILLERS: Final = re.compile(
    r"(?:no(?! (?:more )?(?:returns?|request|need)\b)|nah|nope|oh|ah|ok|okay|well|hm|hmm|um|uh|right|wait|"
    r"hang on(?! to)|hold on(?! ?to)|actually|sorry|please|"
    r"pls|just|then|yeah|you know what|u know what|on (?:second thoughts?|reflection)|honestly|in fact|let's|lets|"
    r"let us|can you|"
    r"can u|can we|could you|we can|you can|better|rather|i think|i guess|i(?:'d| would) rather|we(?:'d| would) rather|"
    r"i want to|i wanna|i(?:'ll| will)|we(?:'ll| will)|(?:maybe|perhaps)(?! (?:later|another|some))|probably|anyway|"
    r"fine|alright|now|after all|frankly)\b\W*",
    re.IGNORECASE,
)
_MOST_FILLERS: Final = 6

_IT: Final = (
    r"(?:it|them|this|that|these|those|both|everything|all of (?:it|them|this|that)|the lot|any of (?:it|them))"
)
_END: Final = (
    r"(?: (?:then|after all|now|instead|any ?way|please|thanks|thank you|ourselves|myself|too|for now|though|really|"
    r"actually|over|off me|any ?more|today|either))*\W*$"
)
_FUTURE: Final = (
    r"(?:'?ll|will|would|'d|can|could|may|might|wants? to|would like to|(?:'s |is |are |am |'m |'re )?going to|"
    r"(?:is |am |are )?gonna|(?:is |are )?happy to)"
)
#: Somebody who would take it: not the shop, nor whoever carries its parcels.
_SOMEBODY: Final = (
    r"(?:(?:(?:my|our|one of (?:my|our)|an?|another|somebody|someone|he|she)\b"
    r"(?: (?!seller|courier|carrier|driver|post|shop|store|warehouse|lawyer|solicitor|bank|police|you)[\w'-]+){0,4}?)"
    r"|the (?:kids?|boys?|girls?|wife|husband|missus|family|neighbou?rs?|children|dog|cat|baby|little one|in-laws))"
)
_NOT_RETURNING: Final = (
    r"(?:(?:i|we)? ?(?:'m |m |am |'re |are )?not (?:(?:going to|gonna|about to) (?:return|send|give)|returning|sending|"
    r"giving)|(?:i |we )?(?:wo n'?t|won'?t|will not) (?:be )?(?:return(?:ing)?|send(?:ing)?|giv(?:e|ing)))"
)
_KEEPS: Final = (
    # "Keep it dry" and "keep it if you pay" keep nothing.
    r"(?:(?:i|we|gonna|going to|am|are|'m|m|'re|might|would|decided to|have|'ve|prefer to|want to|happy to) ?){0,4}"
    rf"(?:keep(?:ing)?|hang(?:ing)? on ?to|hold(?:ing)? on ?to|stick(?:ing)? with) {_IT}"
    r"(?: for (?:good|now|us|me|myself|ourselves|a present)| as an? (?:\w+ )?(?:gift|present|spare)|"
    rf" (?:since|as it|as they|as i|in the end|this time)\b.*)?{_END}",
    r"(?:it|they|this|that|these|those)(?:'s|'re)? ?(?:is |are |'ll |will |can |may |should )?(?:just )?"
    rf"(?:stay|stays|staying|remains?)(?: (?:here|put|with (?:me|us)|at home|where (?:it|they) (?:is|are)))?{_END}",
    r"no (?:more )?(?:returns?|request)(?: needed| necessary| required| wanted| at all| for (?:me|us))*" + _END,
    rf"no need (?:for (?:an? |the |any |this |that )?(?:returns?|request)|to (?:return|send|"
    rf"give) {_IT}(?: back)?){_END}",
    rf"(?:the |my |that )?return(?:'s| is) off{_END}",
    rf"{_NOT_RETURNING}(?: {_IT}| anything)?(?: back)?{_END}",
    rf"nothing (?:goes|has to go|needs to go|to go|is going|will go|to send|to be sent) back{_END}",
    rf"{_SOMEBODY} ?(?:takes?|taking|is taking|'s taking|wants?|likes?|loves?|keeps?|is keeping|buys?|"
    rf"is buying|is having) {_IT}{_END}",
    rf"{_SOMEBODY} ?{_FUTURE} (?:\w+ )?(?:take|have|keep|use|wear|buy|get|like|adopt) {_IT}{_END}",
    rf"(?:i |we |i'm |im |we're )?(?:{_FUTURE} )?(?:just )?(?:fix|repair|mend|glue|sew)(?:ing)? {_IT}"
    r"(?: up)?(?: myself| ourselves| by myself| on my own| at home)" + _END,
    rf"(?:i |we |i'm |im |we're )?(?:{_FUTURE} )?(?:just )?(?:giv(?:e|ing)|sell(?:ing)?|donat(?:e|ing)|gift(?:ing)?|"
    rf"regift|pass(?:ing)?|liv(?:e|ing) with) {_IT}"
    r"(?: (?:on|away|up|to (?:an?|my|our|some|the|some(?:body|one)) ?[\w'-]{0,20}|as a (?:gift|present)))?" + _END,
    r"(?:i |we )?(?:have |'ve |had )?(?:decided against|thought better of|gone off) "
    rf"(?:{_IT}|(?:the |my )?return\w*|sending|giving)\b",
)
_LEAVES: Final = (
    r"(?:(?:it|that|this)(?:'?s| is) )?(?:(?:all|far|way|just|really|simply|a bit) ){0,2}(?:too much|such an?|"
    r"what an?|more) (?:of an? )?(?:\w+ )?(?:faff|hassle|trouble|bother|effort|fuss|ado|paperwork|"
    r"stress|work|pain|palaver)\b",
    r"(?:(?:it|that|this)(?:'?s| is)? ?)?(?:not|hardly|barely|isn'?t|ain'?t) (?:really |even )?worth (?:it|my|all|"
    r"(?:the|this|that) (?:\w+ )?(?:faff|hassle|trouble|bother|effort|fuss|postage|time|work|stress))\b",
    r"(?:i |we )?(?:can'?t|cannot|can not|couldn'?t) (?:really )?be (?:bothered|arsed|asked|fussed)\b",
    r"(?:keep|leave) (?:(?:it|them|that|this|everything|things|R\d{4,8})|(?:the|my|that|this) (?:[\w-]+ )?"
    r"(?:return|request|order|parcel|thing|lot)|return R\d{4,8}) (?:all )?"
    r"(?:as is|(?:as|how|like|the way|just as) (?:it|they|things|that)(?:'s| is|'re| are| was| were| stands?|"
    r" stood)?)\b",
    r"let (?:it|that|them) be\b",
    r"(?:do nothing|(?:don'?t|do not|needn'?t) (?:do|change|send|touch|start|begin|note) (?:anything|a thing|nothing|"
    rf"it|that|this)){_END}",
    rf"(?:touch|change|do|send|start|begin|cancel|alter) nothing(?: at all| yet)?{_END}",
    rf"hold off(?: (?:on|with) (?:it|that|this))?{_END}",
)
_KEEPS_GOODS: Final = re.compile("|".join(_KEEPS), re.IGNORECASE)
_LEAVES_IT: Final = re.compile("|".join(_LEAVES), re.IGNORECASE)
_KEEPING: Final = re.compile(r"\b(?:keep(?:ing)?|(?:hang|hold)(?:ing)? on ?to|stays?|staying)\b", re.IGNORECASE)
#: Beside words of giving up these ask for something: "keep it, but return the lamp".
_WANTS: Final = re.compile(
    r"\b(?:return|send|refund|money|label|when|how|where|what|why|want|need|wish|get|bank|dispute|lawyer|fees?|fair|"
    r"chat|is|are|can|could|would|should|do|does|did|fix)\b",
    re.IGNORECASE,
)


def clauses_of(said: str) -> Iterator[str]:
    """The clauses of a message, without the words at their beginnings that say nothing.

    Args:
        said: What the customer wrote; read up to `LONGEST`.
    """
    for clause in _CLAUSES.split(said[:LONGEST].replace("’", "'")):
        rest = clause.strip(" '\"")
        for _ in range(_MOST_FILLERS):
            filler = _FILLERS.match(rest)
            if filler is None:
                break
            rest = rest[filler.end() :]
        yield rest


def keeps_goods(said: str) -> bool:
    """Whether a message says that things stay where they are, or with somebody else: "my brother takes it"."""
    return len(said) <= LONGEST and any(_KEEPS_GOODS.match(clause) for clause in clauses_of(said))


def leaves_it(said: str) -> bool:
    """Whether a message says that nothing is to be done, or that all stays as it is: "too much faff"."""
    return len(said) <= LONGEST and any(_LEAVES_IT.match(clause) for clause in clauses_of(said))


def only_gives_up(said: str) -> bool:
    """Whether a message gives up in words of its customer's own, and neither asks nor wants anything else."""
    if not 0 < len(said.split()) <= _MOST_WORDS or len(said) > LONGEST or "?" in said or "@" in said:
        return False
    read = list(clauses_of(said))
    others = [each for each in read if not (_KEEPS_GOODS.match(each) or _LEAVES_IT.match(each))]
    return len(others) < len(read) and not any(_WANTS.search(each) for each in others)


def speaks_of_keeping(said: str) -> bool:
    """Whether a message has a word of keeping something, whatever it names."""
    return _KEEPING.search(said[:LONGEST]) is not None
