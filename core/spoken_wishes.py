"""Wishes and worries that are taken for others by their words: to be told, to take it back, who reads along."""

from __future__ import annotations

from typing import Final

from core.word_sets import WordSets, phrases

_BE_TOLD: Final = WordSets(
    needed=(
        phrases(
            "mail me, email me, e-mail me, text me, write me, write to me, notify me, tell me, inform me, message "
            "me, send me a mail, send me an email, get a mail, get an email, get a message, get a notification, be "
            "notified, be told, be informed, hear from you, let me know, contact me"
        ),
        phrases(
            "do i have to check, have to check, need to check, check myself, check it myself, look myself, look it "
            "up myself, keep checking, keep looking, must i check, or do i, should i check"
        ),
    ),
    most=24,
)
_READ_ALONG: Final = WordSets(
    needed=(
        phrases("read, reads, see, sees, seen, get, gets, know, knows, shown"),
        phrases(
            "what i wrote, what i have written, what i've written, what i said, what i've said, what i typed, what i "
            "told you, this chat, this conversation, my messages, our chat, our conversation, all this, all of this"
        ),
        phrases(
            "he, she, they, person, agent, human, colleague, colleagues, somebody, someone, anybody, anyone, staff"
        ),
    ),
    barred=phrases("don't want, nobody, privacy, delete"),
    most=24,
)
_SECOND_THOUGHTS: Final = WordSets(
    needed=(
        phrases(
            "change my mind, changed my mind, changing my mind, back out, take it back, withdraw it, pull out, undo it"
        ),
        phrases("can i, could i, may i, am i able, is it possible, still, allowed, what if"),
    ),
    barred=phrases("where, lamp, order hasn't, address, item, items, reason, size, refund, parcel, handed"),
    most=18,
)
_BY_ITSELF: Final = WordSets(
    needed=(
        phrases("17, seventeen, 17-day"),
        phrases("automatic, automatically, by itself, on its own, itself, starts, start"),
        phrases("refund, refunded, money"),
    ),
    most=24,
)
_TO_DO: Final = WordSets(
    needed=(
        phrases(
            "do i have to do, do i need to do, must i do, should i do, have i got to do, need i do, do we have to do"
        ),
        phrases("anything, something, a thing, nothing"),
    ),
    barred=phrases("label, photo, photos, cancel, pay, if"),
)
_OTHER_ORDER: Final = WordSets(
    needed=(
        phrases(
            "a different order, another order, different orders, other orders, separate order, separate orders, two "
            "orders, several orders, a second order, my next order, a new order"
        ),
        phrases("what about, how about, and, also, things, items, something, stuff, if, from, same for, does"),
    ),
    barred=phrases("where, when, how long, window, refund, cancel, track, number, arrived, status, wrong"),
    most=16,
)
_WHERE: Final = WordSets(
    needed=(
        phrases(
            "where is it, where's it, where is my, where's my, where is the, where's the, what's going on, whats "
            "going on, what is going on, what's happening, any news, how far is it, what is the status, what's the "
            "status, whats up with"
        ),
    ),
    barred=phrases("label, post office, button, page, drop, point, points, number, code, money, refund, order"),
    most=40,
)
_OTHER_TIME: Final = WordSets(
    needed=(
        phrases(
            "make it, make that, make them, change it to, change that to, move it to, shift it to, rather, instead"
        ),
        phrases(
            "day before, the day before, days before, a day earlier, the evening before, hour before, hours before, "
            "a week before, earlier, later, in the morning, in the evening, tomorrow, next week"
        ),
    ),
    barred=phrases("handed, posted, sent, dropped, arrived, parcel, it was"),
)


def asks_to_be_told(said: str) -> bool:
    """Whether a message asks if its writer hears of it or has to look: "will you write to me or must I check?"."""
    return _BE_TOLD.fits(said)


def asks_who_reads(said: str) -> bool:
    """Whether a message asks if a person gets to read what was written here."""
    return _READ_ALONG.fits(said)


def may_think_twice(said: str) -> bool:
    """Whether a message asks if what was asked for can still be taken back: "and can I still back out?"."""
    return _SECOND_THOUGHTS.fits(said)


_SEVENTEEN: Final = WordSets(
    needed=(phrases("17 days, 17 day, seventeen days, seventeen day, 17days"),),
    barred=phrases(
        "ago, ordered, arrived, received, bought, since, handed, posted, sent, dropped, been, have it, had it, got it, "
        "for 17, waiting"
    ),
    most=20,
)


def speaks_of_seventeen_days(said: str) -> bool:
    """Whether a message is about the rule of the 17 days, and not about an age of so many."""
    return _SEVENTEEN.fits(said.replace("-", " "))


def speaks_of_refund_by_itself(said: str) -> bool:
    """Whether a message holds against the answer that a refund starts by itself after the days that the rules name."""
    return _BY_ITSELF.fits(said)


def asks_if_to_act(said: str) -> bool:
    """Whether a message asks if its writer has to do anything: "so must I do something then?"."""
    return _TO_DO.fits(said)


def asks_of_other_orders(said: str) -> bool:
    """Whether a message asks if what was told holds for things of another order too."""
    return _OTHER_ORDER.fits(said)


def asks_where_it_is(said: str) -> bool:
    """Whether a message asks, besides what else it tells, where a return stands: "what's going on with it?"."""
    return _WHERE.fits(said)


def puts_reminder_off(said: str) -> bool:
    """Whether a message wants what it was told to come at another time: "make it the evening before"."""
    return _OTHER_TIME.fits(said)
