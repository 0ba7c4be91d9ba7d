"""Questions how a return goes on: what follows, how long that takes, what the carrier knows, whether a day is right."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from core.stage_question import ASKING, LONG, MONEY, StageQuestion
from core.word_sets import WordSets, phrases

PROGRESS: Final[Mapping[StageQuestion, tuple[WordSets, ...]]] = MappingProxyType(
    {
        StageQuestion.NOT_SEEN: (
            WordSets(
                needed=(
                    phrases(
                        "don't see, dont see, can't see, cant see, cannot see, not see, don't find, can't find, "
                        "cannot find, no sign, nothing on, nothing in, not in my, not on my, isn't in my, isn't on "
                        "my, isn't there, is not there, not there, isn't on, is not on, never got, never came, "
                        "hasn't come, hasn't arrived, didn't get, haven't got, nothing arrived, nothing has arrived, "
                        "nothing came, not arrived, nowhere"
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
                    "if, handed, dropped, posted, sent, brought, arrived, ordered, what, when, how, which, why, and, "
                    "do i, have to, need to, must i, should i"
                ),
            ),
        ),
        StageQuestion.STILL_OPEN: (
            WordSets(
                needed=(
                    phrases(
                        "still open, stays open, stay open, remains open, remain open, keeps open, it open, still "
                        "active, still valid, still running, still alive, stays active, stays valid, not cancelled, "
                        "isn't cancelled, wasn't cancelled, not been cancelled, hasn't been cancelled, still in "
                        "place, stays in place, not closed, isn't closed, not been closed, hasn't been closed, still "
                        "on, still going, still stands, still standing"
                    ),
                ),
                barred=MONEY
                | phrases(
                    "still on the, still on its, still on my, still on your, still on their, still going to, the "
                    "carrier, window, seller, warehouse, post, office, shop, store, order, if, can, could, until, "
                    "till, how, when, what, where, why, which, page, site, label, chat, please, want, don't, dont, "
                    "parcel, code"
                ),
                most=10,
            ),
        ),
        StageQuestion.AFTER_SENDING: (
            WordSets(
                needed=(
                    LONG,
                    phrases(
                        "after sending, after posting, after i send, after i post, after i hand, after handing, "
                        "after the hand-in, after hand-in, once sent, once i send, once i hand, once posted, "
                        "once it is sent, after shipping, after i ship, after it is sent, after it's sent, after "
                        "dropping, "
                        "after i drop"
                    ),
                ),
                barred=MONEY | phrases("page, status"),
            ),
        ),
        StageQuestion.AFTER_CHECK: (
            WordSets(
                needed=(
                    LONG | phrases("what comes, what happens, what follows"),
                    phrases(
                        "after the check, after the inspection, after they check, after they checked, once checked, "
                        "once it is checked, once they checked, when it is checked, after checking, after it is "
                        "checked"
                    ),
                )
            ),
        ),
        StageQuestion.AFTER_THAT: (
            WordSets(
                needed=(
                    LONG | phrases("what comes, what happens, what follows, what's next, whats next"),
                    phrases(
                        "after that, after this, after it, afterwards, from then, from there, and then, following that"
                    ),
                ),
                barred=MONEY | phrases("if, seller, ordered, arrived"),
            ),
        ),
        StageQuestion.CARRIER: (
            WordSets(
                needed=(
                    phrases(
                        "correos, dhl, ups, usps, fedex, royal mail, evri, hermes, dpd, gls, la poste, poste italiane, "
                        "pochta, bpost, postnl, the post office, carrier, courier"
                    ),
                    phrases("have it, has it, got it, had it, have mine, has mine, have my parcel, has my parcel"),
                    phrases("do, does, did, has, is it sure, sure, really, actually"),
                ),
                barred=MONEY | phrases("if, when, once, after, soon, until, till, how, where, lost, label, code, what"),
                most=12,
            ),
            WordSets(
                needed=(
                    ASKING,
                    phrases(
                        "carrier, carrier's, courier, courier's, scan, scans, scanned, that report, the report, "
                        "this report, last report, that scan, tracking say, tracking says, post say, post says"
                    ),
                ),
                barred=MONEY
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
                barred=MONEY
                | phrases(
                    "can i, do i, should i, could i, to send, to hand, to drop, to take, order, my order, look, "
                    "find, track, page, number, label, see, if, nearest, bring"
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
                        "which items, which things, what things, what was in that, what is in that, what's in that, "
                        "what was in there, what's in there"
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
                        "ages, forever, stuck, overdue, nothing moves, nothing happens, nothing is happening, "
                        "uneasy, delayed"
                    ),
                ),
                # Who asks why is told the reason, not where it stands.
                barred=MONEY
                | phrases(
                    "why, how come, order, too late, that late, remind, sorry, "
                    "later, label, if, can i, ordered, seller, days, weeks, day"
                ),
            ),
        ),
        StageQuestion.SPAN: (
            WordSets(
                needed=(LONG | phrases("after how many days, after how long, how many hours, until when"),),
                barred=MONEY
                | phrases(
                    "i, my, we, cancel, label, seller, window, order, parcel, normally, usually, general, still, now,"
                    " far, "
                    "already, left, since, warehouse, request, processing, country, holiday, checking, inspection"
                ),
                most=12,
            ),
        ),
    }
)
