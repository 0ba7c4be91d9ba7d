"""Questions how a return may end at its stage: at the latest, if the parcel turns up, if the seller says no."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from core.stage_question import SUPPOSING, StageQuestion
from core.word_sets import WordSets, phrases

OUTCOMES: Final[Mapping[StageQuestion, tuple[WordSets, ...]]] = MappingProxyType(
    {
        StageQuestion.LATEST: (
            WordSets(
                needed=(
                    phrases("worst case, worst-case, at worst, in the worst, at the latest, latest, longest, at most"),
                ),
                known=phrases(
                    "worst, case, worst-case, at, in, the, latest, longest, most, so, and, when, what, what's, "
                    "whats, is, it, that, this, be, would, will, then, by, how, long, could, can, take, date, day, "
                    "for, me, my, money, refund, here, scenario, possible, absolute, very, should, have, i, do, to, "
                    "wait, ok, okay, hm, hmm, does, just, tell, please, of, are, we, talking, about, looking, come, "
                    "there, but, a, end, if"
                ),
            ),
        ),
        StageQuestion.TURNS_UP: (
            WordSets(
                needed=(
                    SUPPOSING,
                    phrases(
                        "turns up, turn up, shows up, show up, finds it, find it, is found, gets found, found it, "
                        "found again, reappears, pops up, surfaces, comes to light, arrives after all, delivered "
                        "after all, finds my, find my, finds the, find the, delivers it, deliver it, "
                        "deliver the parcel, gets there after all, comes after all, brings it after all"
                    ),
                ),
                barred=phrases(
                    "label, button, page, where, number, receipt, never, don't, doesn't, not, email, nothing"
                ),
            ),
        ),
        StageQuestion.SELLER_REFUSES: (
            WordSets(
                needed=(
                    SUPPOSING,
                    phrases(
                        "say no, says no, said no, refuse, refuses, refused, reject, rejects, rejected, decline, "
                        "declines, declined, turn it down, turns it down, turn me down, disagree, disagrees, won't "
                        "accept, don't accept, doesn't accept, don't agree, doesn't agree"
                    ),
                ),
                barred=phrases(
                    "i say, i refuse, i decline, if i, warehouse, check, inspection, offer, courier, post office"
                ),
            ),
        ),
        StageQuestion.WINS: (
            WordSets(
                needed=(
                    phrases(
                        "win, i've won, won then, i'm right, automatically approved, approved automatically, auto "
                        "approved, approved by itself, goes through, go through, in my favour, in my favor, get my "
                        "way, i get it, counts as a yes, means yes, taken as a yes, i'm refunded, i am refunded, get "
                        "refunded, money automatically, refund automatically, automatic refund"
                    ),
                ),
                barred=phrases(
                    "lost, 17, seventeen, courier, warehouse, check, label, order never, how do i, when do i, page"
                ),
            ),
        ),
        StageQuestion.LAST_DATE: (
            WordSets(
                needed=(
                    phrases(
                        "last date, last day, deadline, time limit, cut-off, cutoff, until when, till when, by when, "
                        "how long do i have, how much time do i have, limit on that, limit for that, expiry, any "
                        "limit"
                    ),
                    phrases(
                        "for that, for it, for this, on that, on it, do that, do it, complain, dispute, appeal, contest"
                    ),
                ),
                barred=phrases("send, post, hand, parcel, order, label, return it, refund, money, item"),
                most=18,
            ),
        ),
    }
)
