"""What a clause can say of a hand-in, and the words around the deed by which it is told."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from core.own_people import OWN_PEOPLE


class Stance(str, Enum):
    """What a clause says of the thing it is about."""

    DONE = "done"
    NOT = "not"
    AHEAD = "ahead"
    SUPPOSED = "supposed"
    ASKED = "asked"
    """Whether, where or when one can hand in."""
    OTHER = "other"
    """It is about something else that has its own day: the order, the label, what the page will show."""


def words(listed: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(listed.split())


#: A day by which nothing has changed is one to look again, and no plan.
UNCHANGED = words("nothing still same unchanged changed change moved updated update news")
GOES = words(
    "go going went walk walking walked drive driving drove carry carrying carried lug lugging lugged pop popping "
    "popped head heading off"
)
# "We didn't get to the post office."
GET = GOES | frozenset(["get", "make", "be", "been"])
# "I'm off to the post office".
GOING = words("going walking driving carrying lugging popping heading off")
# "The box I returned", "what I sent".
THINGS = words("parcel package packet box item items article thing goods what which that")
# "I still have it", "the box is still in my hallway": nothing was handed in.
KEPT = words("parcel package packet box bag item items it them they mine")
AT_HOME = words(
    "me here home house flat hallway hall table desk kitchen car boot trunk van garage shelf sofa couch room door bag "
    "backseat cupboard drawer"
)
# Where nothing is but what its owner has put there: "mine is in the boot" needs no "still".
STOWED = words("car boot trunk van hallway hall garage desk shelf backseat cupboard drawer")
# "So I left again" leaves no parcel.
LEAVING = frozenset(["again", "home", "early", "without"])
# Without these, to send something back is a wish that precedes every hand-in.
PARCELS = words("parcel package packet box")
KNOWN_THINGS = frozenset(["it", "them"])
OF_A_PARCEL = words("hand drop post mail deposit handing dropping posting mailing depositing")
DESIRES = words("want wants need like can could must have let may should how")
TIMES = words(
    "today tomorrow tonight tmrw tomorow later soon now next week weekend month morning afternoon evening day days "
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed weds thu thur thurs fri sat sun eve "
    "january february march april june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec"
)
# "I might try again on Thursday", "won't manage before Monday".
EFFORTS = words("try trying manage managing")
NO_SOONER = words("before until till")
LEFT_OVER = words("day days week weeks time is are was the")
PLACES = words("post office counter locker station courier depot shop")
# Before these, "post", "return" and "drop" are things and no deeds.
OF_A_THING = words("the a an my your our this that these any free - e of first")
# What has a day of its own that is no hand-in.
OTHERS = words(
    "ordered bought purchased placed paid requested applied approved cancelled canceled refunded arrived came "
    "called wrote emailed contacted opened started asked closed issued turned showed landed "
    "confirmed confirmation deadline expired scanned"
)
ME = words("i we") | OWN_PEOPLE
# "My son says the box is still here" is the customer's word.
SAYING = words("says said say tells told tell thinks thought noticed mentions mentioned texted found")
BEHIND_SAYING = words("me us that just")
AUX = words("have has had did do does could can was were will would should is are am")
NOTS = words("not never unable forgot failed nobody without")
IFS = words("if suppose supposing assume assuming presuming provided providing unless imagine whether")
# Behind these what has come about has not yet: "once I've posted it", "when it is with the courier".
ONCE = words("once when until till")

ASKS = words("how where what which who can could may do does should must shall will would am is")
WILLS = words(
    "will shall going want wants plan planning intend intending would might may can could should must need have "
    "hope hoping try trying about let supposed expect ready due scheduled booked meaning thinking considering aim "
    "aiming plans intends hopes aims"
)
# Behind "was" and "had" these tell of a plan, and not of what was done.
INTENDING = words(
    "going about planning hoping thinking supposed meant due meaning intending scheduled set ready plan idea intention"
)
# With these a plan of the past is one still.
LATER = words("tomorrow tmrw tomorow next")
PLANS = words("plan idea intention")
WERE = words("was were had")
# How a participle that lies ahead is led: "it gets posted", "I'm having it posted".
IS = words("is 's ’s its are")
BEING = IS | words("being get gets getting")
HAVING = words("have having get getting")
HAS = words("has have 's ’s")
WAS = words("was were had did got")
# "Let's say I post it", "say it goes today".
BEFORE_SAY = words("so or just let lets us 's ’s ok okay hm well what if")
SAID_OF = ME | words("it they the this that my our them")
# What the shop sends, and not the customer.
OF_THE_SHOP = words("refund money cash payment label code order replacement voucher")
# With these the wish to send something back has no day of its own.
SOON = words("today tonight now soon later morning afternoon evening")
OF_A_WISH = DESIRES | words("wish looking thinking considering love gotta")
# What may stand between "not" and the deed that it denies.
BETWEEN = words(
    "yet been still even actually really physically be able to manage managed get got have had it them the my our "
    "parcel package box around time chance want going anything ever a any"
)
# Who else says so: the page, not the customer.
REPORTS = words(
    "says say said saying shows showing show thinks think thought claims claim tells tell telling told insists "
    "reads states stating displayed pretends treating marked why page app site website status system according "
    "believes notification reminder reminders mail mails email emails"
)
# What was wanted and did not come about.
WANTED = frozenset(["wanted", "meant", "planned", "hoped", "intended", "tried"])
# With these a message complains of what was done, so that "I drop it off friday" tells of the past.
COMPLAINTS = words("still already since nothing ago yesterday lost")
SOMEBODY = frozenset(["i", "we", "they", "he", "she"])
INSTEAD = frozenset(["on", "yesterday", "today", "last"])
NEAR = 6


def of_a_day(word: str) -> bool:
    """Whether a word tells when: "today", "next", "12th", "9/10"."""
    return word in TIMES or is_a_day(word)


def is_a_day(word: str) -> bool:
    """Whether a word is a day in digits: "12th", "9/10"."""
    return word[:1].isdigit() and (word[-2:] in ("st", "nd", "rd", "th") or "/" in word)


def was_to_be(before: Sequence[str]) -> bool:
    """Whether the words before a verb tell of a plan of the past: "was going to", "had planned to", "meant to"."""
    intended = WANTED | (INTENDING if not WERE.isdisjoint(before) else frozenset())
    return not intended.isdisjoint(before)


def was_planned(words: Sequence[str]) -> Stance:
    """What a clause says that tells of a plan of the past."""
    return Stance.NOT if LATER.isdisjoint(words) else Stance.AHEAD
