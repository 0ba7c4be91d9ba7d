"""What a message asks of the return in hand that is no question of its own: what follows at its stage, on which
condition, what the carrier knows, or whether a day is right.

By words alone; whether a return is in hand, and at which stage it is, the action server knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Final

from core.word_sets import WordSets, phrases


class StageQuestion(str, Enum):
    """What may be asked of a return at its stage."""

    CHECK_FAILS = "check_fails"
    SENT_BACK = "sent_back"
    SEND_EARLY = "send_early"
    FREE_BACK = "free_back"
    SAME_LABEL = "same_label"
    OWN_COST = "own_cost"
    WHICH_USED = "which_used"
    APPLY_AGAIN = "apply_again"
    MONTH = "month"
    SILENCE = "silence"
    NOT_SEEN = "not_seen"
    DAY_RIGHT = "day_right"
    AFTER_SENDING = "after_sending"
    AFTER_CHECK = "after_check"
    AFTER_THAT = "after_that"
    CARRIER = "carrier"
    STANDING = "standing"
    WHICH_RETURN = "which_return"
    LATE = "late"
    SPAN = "span"


_ASKING: Final = phrases(
    "what, what's, whats, where, where's, wheres, does, did, has, have, is, when, how, which, do, any, can, could, who"
)
_SUPPOSING: Final = phrases("if, suppose, supposing, imagine, say, assuming, in case, once, when, what happens")
_MAY: Final = phrases(
    "can, could, may, might, am i allowed, is it ok, is it okay, ok to, okay to, possible, should, shall, must"
)
_SENDING: Final = phrases("send, post, ship, mail, hand, drop, bring, sending, posting, shipping, dispatch, take")
_PARCEL: Final = phrases("it, that, this, parcel, package, box, return, thing, things, stuff, them, one")
_MONEY: Final = phrases("money, refund, refunded, cash, paid, pay, payment, price, cost, costs, euros, fee, fees")
_LONG: Final = phrases(
    "how long, how many days, how much time, how many weeks, how soon, by when, how many working days"
)

#: The first that fits is meant.
_READ: Final[Mapping[StageQuestion, tuple[WordSets, ...]]] = MappingProxyType(
    {
        StageQuestion.SENT_BACK: (
            WordSets(
                needed=(
                    phrases(
                        "back to me, sent back to me, send it back, sent back, get it back, get them back, have it "
                        "back, "
                        "return it to me, returned to me, come back to me, keep it, get my, get the"
                    ),
                    phrases(
                        "do i, will i, would i, will it, is it, does it, will they, do you, do they, can i, who, then"
                    ),
                    phrases("back, keep"),
                ),
                barred=_MONEY
                | phrases("free, label, if, send it back for, cancel, want to, to send, too late, how, where, when"),
            ),
        ),
        StageQuestion.CHECK_FAILS: (
            WordSets(
                needed=(
                    _SUPPOSING,
                    phrases(
                        "doesn't pass, does not pass, isn't passed, is not passed, not pass, not passed, "
                        "fails, fail, failed, check goes wrong, inspection goes wrong, is refused there, rejects it,"
                        " reject it, refuses it, turned down there"
                    ),
                ),
                barred=_MONEY
                | phrases("how long, how many, my card, did it, has it, why, pass me, pass this, pass on"),
            ),
        ),
        StageQuestion.SEND_EARLY: (
            WordSets(
                needed=(
                    _MAY,
                    _SENDING,
                    phrases("before, without waiting, already, yet, straight away, right away, right now, in advance"),
                    phrases(
                        "approved, approval, approve, approves, a yes, say yes, says yes, agree, agreed, agrees, "
                        "decided, "
                        "answered, answer, answers, accepted, accept, accepts, confirmed, ok'd, okayed"
                    ),
                ),
                barred=_MONEY,
            ),
            WordSets(
                needed=(_MAY, phrases("i, we"), _SENDING, phrases("already, yet, straight away, right away, now")),
                known=phrases(
                    "can, could, may, should, i, we, send, post, ship, mail, hand, drop, bring, it, that, this, the, "
                    "parcel, package, box, off, in, away, back, already, yet, straight, right, now, and, so, or, then, "
                    "must, wait, first, just"
                ),
            ),
        ),
        StageQuestion.FREE_BACK: (
            WordSets(
                needed=(
                    phrases(
                        "free return, free one, free service, free label, my free, the free, freebie, free shipping"
                    ),
                    phrases(
                        "back, given back, get back, again, restored, returned to me, lost, gone, used up, count, "
                        "counts, "
                        "still have, keep, wasted"
                    ),
                    phrases("if, cancel, cancelled, canceled, cancelling, withdraw, then, that way"),
                ),
                barred=phrases("how many, from when, which"),
            ),
        ),
        StageQuestion.SAME_LABEL: (
            WordSets(
                needed=(
                    phrases(
                        "same label, that label, this label, first label, old label, the label, same parcel, that "
                        "parcel, "
                        "this parcel, same box, that box, that package, same package, same code"
                    ),
                    phrases(
                        "another, other, one more, also, too, add, put, as well, with it, go in, go into, fit, "
                        "travel, else, join"
                    ),
                    _MAY | phrases("does, do, will, would, is"),
                ),
                barred=phrases("print, scan, lost, damaged, where, download, how many"),
            ),
        ),
        StageQuestion.OWN_COST: (
            WordSets(
                needed=(
                    phrases(
                        "who pays, who has to pay, who would pay, who bears, who covers, pay it myself, pay myself, "
                        "pay for it myself, pay for that myself, myself to pay, on me, my own cost, my own expense, "
                        "out of my pocket, from my pocket, own pocket, do i have to pay, must i pay, i have to pay, "
                        "have to pay, my expense"
                    ),
                ),
                barred=phrases("i paid, already paid, customs, refund, tax, what do, what would, what will, how much"),
            ),
        ),
        StageQuestion.WHICH_USED: (
            WordSets(
                needed=(
                    phrases("which, what, why, how come, never, where, didn't, haven't, not"),
                    phrases(
                        "used, use, counted, was that, were they, were those, were these, was the one, that one, "
                        "which one, which ones, which return, which returns, had any, had one, sent any"
                    ),
                ),
                barred=_MONEY | phrases("label, money, arrive, email, address, can i, could i"),
            ),
        ),
        StageQuestion.APPLY_AGAIN: (
            WordSets(
                needed=(
                    phrases("can i, can we, could i, could we, may i, possible, able, allowed, can it, could it"),
                    phrases(
                        "apply again, ask again, ask for it again, request it again, request again, reapply, re-apply, "
                        "apply anew, ask anew, apply once more, request once more, apply later, apply another time, "
                        "file again, requested again, start it again"
                    ),
                ),
                barred=_MONEY,
                most=20,
            ),
        ),
        StageQuestion.MONTH: (
            WordSets(
                needed=(
                    phrases(
                        "wait, waiting, leave it, later, keep it, hold on, put it off, postpone, let it lie, until, "
                        "till"
                    ),
                    phrases(
                        "next month, another month, a month, the month after, january, february, march, april, june, "
                        "july, "
                        "august, september, october, november, december"
                    ),
                    phrases("can, could, may, if, what, would, is it, ok, okay, should"),
                ),
                barred=_MONEY | phrases("how long, when, reminder, remind, until when"),
            ),
        ),
        StageQuestion.SILENCE: (
            WordSets(
                needed=(
                    _SUPPOSING,
                    phrases(
                        "other side, the other party, seller, shop, merchant, vendor, they, them, he, she, nobody, no"
                        " one, "
                        "no-one, nothing, anyone"
                    ),
                    phrases(
                        "silent, silence, quiet, says nothing, say nothing, just says nothing, no reply, no answer, "
                        "never answers, never answer, never reply, never replies, doesn't answer, don't answer, "
                        "doesn't reply, don't reply, doesn't respond, don't respond, not answer, not reply, answers, "
                        "replies, ignores me, ignore me, hear, writes back, comes back, reacts, react"
                    ),
                ),
                barred=_MONEY | phrases("parcel, package, box, carrier, courier, warehouse, you, page"),
            ),
        ),
        StageQuestion.NOT_SEEN: (
            WordSets(
                needed=(
                    phrases(
                        "don't see, dont see, can't see, cant see, cannot see, not see, don't find, can't find, "
                        "cannot find, "
                        "no sign, nothing on, nothing in, isn't there, is not there, not there, isn't on, is not on, "
                        "never got, never came, hasn't come, hasn't arrived, didn't get, haven't got, nothing arrived, "
                        "nothing has arrived, nothing came, not arrived, nowhere"
                    ),
                    phrases(
                        "money, refund, cash, account, card, bank, statement, it, that, sum, amount, anything, anywhere"
                    ),
                ),
                barred=phrases("label, parcel, package, page, button, order, email, code, if, scan, item"),
            ),
        ),
        StageQuestion.DAY_RIGHT: (
            WordSets(
                needed=(
                    phrases("so, right, correct, yes, isn't it, is it, is that, does that, really, then, true"),
                    phrases(
                        "window, ends, end, until, till, by, over, closes, close, last day, changes, change, shows, "
                        "due, "
                        "comes, come, have, latest, deadline, runs out, finished, page, checked, check, is there"
                    ),
                ),
                barred=phrases(
                    "if, handed, dropped, posted, sent, brought, arrived, ordered, what, when, how, which, why, and"
                ),
            ),
        ),
        StageQuestion.AFTER_SENDING: (
            WordSets(
                needed=(
                    _LONG,
                    phrases(
                        "after sending, after posting, after i send, after i post, after i hand, after handing, "
                        "after the hand-in, after hand-in, once sent, once i send, once i hand, once posted, "
                        "once it is sent, after shipping, after i ship, after it is sent, after it's sent, after "
                        "dropping, "
                        "after i drop"
                    ),
                ),
                barred=_MONEY | phrases("page, status"),
            ),
        ),
        StageQuestion.AFTER_CHECK: (
            WordSets(
                needed=(
                    _LONG | phrases("what comes, what happens, what follows"),
                    phrases(
                        "after the check, after the inspection, after they check, after they checked, once checked, "
                        "once it is checked, once they checked, when it is checked, after checking, after it is checked"
                    ),
                )
            ),
        ),
        StageQuestion.AFTER_THAT: (
            WordSets(
                needed=(
                    _LONG | phrases("what comes, what happens, what follows, what's next, whats next"),
                    phrases(
                        "after that, after this, after it, afterwards, from then, from there, and then, following that"
                    ),
                ),
                barred=_MONEY | phrases("if, seller, ordered, arrived"),
            ),
        ),
        StageQuestion.CARRIER: (
            WordSets(
                needed=(
                    _ASKING,
                    phrases(
                        "carrier, carrier's, courier, courier's, scan, scans, scanned, that report, the report, "
                        "this report, last report, that scan, tracking say, tracking says, post say, post says"
                    ),
                ),
                barred=_MONEY
                | phrases(
                    "as soon as, once, after, website, page, number, how do i, to report, report a, report it, "
                    "label, code, choose, pick, "
                    "collect, "
                    "barcode, if, can i, should i, email, lost, qr, your, dispute, receipt, handed"
                ),
            ),
            WordSets(
                needed=(
                    phrases(
                        "where, where's, wheres, which town, which city, what town, what place, which place, "
                        "whereabouts"
                    ),
                    phrases("parcel, package, box, seen, last, right now, at the moment, shipment, got to"),
                ),
                barred=_MONEY
                | phrases(
                    "can i, do i, should i, could i, to send, to hand, to drop, to take, order, my order, look, find, "
                    "track, page, number, label, see, if, nearest, bring"
                ),
            ),
            WordSets(
                needed=(
                    phrases(
                        "what is the problem, what's the problem, whats the problem, what problem, which problem, "
                        "what kind of problem, what sort of problem, what is wrong there, what went wrong there, "
                        "problem mean, what happened to it, what happened to the parcel, did it get there, "
                        "has it got there, is it there yet, did it arrive there, did it arrive, was it delivered, "
                        "has it been delivered, is it delivered"
                    ),
                )
            ),
        ),
        StageQuestion.STANDING: (
            WordSets(
                needed=(
                    phrases("how is, how's, hows, how are, how far is, how far along, any news, what's new"),
                    phrases("return, going, doing, getting on, it, one, parcel, coming along, that"),
                ),
                known=phrases(
                    "how, is, how's, hows, are, far, along, any, news, what's, new, what, about, return, this, that, "
                    "the, "
                    "my, going, doing, getting, on, it, one, parcel, coming, then, now, with, of, first, second, "
                    "third, "
                    "last, other, so, and, today, things, please, there"
                ),
            ),
        ),
        StageQuestion.WHICH_RETURN: (
            WordSets(
                needed=(
                    phrases(
                        "which one is that, which one was that, which one is this, which return is that, "
                        "which return was that, which return is this, which is that, which was that, what is in it, "
                        "what's in it, what was in it, what is it for, what was that one, what is that for, "
                        "which items, which things, what things"
                    ),
                ),
                known=phrases(
                    "which, one, is, that, was, this, return, what, what's, in, it, for, items, things, are, were, "
                    "the, and, so, "
                    "then, again, there, my, sorry, hm, now, of, again, exactly"
                ),
            ),
        ),
        StageQuestion.LATE: (
            WordSets(
                needed=(
                    phrases(
                        "late, worried, worry, worries, worrying, concerned, nervous, anxious, too long, so long, "
                        "ages, "
                        "forever, stuck, overdue, nothing moves, nothing happens, nothing is happening, uneasy, delayed"
                    ),
                ),
                # Who asks why is told the reason, not where it stands.
                barred=_MONEY
                | phrases(
                    "why, how come, order, too late, that late, remind, sorry, "
                    "later, label, if, can i, ordered, seller, days, weeks, day"
                ),
            ),
        ),
        StageQuestion.SPAN: (
            WordSets(
                needed=(_LONG | phrases("after how many days, after how long, how many hours, until when"),),
                barred=_MONEY
                | phrases(
                    "i, my, we, cancel, label, seller, window, order, parcel, normally, usually, general, still, now,"
                    " far, "
                    "already, left, since, warehouse, request, processing, country, holiday"
                ),
                most=12,
            ),
        ),
    }
)


def stage_questions(said: str) -> tuple[StageQuestion, ...]:
    """What a message may ask of the return in hand, the likeliest first; none where it asks something of its own."""
    return tuple(asked for asked, readers in _READ.items() if any(each.fits(said) for each in readers))
