"""Which aspect of a return or an item a short message asks for, behind whatever was told of it.

By words alone; which return or item is meant and what is known of it, the action server knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Final, Optional

from core.short_messages import MOST_WORDS, pieces, words
from core.word_sets import WordSets, phrases


class Aspect(str, Enum):
    """What is asked for."""

    LOST = "lost"
    LOST_FROM = "lost_from"
    HOW_LATE = "how_late"
    LATE = "late"
    TRACKING_NUMBER = "tracking_number"
    WHERE_REFUND = "where_refund"
    LABEL_UNTIL = "label_until"
    COMPLAINT = "complaint"
    ADVICE = "advice"
    CONSEQUENCE = "consequence"
    SOURCE = "source"
    HEAR_BACK = "hear_back"
    LATEST = "latest"
    WHICH_DAY = "which_day"
    PAID = "paid"
    ASK_AGAIN = "ask_again"
    ASK_UNTIL = "ask_until"
    LABEL_PRINTED = "label_printed"
    LABEL_LOOKS = "label_looks"
    LABEL_PLACE = "label_place"
    QUICKER = "quicker"
    REVIEW = "review"


#: Details of what a rule alone answers, whoever asks: behind an answer its whole text is not told again.
OF_RULES: Final = frozenset({Aspect.LABEL_PRINTED, Aspect.LABEL_LOOKS, Aspect.LABEL_PLACE, Aspect.QUICKER})


_MONEY: Final = phrases("money, refund, refunded, cash, payment, card, bank, paypal, account, paid")
_UNTIL: Final = phrases(
    "until when, untill when, till when, til when, until what, till what, until which, till which, by when, "
    "up to when, when is the last, what is the last, what's the last, whats the last, which is the last, last day, "
    "latest day, last date, how long do i have, how long have i, how long can i, how long could i, how many days do "
    "i have, how many days have i, how much time do i have, how much time have i, deadline, time limit, cut-off, cutoff"
)
_TIME_LEFT: Final = WordSets(
    needed=(_UNTIL | phrases("how much time, how many days, what's left, whats left, time is left"),),
    barred=_MONEY
    | phrases("label, code, wait, waiting, take, takes, seller, platform, warehouse, check, checked, answer"),
    most=24,
)
_IS: Final = phrases(
    "is it, is that, is this, is my parcel, is the parcel, is mine, it is, it's, its, that's, thats, isn't it, "
    "would that be, would it be, does it count, does that count, so, already, am i, are they, are we, is everything"
)
_DOUBTING: Final = words("really seriously honestly")
#: "Did it really?" puts something up for a check.
_VERBS: Final = words("did does do is are was were has have had will would can could")
_LABEL: Final = phrases("label, labels, barcode, code, qr, sticker, print, printed, printing, printer, printout")
_READ: Final[Mapping[Aspect, tuple[WordSets, ...]]] = MappingProxyType(
    {
        Aspect.LOST_FROM: (
            WordSets(
                needed=(
                    phrases("lost, gone missing, missing for good"),
                    phrases(
                        "from which day, from what day, from when, on which day, as of when, when is it, when does it, "
                        "when would it, when will it, when do you, at what point, after how many, after how long, "
                        "which day is it"
                    ),
                ),
                barred=_MONEY | phrases("label, receipt, slip, i lost"),
                most=18,
            ),
        ),
        Aspect.LOST: (
            WordSets(
                needed=(
                    phrases("lost, gone missing, went missing, disappeared, vanished"),
                    _IS | phrases("has it, did it, was it, considered, counted, count as, counts as"),
                ),
                barred=_MONEY
                | phrases(
                    "if, label, receipt, slip, i lost, i've lost, ive lost, i have lost, code, what happens, who, how "
                    "long, number, what do i, what now, report, no idea, what should"
                ),
            ),
        ),
        Aspect.HOW_LATE: (
            WordSets(
                needed=(
                    phrases(
                        "how late, how overdue, how many days late, how many days overdue, how many days over, how far "
                        "over, how long overdue, late by how, overdue by how, how much late, by how many days, by how "
                        "much, since when is it late, since when is it overdue, late since when, overdue since when, "
                        "how far behind, how many days too late"
                    ),
                ),
                barred=_MONEY | phrases("if, can i, could i, may i, open, until, till, hand, send, bring, are you"),
                most=12,
            ),
        ),
        Aspect.LATE: (
            WordSets(
                needed=(phrases("late, overdue, delayed, behind schedule, past due, past the deadline"), _IS),
                barred=_MONEY
                | phrases(
                    "too late, how, if, when, why, later, order, who, what, sorry, hand, send, bring, printed, label"
                ),
            ),
        ),
        Aspect.TRACKING_NUMBER: (
            WordSets(
                needed=(
                    phrases(
                        "tracking no, tracking nr, tracking num, tracking number, trackingnumber, tracking code, "
                        "tracking id, track number, parcel number, shipment number, shipping number, consignment "
                        "number, waybill"
                    ),
                    phrases(
                        "what's, whats, what is, what was, which, give me, tell me, send me, got, have, need, know, "
                        "please, pls, again, show me"
                    ),
                ),
                barred=phrases(
                    "enter, entered, type, put, use, wrong, why, without, second, cancel, new, not work, doesn't work, "
                    "doesnt work, where do i get, don't need, dont need, for them, noted, email, mail, own, if, lost, "
                    "doesn't, doesnt, isn't, no longer, says, shows, hasn't"
                ),
                most=12,
            ),
        ),
        Aspect.WHERE_REFUND: (
            WordSets(
                needed=(
                    phrases("refund, money, payment, reimbursement"),
                    phrases(
                        "where can i, where do i, where could i, where would i, where to, how can i, how do i, how "
                        "could i, is there a page, which page, can i, could i"
                    ),
                    phrases(
                        "follow, track, watch, look it up, look that up, see how far, check myself, check it myself, "
                        "see it myself, see that myself, see myself, monitor, keep an eye"
                    ),
                ),
                barred=phrases("parcel, package, label, number, person, agent"),
                most=18,
            ),
        ),
        Aspect.LABEL_UNTIL: (
            WordSets(
                needed=(
                    phrases("label, qr, qr-code, code, barcode, label's, labels"),
                    phrases(
                        "expire, expires, expired, expiry, expiration, run out, runs out, ran out, valid until, valid "
                        "till, valid for, good until, good till, good for, still valid, still good, stay valid, stays "
                        "valid, does it live, label live, label last, code last, code live, it last, stop working, "
                        "stops working, last day, lifetime, shelf life, usable, how long can i use, until when can i "
                        "use, till when can i use, go off, be valid, is valid, keep valid, until when is, till when is"
                    ),
                    phrases(
                        "how long, until when, till when, when, does, do, what day, which day, which date, what date, "
                        "is it, is the, will, can i, for how many"
                    ),
                ),
                barred=phrases(
                    "get it, receive, approved, seller, warehouse, refund, expired what, why, print, wait, old, "
                    "earlier, previous, becomes, happens, after, change, cancel, changed, cancelled, new"
                ),
            ),
        ),
        Aspect.COMPLAINT: (
            WordSets(
                needed=(
                    phrases(
                        "complain, complaining, complaint, complaints, object, objecting, objection, dispute, appeal, "
                        "appealing, contest, contesting, challenge, protest, disagree, fight it, fight this"
                    ),
                    _UNTIL | phrases("too late to, how many days, is there a date, any date"),
                ),
                barred=phrases("if, platform take, decide, decides"),
            ),
        ),
        Aspect.ADVICE: (
            WordSets(
                needed=(
                    phrases(
                        "must, mandatory, obligatory, binding, obligation, compulsory, strict, hard limit, hard "
                        "deadline, have to, required, real deadline, fixed"
                    ),
                    phrases(
                        "advice, advise, advised, tip, hint, recommendation, recommended, suggestion, optional, "
                        "guideline, or just, or only, or is it, or more, a rule"
                    ),
                )
            ),
        ),
        Aspect.CONSEQUENCE: (
            WordSets(
                needed=(
                    phrases(
                        "lose, lost the refund, forfeit, penalty, penalties, punished, fine, consequence, "
                        "consequences, gone, void, less money, nothing bad, miss out, any harm, a problem, matter, "
                        "matters"
                    ),
                    phrases(
                        "otherwise, if i don't, if i dont, if i'm late, if im late, if later, if i miss, if i send it "
                        "later, if i post it later, after that, too late, doesn't say, doesnt say, does it say, "
                        "anything about, nothing about, if i need longer, if i take longer, if it's later, if its later"
                    ),
                ),
                barred=phrases("platform, seller, window, warehouse, ask, lost parcel, person, agent"),
            ),
        ),
        Aspect.SOURCE: (
            WordSets(
                needed=(
                    phrases(
                        "where does it say, where does that stand, where is that written, where is it written, where's "
                        "that written, wheres that written, where does that come from, where do you have that from, "
                        "where did you get that, where do you get that, which page says, which rule says, says who, "
                        "who says so, who says that, what is your source, what's your source, whats your source, where "
                        "can i read that, where can i read this, where do i find that rule, where is that rule, where "
                        "does this say, where do the rules say, what do you base that on, according to what, according "
                        "to whom, where is that stated, where is it stated"
                    ),
                ),
                barred=phrases("my order, my return, parcel, tracking"),
                most=12,
            ),
        ),
        Aspect.HEAR_BACK: (
            WordSets(
                needed=(
                    phrases("how long, when, how soon, how many days, how many hours, by when, until when, till when"),
                    phrases(
                        "hear something, hear anything, hear back, hear from, get an answer, get a reply, get a "
                        "response, somebody answers, someone answers, they answer, get approved, it is approved, "
                        "it's approved, know more, get news"
                    ),
                ),
                barred=_MONEY
                | phrases("seller, warehouse, platform, parcel, package, if, person, human, agent, carrier, complaint"),
                most=12,
            ),
        ),
        Aspect.LATEST: (
            WordSets(
                needed=(
                    phrases("at the latest, latest, at most, the last day, no later than, worst case"),
                    phrases("there, here, it, come, comes, arrive, arrives, money, refund, when, by when, have it"),
                ),
                barred=phrases(
                    "send, post, hand, drop, bring, ask, apply, request, window, label, latest news, latest scan, "
                    "latest update, latest status, the latest on, if, earliest, parcel, page, seller, check, checked"
                ),
                most=12,
            ),
        ),
        Aspect.WHICH_DAY: (
            WordSets(
                needed=(
                    phrases("was it, was that, is it, did it, did i, was, on"),
                    phrases(
                        "or saturday, or sunday, or monday, or tuesday, or wednesday, or thursday, or friday, or was "
                        "it, or the day before, or the day after"
                    ),
                    phrases("monday, tuesday, wednesday, thursday, friday, saturday, sunday"),
                ),
                barred=_MONEY | phrases("if, will, can, could, should, better, when, by, until, till, bring, go, send"),
            ),
        ),
        Aspect.PAID: (
            WordSets(
                needed=(
                    phrases(
                        "paid, refunded, reimbursed, paid back, paid out, money back, credited, get paid, the money for"
                    ),
                    phrases("did, has, was, is, ever, have, been, already, yet"),
                ),
                barred=phrases(
                    "how, who, where, why, way, i paid, you paid, we paid, fee, label, shipping, postage, card, "
                    "paypal, bank, much, if, method, customs, free, full, only, back to, into, counter, own, which, "
                    "not, mean, haven't, havent, hasn't, hasnt, wasn't, right, so"
                ),
                most=12,
            ),
        ),
        Aspect.ASK_AGAIN: (
            WordSets(
                needed=(
                    phrases("can i, could i, may i, am i able, is it possible, will i be able, would i be able"),
                    phrases(
                        "again later, later again, ask again, apply again, again another time, at a later, once more, "
                        "do it later, later ask, later do, later apply, later return, later send, for a new one later, "
                        "still ask for it later, still return it later, still do it later"
                    ),
                ),
                barred=_MONEY | phrases("label, if, pay, free, remind, day, agent, person, exchange"),
            ),
        ),
        Aspect.ASK_UNTIL: (
            WordSets(
                needed=(
                    _UNTIL | phrases("how late can i, how late could i"),
                    phrases(
                        "ask for, asked for, ask again, apply, applied, put in a, put in another, put a new, new one, "
                        "new return, new request, another return, another request, request a, requested a, start a "
                        "new, started a, could i have, can i have, open a, open another, file a, make a new"
                    ),
                ),
                barred=_MONEY
                | phrases("seller, platform, label, page, warehouse, handed, answer, reply, decide, say that, remind"),
                most=18,
            ),
            WordSets(
                needed=(
                    _UNTIL,
                    phrases(
                        "both, these, those, the two, the three, all three, all of them, two of them, the lot, "
                        "them both, the pair, them"
                    ),
                ),
                barred=_MONEY | phrases("seller, platform, label, labels, warehouse, handed, page, answer, send, post"),
            ),
            # "There's a scarf in it as well, the same deadline?"
            WordSets(
                needed=(
                    phrases(
                        "same date, same dates, same deadline, same day, same last day, same window, just as long, "
                        "equally long, as long as that"
                    ),
                    phrases("for, that, that one, and the, there was, there's, in that order, as well, too, it, both"),
                ),
                barred=_MONEY
                | phrases(
                    "seller, platform, label, labels, warehouse, page, parcel, package, why, if, because, request"
                ),
                most=22,
            ),
            # "Should I hurry then to have all four in one go?"
            WordSets(
                needed=(
                    phrases("better, should i, shall i, hurry, quick, quickly, soon, rather, best"),
                    phrases("all, both, together, in one go, at once, all of them, the lot"),
                    phrases("do it, ask, apply, request, in one go, together, at once, in one, hurry"),
                ),
                barred=_MONEY
                | phrases(
                    "seller, platform, label, labels, warehouse, page, parcel, parcels, package, box, post, send"
                ),
                most=22,
            ),
        ),
    }
)


#: Read last: whatever asks for more than these details asks for that.
_READ_LAST: Final[Mapping[Aspect, tuple[WordSets, ...]]] = MappingProxyType(
    {
        Aspect.LABEL_LOOKS: (
            WordSets(
                needed=(
                    phrases(
                        "black and white, black-and-white, b&w, bw, in colour, in color, tape, taped, taping, "
                        "sellotape, fold, folded, folding, a4, by hand, handwritten, glue, glued, staple, laminate, "
                        "laminated, "
                        "smaller, shrink, cut off, cut it, trim, cover it, cover the, plain paper, copy it out"
                    ),
                    _LABEL,
                ),
                barred=_MONEY | phrases("wet, torn, smudged, lost, expired, picture, box, parcel, item"),
                most=18,
            ),
            WordSets(
                needed=(phrases("black and white, black-and-white, b&w, without colour, without color"),),
                barred=_MONEY | phrases("picture, photo, item, arrived, ordered, shirt, instead"),
                most=8,
            ),
        ),
        Aspect.LABEL_PRINTED: (
            WordSets(
                needed=(
                    phrases(
                        "print, printed, printing, printer, on paper, on my phone, on the phone, from my phone, on the "
                        "screen, just show, only show, show that, show it, show the code, show the qr"
                    ),
                    phrases(
                        "must, have to, need, needed, can they, could they, can someone, should, really, enough, do"
                    ),
                    _LABEL,
                ),
                barred=_MONEY
                | phrases(
                    "where, download, e-mail, email, resend, again, how, when, new one, expired, lost, wrong, send me, "
                    "tracking, colour, color, get it"
                ),
                most=18,
            ),
        ),
        Aspect.LABEL_PLACE: (
            WordSets(
                needed=(
                    phrases(
                        "on the outside, go outside, goes outside, outside or, inside or, or inside, or outside, or in "
                        "the box, stick it, stick that, stick the, stick this, put the label, attach the label, glue "
                        "the label, label go, label goes"
                    ),
                    phrases("where, or, does, should, do, must"),
                ),
                barred=_MONEY | phrases("if, tape, wait, warehouse, post office, weather, leave, damaged, broken"),
                most=14,
            ),
        ),
        Aspect.QUICKER: (
            WordSets(
                needed=(
                    phrases(
                        "quicker, faster, speed up, speed it up, speed this up, speed that up, sped up, hurry it, "
                        "hurry them, hurry this, expedite, rush it, push it through"
                    ),
                    phrases(
                        "can, could, anything, something, any way, is there, please, possible, make, way to, ways to"
                    ),
                ),
                barred=phrases("label, if i, credit, voucher, paypal, instead, reason to, seller, answer"),
                most=14,
            ),
        ),
        Aspect.REVIEW: (
            WordSets(
                needed=(
                    phrases("how long, how many days, by when, when"),
                    phrases(
                        "review, reviewing, dispute, decide, decides, deciding, decision, platform, case, appeal, "
                        "objection, complaint"
                    ),
                ),
                barred=_MONEY | phrases("if, seller, can i, may i, do i have, warehouse, label, approve, approved"),
                most=12,
            ),
        ),
    }
)


def aspect_asked(said: str) -> Optional[Aspect]:
    """The aspect that a message asks for; None where it asks for none of them.

    Args:
        said: What the customer wrote.
    """
    found = next((each for each, readers in _READ.items() if any(reader.fits(said) for reader in readers)), None)
    last = (each for each, readers in _READ_LAST.items() if any(reader.fits(said) for reader in readers))
    return found or next(last, None) or (Aspect.SOURCE if _doubts(said) else None)


def asks_until_when(said: str) -> bool:
    """Whether a message asks how long there is for something: "how long do I have?", "what's my deadline?"."""
    return _TIME_LEFT.fits(said)


def _doubts(said: str) -> bool:
    """Whether a message ends by doubting what was told: "the same label, really?"."""
    spoken = pieces(said)
    return "?" in said and 1 < len(spoken) <= MOST_WORDS and spoken[-1] in _DOUBTING and spoken[0] not in _VERBS
