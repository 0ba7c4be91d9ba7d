"""Questions what holds for a return if something happens that has not: a check that fails, silence, another month."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from core.stage_question import MAY, MONEY, SENDING, SUPPOSING, StageQuestion
from core.word_sets import WordSets, phrases

CONDITIONS: Final[Mapping[StageQuestion, tuple[WordSets, ...]]] = MappingProxyType(
    {
        StageQuestion.SENT_BACK: (
            WordSets(
                needed=(
                    phrases(
                        "back to me, sent back to me, send it back, sent back, get it back, get them back, have it "
                        "back, "
                        "return it to me, returned to me, come back to me, keep it, get my, get the, get this, get "
                        "that"
                    ),
                    phrases(
                        "do i, will i, would i, will it, is it, does it, will they, do you, do they, can i, who, then"
                    ),
                    phrases("back, keep"),
                ),
                barred=MONEY
                | phrases(
                    "free, label, if i, if it, if you, if they, if the, if this, send it back for, cancel, want to, "
                    "to send, too late, how, where, when"
                ),
            ),
        ),
        StageQuestion.CHECK_FAILS: (
            WordSets(
                needed=(
                    SUPPOSING,
                    phrases(
                        "doesn't pass, does not pass, isn't passed, is not passed, not pass, not passed, "
                        "fails, fail, failed, check goes wrong, inspection goes wrong, is refused there, rejects it,"
                        " reject it, refuses it, turned down there"
                    ),
                ),
                barred=MONEY | phrases("how long, how many, my card, did it, has it, why, pass me, pass this, pass on"),
            ),
        ),
        StageQuestion.SEND_EARLY: (
            WordSets(
                needed=(
                    MAY,
                    SENDING,
                    phrases("before, without waiting, already, yet, straight away, right away, right now, in advance"),
                    phrases(
                        "approved, approval, approve, approves, a yes, say yes, says yes, agree, agreed, agrees, "
                        "decided, "
                        "answered, answer, answers, accepted, accept, accepts, confirmed, ok'd, okayed"
                    ),
                ),
                barred=MONEY,
            ),
            WordSets(
                needed=(MAY, phrases("i already, we already, i send it already, i yet"), SENDING, phrases("i, we")),
                barred=MONEY | phrases("how, when, who, other, both, sent, instead, without, cancel, label, page, if"),
                most=18,
            ),
            WordSets(
                needed=(MAY, phrases("i, we"), SENDING, phrases("already, yet, straight away, right away, now")),
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
                        "free return, free one, free service, free label, my free, the free, freebie, free shipping, "
                        "free ones, free returns, one of the five, one of my five, still free, be free, free again, "
                        "another free, for free, count as one, count as two, counts as one, counts as two, count twice"
                    ),
                    phrases(
                        "back, given back, get back, again, restored, returned to me, lost, gone, used up, count, "
                        "counts, still have, keep, wasted, lose, losing, use, uses, using, cost, costs, twice, still, "
                        "another, comes back, come back, burn, eat, anew"
                    ),
                    phrases(
                        "if, cancel, cancelled, canceled, cancelling, withdraw, withdrew, then, that way, reapply, "
                        "re-apply, start over, supposing, suppose"
                    ),
                    phrases(
                        "cancel, cancelled, canceled, cancelling, withdraw, withdrew, then, that way, take it back"
                    ),
                ),
                barred=phrases("how many, from when, which"),
                most=22,
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
                    MAY | phrases("does, do, will, would, is"),
                ),
                barred=phrases("print, scan, lost, damaged, where, download, how many"),
            ),
            WordSets(
                needed=(
                    phrases(
                        "same label, first label, old label, previous label, earlier label, same code, old code, "
                        "same qr"
                    ),
                    phrases("use, using, take, reuse, stick, work, works, good for"),
                    MAY | phrases("can't, cant, couldn't, does, do, will, would, is"),
                ),
                barred=phrases("print, scan, lost, damaged, where, download, how, expired, wet"),
                most=16,
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
                barred=phrases(
                    "i paid, already paid, pays me, customs, refund, tax, what do, what would, what will, how much"
                ),
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
                barred=MONEY | phrases("label, money, arrive, email, address, can i, could i"),
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
                barred=MONEY,
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
                barred=MONEY | phrases("how long, when, reminder, remind, until when"),
            ),
        ),
        StageQuestion.SILENCE: (
            WordSets(
                needed=(
                    SUPPOSING,
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
                barred=MONEY | phrases("parcel, package, box, carrier, courier, warehouse, you, page"),
            ),
        ),
        StageQuestion.CONFIRMED: (
            WordSets(
                needed=(
                    SUPPOSING,
                    phrases(
                        "confirms, confirm, confirmed, acknowledges, acknowledge, acknowledged, register, registers, "
                        "registered, "
                        "books it in, booked in, checks it in, checked in, receives, received, gets there, arrives"
                    ),
                    MONEY | phrases("paid back, reimbursed, reimbursement"),
                ),
                barred=phrases("how do, how can, label, fee, pay for, page, not confirm, never"),
                most=24,
            ),
        ),
        StageQuestion.NO_MONEY: (
            WordSets(
                needed=(
                    SUPPOSING | phrases("unless, should nothing, should it, should the, should there, should no"),
                    phrases(
                        "nothing, no, not, isn't, isnt, hasn't, hasnt, haven't, havent, still, nowhere, missing, unless"
                    ),
                ),
                barred=phrases(
                    "parcel, package, box, page, status, seller, label, remind, tell, warehouse, post, send, hand, "
                    "confirmed, marked, updated"
                ),
                most=24,
            ),
        ),
    }
)
