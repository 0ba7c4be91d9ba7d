"""Questions that are taken for others: to be told in plain words, whether something can be sent back, until when."""

from __future__ import annotations

from typing import Final

from core.word_sets import WordSets, phrases

_EXPLAINING: Final = WordSets(
    needed=(
        phrases(
            "explain, explanation, elaborate, clarify, clearer, simpler, simple words, simple terms, plain words, "
            "plain terms, in plain, easy words, easier words, in other words, put differently, put it differently, "
            "put that differently, break it down, break that down, spell it out, spell that out, lost me, over my "
            "head, not following, don't follow, dont follow, makes no sense, make no sense, doesn't make sense, make "
            "sense of, eli5"
        ),
    ),
    known=phrases(
        "explain, explanation, elaborate, clarify, clearer, simpler, simple, words, terms, plain, in, easy, easier, "
        "other, put, differently, break, it, down, that, spell, out, you, you've, lost, me, over, my, head, i'm, im, "
        "i, am, not, following, don't, dont, follow, makes, make, no, sense, doesn't, of, eli5, please, pls, plz, "
        "can, could, would, will, this, a, bit, little, more, better, again, once, what, does, mean, means, do, so, "
        "ok, okay, and, but, hm, hmm, sorry, huh, need, want, an, the, for, to, with, just, then, now, english, any, "
        "some, all, there, is, be, quickly, properly, too, even, still, how, on, bit"
    ),
    barred=phrases("how do i explain, to explain to, how to explain"),
)
_RETURNABLE: Final = WordSets(
    needed=(
        phrases(
            "if i can return, if i can send, if i can still return, if i can still send, whether i can return, "
            "whether i can send, whether i can still return, if i could return, if i could send, if we can return, "
            "if we can send, if i may return, if it can be returned, if it can go back, if i'm allowed to return, "
            "can i return it, can i still return it, can i send it back, can i still send it back, could i return it"
        ),
        phrases("return, returned, back, allowed"),
    ),
    barred=phrases("where, store, shop, locker, handed, posted, my return, without, label, refund"),
    most=16,
)
_BEFORE_ARRIVAL: Final = WordSets(
    needed=(
        phrases(
            "return, send back, send it back, send them back, sent back, give it back, refuse it, refuse the, go back"
        ),
        phrases(
            "on its way, on the way, on their way, in transit, not arrived, hasn't arrived, hasnt arrived, haven't "
            "arrived, has not arrived, have not arrived, hasn't come, has not come, haven't come, before it arrives, "
            "before it comes, before it gets here, before it's here, before it is here, before they arrive, not here "
            "yet, isn't here yet, aren't here yet, still in the post, in the mail, not received, haven't received, "
            "hasn't been delivered, not been delivered, before delivery, not got it yet, haven't got it, still "
            "travelling, still traveling, still being shipped, being delivered"
        ),
        phrases("can, could, may, how, possible, allowed, want to, like to, wanna, is there"),
    ),
    barred=phrases(
        "my return, the return, return is, refund, money, warehouse, label, handed, dropped, posted, i sent, sent "
        "it, status, marked, page, cancel, seller says, code, empty"
    ),
    most=26,
)


_TO_RETURN: Final = WordSets(
    needed=(phrases("return the, return my, return a, return an, return this, return these, return it"),),
    first=phrases(
        "can i return, could i return, may i return, can we return, could we return, how do i return, "
        "i want to return, i'd like to return, i would like to return, is it possible to return"
    ),
    barred=phrases("return the chat, return the assistant, return the bot, return the chatbot, to the bot, to you"),
    most=14,
)


def asks_to_return(said: str) -> bool:
    """Whether a message asks to send a thing back, whatever it is called: "can I return the robot vacuum"."""
    return _TO_RETURN.fits(said)


def asks_to_explain(said: str) -> bool:
    """Whether a message asks only to be told in plain words what the answer before says: "explain pls"."""
    return _EXPLAINING.fits(said)


def asks_if_returnable(said: str) -> bool:
    """Whether a message asks only if something can be sent back: "I just want to know if I can return it"."""
    return _RETURNABLE.fits(said)


def asks_before_arrival(said: str) -> bool:
    """Whether a message asks to send back what has not arrived: "can I return it while it's still on the way?"."""
    return _BEFORE_ARRIVAL.fits(said)


_END_OF_WINDOW: Final = WordSets(
    needed=(
        phrases("window, return window, return period"),
        phrases("until when, till when, by when, how long, when does, when did, when is, when was, last day, ends"),
    ),
    barred=phrases("refund, money, page, parcel, chat, open the, close the, browser, delivery, tab"),
    most=12,
)


def asks_end_of_window(said: str) -> bool:
    """Whether a message asks when the window ends: "and when did the window end again"."""
    return _END_OF_WINDOW.fits(said)
