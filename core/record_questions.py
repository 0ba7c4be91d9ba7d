"""Questions what the records hold of a return, and what was done in this chat: who cancelled it, what the seller said.

By words alone; which return is meant and what has happened to it, the action server knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Final, Optional

from core.word_sets import WordSets, phrases


class RecordQuestion(str, Enum):
    """What a message asks of the records."""

    UNDO = "undo"
    FREE_IF_CANCELLED = "free_if_cancelled"
    HAND_IN_NOTED = "hand_in_noted"
    ANYTHING_DONE = "anything_done"
    WHO_CANCELLED = "who_cancelled"
    WHY_REFUSED = "why_refused"
    SELLER_SAID = "seller_said"


_PLAIN: Final = phrases(
    "can, could, may, you, u, please, pls, i, we, is, it, possible, to, be, that, this, oh, dear, no, hm, hmm, oops, "
    "ops, sorry, wait, now, again, just, do, did, was, a, mistake, one, the, return, cancelling, cancellation, still, "
    "somehow, way, any, there, what, have, done, ah, argh, quick, quickly, want, back, so, then, after, all, "
    "for, me, actually, damn, shoot"
)
_UNDOING: Final = phrases(
    "undo, undone, reverse, reversed, revert, reverted, uncancel, un-cancel, reinstate, reinstated, restore, restored, "
    "reopen, reopened, re-open, revive, revived, call, take, bring, turn"
)
_BACK: Final = phrases("it back, that back, this back, the return back, back to how it was")
#: In words: a longer message asks more.
_MOST_OF_A_REVIVAL: Final = 24
#: What was done, in a message that says more: "I cancelled R2040 by mistake, can it be revived?"
_WAS_CANCELLED: Final = phrases(
    "i cancelled, i canceled, i've cancelled, i have cancelled, i already cancelled, i just cancelled, we cancelled, "
    "cancelled it, cancelled that, cancelled this, cancelled my, cancelled the, my cancelled, my canceled, "
    "the cancelled, the canceled, having cancelled, cancelling, canceling, cancellation, un-cancel, uncancel, "
    "pressed cancel, hit cancel, clicked cancel, tapped cancel, clicked on cancel, tapped on cancel, "
    "i withdrew, i called it off, i called off, was cancelled, is cancelled"
)
_REVIVING: Final = phrases(
    "undo, undone, reverse, reversed, revert, reverted, uncancel, un-cancel, reinstate, reinstated, restore, restored, "
    "reopen, reopened, re-open, revive, revived, reactivate, reactivated, re-activate, resurrect, bring it back, "
    "bring that back, get it back, get the return back, take it back, take that back, turn it back, back on, active "
    "again, open again"
)
_REGRETTING: Final = phrases(
    "regret, regretting, regretted, changed my mind, change my mind, by mistake, by accident, accidentally, too "
    "early, too hasty, too soon, too quickly, shouldn't have, shouldnt have, should not have, didn't mean to, didnt "
    "mean to, wrongly"
)
#: With these it asks whether to cancel, or of an order, or of what another one has done.
_NOT_OF_A_REVIVAL: Final = phrases(
    "if i cancel, before cancelling, before i cancel, order, ordered, can i cancel, could i cancel, want to cancel, "
    "how to cancel, instead of cancelling, refund, money, cancelling it possible, cancelling still, who, label, "
    "seller, they, not cancelled, wasn't cancelled, isn't cancelled, without cancelling, reminder, reminders, "
    "subscription, if"
)
_READ: Final[Mapping[RecordQuestion, tuple[WordSets, ...]]] = MappingProxyType(
    {
        RecordQuestion.UNDO: (
            WordSets(needed=(_UNDOING, _BACK), known=_PLAIN | _UNDOING),
            WordSets(
                needed=(_UNDOING - phrases("call, take, bring, turn"), phrases("it, that, this, return, be, one")),
                known=_PLAIN | _UNDOING,
            ),
            WordSets(needed=(_WAS_CANCELLED, _REVIVING), barred=_NOT_OF_A_REVIVAL, most=_MOST_OF_A_REVIVAL),
            WordSets(needed=(_WAS_CANCELLED, _REGRETTING), barred=_NOT_OF_A_REVIVAL, most=_MOST_OF_A_REVIVAL),
        ),
        RecordQuestion.FREE_IF_CANCELLED: (
            WordSets(
                needed=(
                    phrases("free, free return, free one, free returns, five"),
                    phrases(
                        "eat up, eats up, use up, uses up, eaten up, used up, count, counts, counted, lose, loses, "
                        "lost, burn, waste, wasted, cost me, take away, gone, again be free, be free again, free "
                        "again, still free, still be free, for free again, use one, uses one, take one"
                    ),
                    phrases(
                        "cancel, cancelled, canceled, cancelling, canceling, cancellation, the new one, a new one, new "
                        "return, would that, will that, does that, would it, will it, does it, apply again, ask again"
                    ),
                ),
                barred=phrases(
                    "month, months, november, december, second, each order, label, page, days, parcel, how many"
                ),
                most=18,
            ),
        ),
        RecordQuestion.HAND_IN_NOTED: (
            WordSets(
                needed=(
                    phrases(
                        "noted, note, notes, noting, marked, mark, marking, put down, putting down, recorded, record, "
                        "logged, log, entered, registered, written down, wrote down, ticked"
                    ),
                    phrases(
                        "as sent, as handed, as posted, as shipped, as gone, as dropped, handed in, handed it, "
                        "handed them, handed anything, hand-in, i sent, i've sent, ive sent, i posted, i've posted, "
                        "i handed, i dropped, was sent, were sent, is sent, being sent, that i sent, sent anything, "
                        "posted anything, posted it, posted them, sent it, sent them, posted any, sent any, i gave "
                        "it, i mailed"
                    ),
                    phrases(
                        "you, u, ur, you've, you're, you'd, youve, no note, there's, theres, there is, nothing, make "
                        "sure, no record, not noted, is anything"
                    ),
                ),
                barred=phrases(
                    "why, page, site, website, still, app, please note, yesterday, today, monday, tuesday, wednesday, "
                    "thursday, friday, saturday, sunday, when, days, remind, already, but, money, refund"
                ),
                most=18,
            ),
        ),
        RecordQuestion.ANYTHING_DONE: (
            WordSets(
                needed=(
                    phrases(
                        "did that go through, did it go through, did this go through, has that gone through, has it "
                        "gone through, has this gone through, is it through, is that through, did that work, did it "
                        "work, has that worked, was that sent, was it sent, is that sent, has that been sent, is it "
                        "submitted, was it submitted, was that submitted, has it been submitted, has that been "
                        "submitted, did you send it, did you send that, have you sent it, have you sent that, is "
                        "that done, is it done, have you done it, did you do it, did you cancel it, have you "
                        "cancelled it, is it cancelled now, was the request sent, is the request sent, has the "
                        "request been sent, is the request in, nothing sent, nothing was sent, nothing is sent, "
                        "nothing's sent, nothing has been sent, nothing submitted, nothing was submitted, nothing "
                        "has been submitted, nothing gone out, nothing went out, nothing has gone out, nothing "
                        "cancelled, nothing was cancelled, nothing is cancelled, nothing has been cancelled, nothing "
                        "changed, nothing was changed, nothing started, nothing was started, nothing begun, nothing "
                        "requested, nothing was requested, nothing happened, haven't sent anything, didn't send "
                        "anything, haven't started anything, didn't start anything, haven't cancelled anything, "
                        "didn't cancel anything, didn't do anything, haven't done anything, havent sent anything, "
                        "didnt send anything, havent started anything, didnt start anything, havent cancelled "
                        "anything, didnt cancel anything, didnt do anything, havent done anything, have you sent "
                        "anything, did you send anything, did you start anything, have you started anything, have "
                        "you changed anything, did you change anything, have you cancelled anything, did you cancel "
                        "anything, have you done anything, did you do anything, you sent nothing"
                    ),
                ),
                barred=phrases(
                    "money, refund, refunded, label, parcel, package, page, warehouse, seller, post, office, courier, "
                    "carrier, bank, card, email, mail, if, when, since, ago, why, i sent, back to you"
                ),
                most=12,
            ),
        ),
        RecordQuestion.WHO_CANCELLED: (
            WordSets(
                needed=(
                    phrases(
                        "who, who's, by whom, whose, did i, was it me, was that me, was this me, is that me, did "
                        "you, was it you, was that you, by me, by you, i did, it was me, was i, not me, wasn't me, "
                        "wasnt me, me who"
                    ),
                    phrases(
                        "do that, do this, do it, done that, done it, did that, did it, did this, was it me, was "
                        "that me, was this me, was that you, was it you, cancel, cancels, cancelled, canceled, "
                        "cancelling, called it off, called that off, called that one off, call it off, call that "
                        "off, called off, withdrew, withdrawn, withdraw, wasn't me, wasnt me, not me"
                    ),
                ),
                barred=phrases(
                    "if, can, could, order, should, must, want, please, again, how, when, until, pays, free"
                ),
                most=12,
            ),
        ),
        RecordQuestion.WHY_REFUSED: (
            WordSets(
                needed=(
                    phrases(
                        "why, why's, whys, how come, reason, reasons, grounds, what for, because of what, what was "
                        "wrong, what's wrong, what did i do wrong, whats wrong"
                    ),
                    phrases(
                        "refuse, refused, refusing, refusal, reject, rejected, rejecting, rejection, decline, "
                        "declined, declining, turn down, turned down, turned it down, turned that down, turned me "
                        "down, said no, say no, saying no, denied, deny, fail, failed, failing, knocked back, not "
                        "accept, not accepted, didn't accept, didnt accept"
                    ),
                ),
                barred=phrases("if, could they, can they, payment, delivery, could you, cancel"),
                most=18,
            ),
        ),
        RecordQuestion.SELLER_SAID: (
            WordSets(
                needed=(
                    phrases(
                        "what did, what has, what have, what's, whats, what was, what were, what does, what do, "
                        "which answer, what is, what exactly, show me, read me, tell me what, and what, see what"
                    ),
                    phrases("seller, seller's, sellers, shop, merchant, vendor, they, he, she"),
                    phrases(
                        "say, says, said, answer, answered, write, wrote, written, reply, replied, respond, responded, "
                        "response, words, saying, tell you, told you"
                    ),
                ),
                barred=phrases(
                    "if, should, can, could, when, not, nothing, never, no, to do, warehouse, carrier, courier, post, "
                    "tracking, rules, guide, money, refund, inspection, page, label, i say, doesn't, didn't, does not"
                ),
                most=14,
            ),
        ),
    }
)


def record_question(said: str) -> Optional[RecordQuestion]:
    """What a message asks of the records; None where it asks something else.

    Args:
        said: What the customer wrote.
    """
    return next((asked for asked, readers in _READ.items() if any(each.fits(said) for each in readers)), None)
