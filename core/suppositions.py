"""Questions what the rules say of a case that has not come about: lost on the way, damaged, regretted, never sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Final, Optional

from core.hand_in_words import HAND, HANDED, HANDING, HANDS
from core.word_sets import WordSets, phrases


class Case(str, Enum):
    """What is supposed of a parcel that goes back."""

    LOST = "lost"
    DAMAGED = "damaged"
    OTHER_THING = "other_thing"
    REGRETTED = "regretted"
    SHUT = "shut"
    NEVER_SENT = "never_sent"
    FORGOTTEN = "forgotten"


#: What supposes a case, in a message or at the head of one.
_IF: Final = phrases(
    "if, suppose, supposing, imagine, assume, assuming, in case, what happens when, say the, say it, say they, "
    "let's say"
)
#: Of what is on its way to the customer the rules of returns say nothing.
_OF_AN_ORDER: Final = phrases(
    "order, ordered, bought, my delivery, reach me, reaches me, get to me, gets to me, to my house, to my door, here, "
    "i never get, i don't get, i never got, i never receive"
)
#: What becomes of the money in a case, as customers fear it.
_OF_MONEY: Final = re.compile(
    r"\b(?:(?:lose|lost) (?:all )?(?:the|my|our) (?:money|refund|cash)"
    r"|(?:is|will|are) (?:the|my|our) (?:money|refund|cash) (?:be )?(?:gone|lost|safe)"
    r"|lose (?:out|everything)|what about (?:the|my|our) (?:money|refund|cash))\b",
    re.IGNORECASE,
)
_TOLD: Final = phrases("ago, yesterday, has been lost, is lost, was lost, has lost, have lost")
#: What is done with a parcel that leaves.
_SENDING: Final = (HANDED | HAND | HANDING | HANDS | phrases("gone, on its way, drop-off")) - {"return"}
_CASES: Final[Mapping[Case, WordSets]] = MappingProxyType(
    {
        Case.REGRETTED: WordSets(
            needed=(
                _IF,
                phrases(
                    "change my mind, changed my mind, change our minds, changed our minds, regret, regret it, second "
                    "thoughts, keep it, keep them, keep the, want it back, want them back, need it back, need them "
                    "back, rather have it, like it after all"
                ),
                phrases(
                    "after, afterwards, once, already, by then, when it's, when it is, later, on its way, too late"
                ),
                _SENDING,
            ),
            barred=phrases("refund, money, label, cancelled, order, seller, ago, yesterday"),
            most=20,
        ),
        Case.OTHER_THING: WordSets(
            needed=(
                _IF,
                phrases("i, we, i've, i'd, my"),
                _SENDING | phrases("return, put, pack, packed, put in, box up"),
                phrases(
                    "wrong item, wrong items, wrong thing, wrong things, wrong one, wrong ones, wrong product, wrong "
                    "article, wrong shoes, wrong box, wrong pair, isn't mine, not mine, mix up, mix them up, mixed up, "
                    "mix the, by mistake, by accident, accidentally"
                ),
            ),
            barred=_TOLD
            | phrases("they sent, you sent, seller, sent me, got the, received, label, address, page, cancel"),
            most=20,
        ),
        Case.SHUT: WordSets(
            needed=(
                _IF,
                phrases(
                    "post office, post offices, post, counter, counters, parcel shop, shop, shops, store, locker, "
                    "lockers, station, stations, drop-off point, drop-off points, drop-off, depot, place, "
                    "everything"
                ),
                phrases(
                    "closed, shut, closes, shuts, not open, isn't open, aren't open, never open, is full, are full, "
                    "doesn't open, don't open, out of order"
                ),
            ),
            barred=_OF_AN_ORDER
            | _TOLD
            | phrases(
                "return closed, return is closed, return's closed, refund, money, window, account, case, request, "
                "page, seller, returns closed, closed my, chat, box"
            ),
            most=20,
        ),
        Case.NEVER_SENT: WordSets(
            needed=(
                _IF,
                phrases(
                    "never send, never post, never hand, never return, never drop, never ship, don't send, don't post, "
                    "don't hand, don't return, don't drop, don't ship, do not send, do not post, do not return, "
                    "not sending it, keep it, keep them, keep the item, keep the items, just keep, never bring"
                ),
            ),
            barred=_TOLD
            | phrases(
                "until, before, in time, within, days, week, today, tomorrow, yet, label, receipt, you never, they "
                "never, they don't, you don't, photos, photo, partial, some money, discount"
            ),
        ),
        Case.FORGOTTEN: WordSets(
            needed=(
                _IF,
                phrases(
                    "forgets, forget to send, forget to post, forget to hand, forget to drop, forget to take, "
                    "forget it, miss the five, miss the 5, miss the date, miss the day, miss it, send it late, "
                    "send it too late, post it late, post it too late, hand it in late, drop it off late, "
                    "after the five days, after the 5 days, after five days, after 5 days, "
                    "too late to send, too late to post"
                ),
            ),
            barred=_TOLD | phrases("refund, money, pick-up, pickup, courier, seller, warehouse"),
        ),
        Case.DAMAGED: WordSets(
            needed=(
                _IF,
                phrases(
                    "broken, damaged, breaks, break, damages, damage, smashed, cracked, in pieces, scratched, "
                    "a scratch, scratches, faulty, dirty, crushed, dented, wrong item, wrong thing, wrong one, "
                    "wrong items, something missing, parts missing, a part missing, incomplete, something is missing"
                ),
                phrases(
                    "warehouse, on the way, on its way, in transit, in the post, in the mail, courier, carrier, post "
                    "office, they say, they find, you say, you find, they claim, you claim, they think, they decide, "
                    "at your end, reaches you, gets to you, arrives at, to you"
                ),
            ),
            barred=_OF_AN_ORDER | _TOLD | phrases("came, got it, received, arrived, label, i find, i found"),
            most=20,
        ),
        Case.LOST: WordSets(
            needed=(
                _IF | phrases("should it, should the parcel, should the box, worst case"),
                phrases(
                    "doesn't make it, not make it to you, not reach you, doesn't get to you, mislays, mislay, mislaid, "
                    "gets lost, get lost, got lost, goes missing, go missing, goes astray, go astray, vanishes, "
                    "disappears, loses my, loses the, loses it, lose it, lose my, lose the, lost in, lost on, stolen, "
                    "never reaches, doesn't reach, never gets to, never get to, never arrives at, never gets there, "
                    "doesn't get there, never shows up, doesn't show up, never turns up, doesn't turn up, vanishes, "
                    "vanish, you never get, you don't get it, you never receive, "
                    "they never get, they never receive, never makes it"
                ),
            ),
            barred=_OF_AN_ORDER
            | _TOLD
            | phrases("label, receipt, code, box for, i lose, i lost, the money, my account"),
            most=20,
        ),
    }
)


def case_supposed(said: str) -> Optional[Case]:
    """The case of which a message supposes that it comes about; None where it supposes none or tells of one.

    Args:
        said: What the customer wrote, in English.
    """
    # "Do I lose the money?" is what follows, and supposes nothing of the money.
    supposed = _OF_MONEY.sub(" ", said.replace("\u2019", "'"))
    return next((case for case, words in _CASES.items() if words.fits(supposed)), None)
