"""The words by which customers tell that a parcel is handed in, will be or was: one list for all who read them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from core.money_questions import PARCELS
from core.own_people import OWN_PEOPLE
from core.short_messages import MOST_WORDS, pieces, words
from core.word_sets import WordSets, phrases

#: Ways to the counter, which are hand-ins where a clause says no more of them.
WAYS: Final = words("went gone walked drove carried lugged popped")
#: What is done with a parcel, as past.
HANDED: Final = WAYS | words(
    "handed dropped brought took taken posted mailed shipped sent gave given left deposited surrendered dispatched "
    "returned"
)
HAND: Final = words("hand drop bring take post mail ship send give deposit dispatch return")
#: "My neighbour takes it there on Thursday."
HANDS: Final = words("hands drops brings takes posts mails ships sends gives deposits")
HANDING: Final = words(
    "handing dropping bringing taking posting mailing shipping sending giving depositing dispatching returning"
)
#: Of these nothing else is meant than a parcel that leaves.
CLEARLY_HANDED: Final = words("handed dropped brought taken posted")
#: A page says "returned" too, and an order is shipped to its customer with "given" and "gone" as well.
_SENT: Final = (HANDED - WAYS - words("returned given")) | words("handing dropping hand-in drop-off handover")
#: Forms of "take", "give" and "leave" say anything.
_ANYTHING: Final = words("take takes taking took taken give gives giving gave given left bring brings bringing return")
_OF_A_PARCEL: Final = (((HANDED - WAYS) | HAND | HANDS | HANDING) - _ANYTHING) | PARCELS | {"brought"}

#: What others do with a parcel or with a request, each on a day of its own.
_OTHER_EVENTS: Final = re.compile(
    r"\b(?:deliver(?:ed|y)|arriv(?:ed|al)|signed for|confirm(?:ed|ation)|inspect(?:ed|ion)|approved|"
    r"deadline|expired|reached|landed|received|(?:got|came|gone|made it) (?:through )?to (?:you|the warehouse)|"
    r"(?:you(?:['\u2019]?ve)?|warehouse) (?:have |has )?(?:got|had|have|has) (?:it|them|the|my|that|those)|"
    r"with you since|refunded|repaid|credited|issued|scanned (?:on|at|in)|(?:last|a|the|this) scan|tracking|"
    r"(?:some |a |the )problem|exception|customs|"
    r"(?:make|made|do|did|open|opened|submit|submitted|start|started|file|filed|put in|asked for) (?:\w+ ){0,3}"
    r"(?:request|demand|claim))\b",
    re.IGNORECASE,
)
#: "Sent on the 10th", behind an answer about money, is said of that.
_MONEY_LEAVES: Final = words("sent paid issued transferred")
_HELPERS: Final = OWN_PEOPLE | words("he she they someone somebody anyone anybody else")
#: In words: so near stands who delivers.
_NEAR: Final = 2
_DELIVERERS: Final = OWN_PEOPLE | words("he she i we i've we've")
_SPEAKER: Final = words("i we")
_MAY: Final = words("may can could allowed ok okay alright possible permitted fine")
#: What somebody else may do or not; a day that is planned, or a page that changes, is another question.
_OF_A_PAGE: Final = words("page status site website update change changes when refund money tracking return")


def asks_for_anothers_hands(said: str) -> bool:
    """Whether a message asks if somebody else may hand in a parcel: "can my sister drop the box off?"."""
    spoken = pieces(said)
    heard = set(spoken)
    if not heard.isdisjoint(_OF_A_PAGE) or "if" in heard:
        return False
    if any(first in _MAY and second in _SPEAKER for first, second in pairwise(spoken)):
        return False
    helper = next((place for place, word in enumerate(spoken) if word in _HELPERS), len(spoken))
    # "By post, or does somebody come for it" names no deed of theirs.
    hands = not ((HAND | HANDING | HANDS) - {"return"}).isdisjoint(spoken[helper:])
    return hands and not heard.isdisjoint(_MAY) and not heard.isdisjoint(PARCELS | {"it", "them"})


def tells_of_another_event(said: str) -> bool:
    """Whether the day of a message is that of a delivery, a confirmation or a deadline, and of no hand-in."""
    return _OTHER_EVENTS.search(said) is not None and not tells_of_hand_in(said) and not _delivers(pieces(said))


def tells_of_money_sent(said: str) -> bool:
    """Whether what a message says was sent may be money: it has no other word for a hand-in, and none for a parcel."""
    spoken = set(pieces(said))
    if spoken.isdisjoint(_MONEY_LEAVES) or not spoken.isdisjoint(PARCELS | _SPEAKERS):
        return False
    return (HANDED | _SENT).isdisjoint(spoken - _MONEY_LEAVES)


def _delivers(spoken: Sequence[str]) -> bool:
    """Whether somebody of the customer's own delivers a parcel: "I delivered it to the counter"."""
    places = (place for place, word in enumerate(spoken) if word == "delivered")
    return any(not _DELIVERERS.isdisjoint(spoken[max(0, place - _NEAR) : place]) for place in places)


def tells_of_hand_in(said: str) -> bool:
    """Whether a message has a word for what its writer has done with a parcel: "sent", "dropped", "left"."""
    return not _SENT.isdisjoint(pieces(said))


def names_hand_in(said: str) -> bool:
    """Whether a message has any word for what its writer has done with a parcel, "gave" and "took" as well."""
    return not (_SENT | HANDED).isdisjoint(pieces(said))


def plans_hand_in(said: str) -> bool:
    """Whether a message has a word for what is to be done with a parcel: "drop it off", "posting", "to the counter"."""
    return not ((HAND | HANDING | HANDS) - {"return", "returning"}).isdisjoint(pieces(said))


#: What may stand between who tells it and what was done.
_BEFORE_A_DEED: Final = words(
    "have has just already also now since actually finally then did was is got been were being"
)
_SPEAKERS: Final = words("i we i've we've ive weve")
_LEFT: Final = words("handed dropped brought posted mailed shipped sent deposited dispatched returned")
_NOT_DONE: Final = words(
    "not never haven't havent hasn't hasnt didn't didnt isn't wasn't don't can't couldn't if when once where why how "
    "what which will won't would should unless until before nobody they seller courier refund money instead"
)
_RETURN_NUMBER: Final = re.compile(r"r-?\d{3,8}", re.IGNORECASE)


_IT_IS_DONE: Final = WordSets(
    needed=(phrases("did it, done it, did that, done that, did so, went and did"),),
    barred=phrases(
        "who, what, when, why, how, if, not, didn't, never, cancel, cancelled, request, refund, seller, courier, "
        "shop, you, they"
    ),
    most=10,
)


def tells_it_is_done(said: str) -> bool:
    """Whether a message says that what it was about is done: "change of plan, did it just now"."""
    return "?" not in said and _IT_IS_DONE.fits(said)


def tells_only_of_hand_in(said: str) -> bool:
    """Whether a message says that its writer has handed in what it names by a return's number, and asks nothing: "I
    dropped off R2040", "R2040 has been posted".

    Args:
        said: What the customer wrote.
    """
    spoken = pieces(said)
    if "?" in said or len(spoken) > 2 * MOST_WORDS or not _NOT_DONE.isdisjoint(spoken):
        return False
    if not any(_RETURN_NUMBER.fullmatch(word) for word in spoken):
        return False
    for at, word in enumerate(spoken):
        before = at - 1
        while before >= 0 and spoken[before] in _BEFORE_A_DEED:
            before -= 1
        is_told = before >= 0 and (spoken[before] in _SPEAKERS or _RETURN_NUMBER.fullmatch(spoken[before]))
        if word in _LEFT and is_told and spoken[at + 1 : at + 2] != ["you"]:
            return True
    return False


_SENTENCE: Final = re.compile(r"[.!?;,\n]|\band\b|\bso\b")
_IT: Final = words("it it's its they they've them that this parcel package box is have has i i've we we've")
_ASKED_BESIDE: Final = words(
    "is it that this late overdue now too long how much longer when so will be by then what next happens do does i the "
    "page status change changes changed update updates marked show shows returned normal ok fine still should would to "
    "wait until till already it's was and my return"
)


def tells_bare_hand_in(said: str) -> bool:
    """Whether a message tells that a parcel was handed in, and asks nothing but what follows: "it's been posted", "left
    it at the counter, is it late?".

    Args:
        said: What the customer wrote; that it names no day, others know.
    """
    parts = [spoken for part in _SENTENCE.split(said) if (spoken := pieces(part))]
    told = [_tells_of_leaving(part) for part in parts]
    return any(told) and all(tells or _ASKED_BESIDE.issuperset(part) for part, tells in zip(parts, told, strict=True))


def _tells_of_leaving(spoken: Sequence[str]) -> bool:
    if len(spoken) > MOST_WORDS or not _NOT_DONE.isdisjoint(spoken) or spoken[0] in ("did", "was", "has", "have"):
        return False
    at = next((place for place, word in enumerate(spoken) if word in _LEFT | {"given", "gave", "took", "left"}), None)
    if at is None or spoken[at + 1 : at + 2] == ["you"]:
        return False
    before = [word for word in spoken[:at] if word not in _BEFORE_A_DEED]
    is_of_it = not before or _IT.union(["the", "my"]).issuperset(before)
    behind = spoken[at + 1 :]
    clear = spoken[at] in CLEARLY_HANDED or not PARCELS.union(["it", "them"]).isdisjoint([*before, *behind, ""])
    return is_of_it and (clear or "it's" in before)


#: What is sent in a message, and no parcel.
WRITTEN: Final = words(
    "photo photos picture pictures pic pics video videos screenshot screenshots e-mail e-mails email emails mails link "
    "message messages"
)
_WRITTEN: Final = WRITTEN | {"mail"}


_HAS_IT: Final = re.compile(
    r"\byou(?:['\u2019]?ve)?(?: have)?(?: already)? (?:got|had|have|received) "
    r"(?:my|our) (?!label|request|message|e?-?mail|money|cash|order|payment|card|number|address|details)",
    re.IGNORECASE,
)
_SINCE: Final = WordSets(needed=(words("since for already after"), words("day days week weeks fortnight month months")))


def says_long_received(said: str) -> bool:
    """Whether a message says that we have had something for some time: "it's 2 weeks since you got my shoes"."""
    return _HAS_IT.search(said) is not None and _SINCE.fits(said)


_RECEIPT: Final = WordSets(
    needed=(
        words("slip receipt ticket stub docket printout chit"),
        words("says say said shows show reads has states stamped dated stamp is"),
    ),
    barred=words(
        "refund money need needed can't cannot will refuse original lost label order ordered "
        "paid amount price till photo where what which"
    ),
)


def reads_day_off(said: str) -> bool:
    """Whether a message only reads from the receipt of a hand-in: "the slip says 12/10, 9.15"."""
    return "?" not in said and _RECEIPT.fits(said)


def sends_no_parcel(said: str) -> bool:
    """Whether what a message says was sent or not is a picture or a letter: "I'm not sending photos to anybody"."""
    heard = set(pieces(said))
    return not heard.isdisjoint(_WRITTEN) and heard.isdisjoint(PARCELS | {"it", "them"})


def speaks_of_hand_in(said: str) -> bool:
    """Whether a message, of which nothing else is understood, has a word for a parcel or what is done with one."""
    return not _OF_A_PARCEL.isdisjoint(pieces(said))
