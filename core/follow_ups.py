"""What a short message that goes on about the answer before says, told by its words alone.

Each function is sure only of messages all of whose words it knows, or that have few words beside those that tell. What
they are about, a parcel, money or a date, the conversation decides.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Final

#: In words: what says more goes on about nothing.
MOST_WORDS: Final = 14


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


#: A question that begins with one of these asks what was asked before, of another day or another thing.
_GOING_ON: Final = _words("and or what how if also then")

_SIGNS: Final = '.,!?;:()*"\u2026\u2013\u2014\u201c\u201d-'
_NOTS: Final = _words("not don't dont can't cant cannot couldn't couldnt")
_KNOWING: Final = _words("remember recall know sure say tell")
_FORGOT: Final = _words("forgot forgotten unsure")
_AROUND_KNOWING: Final = _words(
    "i i'm im i've ive we you do really honestly sorry ok okay oh ah hm hmm well um uh no nope any more anymore longer "
    "which what day date it was that the exactly exact for certain when of have tbh though actually now just "
    "quite even my idea clue whether if or a anything about me at all long ago precisely"
)

_DAY_NAMES: Final = _words(
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed weds thu thur thurs fri sat sun"
)
_FITTING: Final = _words("ok okay fine alright acceptable possible good work works do does go goes")
_AROUND_FITTING: Final = _words(
    "is isn't isnt was will would wouldn't should does do did can could be still too also even late early soon enough "
    "in time on by the of that this it then there i we i'm am and so but or what about if make for within window "
    "deadline limit last day days today tomorrow next coming weekend all right hm hmm just already way any quick fast "
    "now maybe say me us them your a bit really actually not after before end with"
)
_LIMITS: Final = _words("window deadline limit")
_PAGE: Final = _words("page status site website marked")
_CHANGING: Final = _words("change changes changed update updates updated show shows say says marked move flip switch")
_ASKING_WHEN: Final = _words("when day date until till by long soon")
_AROUND_A_PAGE: Final = _words(
    "and so but ok okay the my your then that this it in case is would will does do should could can what which how on "
    "be as returned return at latest to get gets hm hmm me for it'd it'll i see until till after take"
)

_ARRIVING: Final = _words(
    "arrive arrives arrived turn turns turned show shows reach reaches come comes came get gets delivered"
)
_NEVER: Final = _words("never not doesn't doesnt don't dont didn't didnt won't wont isn't isnt")
_VANISHING: Final = _words("missing disappear disappears disappeared vanish vanishes vanished")
_MONEY: Final = _words("money refund cash payment amount")
_PARCELS: Final = _words("parcel package packet box")
_THINGS: Final = _words("it this that") | _PARCELS | _MONEY
_AROUND_ARRIVING: Final = _words(
    "and what but so ok okay happens happen would will do does did i then now if the my a up there to them you me us "
    "at all ever on its way in end be is has goes go went still warehouse account page your here back actually really "
    "hm hmm by that day date time until becomes of"
)

_WEEK: Final = _words("monday tuesday wednesday thursday friday saturday sunday weekend")
_DAYS: Final = _WEEK | _words("today tomorrow yesterday holiday")
_COUNTING: Final = _words("count counted counting included include work working open closed")
_ASKS: Final = _words("is are do does did was were will would isn't aren't don't doesn't")
_BEFORE_ASKING: Final = _words("and but so ok okay hi hey hello also hm hmm wait well")
_HAND_IN: Final = _words(
    "hand drop bring take send post refund money label cancel handed dropped brought taken sent posted"
)
_UNTIL: Final = _words("till until til by or up")
_HOURS: Final = _words("hour midnight o'clock oclock")
_WHOLE: Final = _words("all whole entire full end")
_WORKING: Final = _words("working business work")
_WORKDAYS: Final = _words("workday workdays working-day working-days")

_CORRECTING: Final = _words(
    "sorry no nope not wait oops actually correction meant mean rather instead wrong mistake typo scratch"
)
_UNITS: Final = _words("day days week weeks month months fortnight fortnights wks wk d")
_NUMERALS: Final = _words(
    "a one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred couple"
)
_AROUND_AN_AGE: Final = _words(
    "i i'm i've we it it's its was is that that's my the an and but only just about ago back since old then of or so "
    "oh ordering ordered order bought buying purchase purchased placed paid came arrived arrival arriving received "
    "receiving got delivered delivery reached reception turned showed up me us here there parcel package box item "
    "thing make say said to be been have had for from hold on in fact now think ah hm hmm um to"
)

_WAYS: Final = _words("paypal bank account iban transfer voucher coupon credit cash cheque card klarna")
_OTHER_WAY: Final = _words("instead rather another different other")
_BY: Final = _words("by via to onto on as in through into get")
_BEFORE_A_WAY: Final = _words("my a the an new old store gift bank credit debit paypal shop your")
_WISHES: Final = _words("can could may want like prefer possible would please")
_PAYING: Final = _words("pay paying order buy")
_TIMES: Final = _words("when long longer soon sooner hour day week month already yet still")
_DELAYS: Final = _words("longer slower slow delay delayed late later backlog because")


def goes_on(said: str) -> bool:
    """Whether a message begins as one that goes on about what was asked before: "and Thursday?", "or the 9th"."""
    return not _GOING_ON.isdisjoint(_pieces(said)[:1])


def knows_not(said: str) -> bool:
    """Whether a message says only that the customer can't tell: "I don't remember", "no idea anymore"."""
    words = _pieces(said)
    if not 0 < len(words) <= MOST_WORDS or "?" in said:
        return False
    heard = set(words)
    if not heard <= _AROUND_KNOWING | _NOTS | _KNOWING | _FORGOT:
        return False
    no_idea = "no" in heard and not heard.isdisjoint(("idea", "clue"))
    can_not = bool(heard & _NOTS) and not heard.isdisjoint(_KNOWING | {"idea", "clue"})
    return no_idea or can_not or bool(heard & _FORGOT)


def never_arrives(said: str) -> bool:
    """Whether a message asks only what follows if something does not come: "and if it never arrives at all?"."""
    whole = _pieces(said)
    words = _without_details(whole)
    heard = set(words)
    names_a_thing = len(words) < len(whole) or not heard.isdisjoint(_THINGS)
    if "if" not in heard or len(words) > MOST_WORDS or not names_a_thing:
        return False
    if not heard <= _AROUND_ARRIVING | _ARRIVING | _NEVER | _VANISHING | _THINGS:
        return False
    return bool(heard & (_ARRIVING | {"there"}) and heard & _NEVER) or bool(heard & _VANISHING)


def asks_in_time(said: str) -> bool:
    """Whether a message asks only if a day is early enough: "is that too late?", "would Friday still be fine?"."""
    words = _pieces(said)
    heard = set(words)
    names_a_day = bool(heard & (_DAYS | _DAY_NAMES)) or any(map(_is_day_of_month, words))
    known = _AROUND_FITTING | _FITTING | _DAYS | _DAY_NAMES
    if not 2 < len(words) <= MOST_WORDS or not all(word in known or _is_day_of_month(word) for word in words):
        return False
    if not names_a_day and heard.isdisjoint(("that", "this", "it", "then")):
        return False
    pairs = set(itertools.pairwise(words))
    is_judged = {("too", "late"), ("in", "time")} & pairs or ("within" in heard and heard & _LIMITS)
    if is_judged or ("enough" in heard and heard & _words("early soon quick fast")):
        return True
    return names_a_day and not heard.isdisjoint(_FITTING) and words[0] in _ASKS | _words("would will could can")


def corrects_age(said: str) -> bool:
    """Whether a message says only that something is another number of days old than was told: "sorry, 12 weeks ago"."""
    words = _pieces(said)
    known = _AROUND_AN_AGE | _CORRECTING | _UNITS | _NUMERALS
    if not 1 < len(words) <= MOST_WORDS or "?" in said or not all(word in known or word[0].isdigit() for word in words):
        return False
    pairs = set(itertools.pairwise(words))
    counts = any(behind in _UNITS and (word in _NUMERALS or word.isdecimal()) for word, behind in pairs)
    return counts and (not _CORRECTING.isdisjoint(words) or ("make", "that") in pairs)


def asks_of_page(said: str) -> bool:
    """Whether a message asks only when the return's page changes: "and when would the page change then?"."""
    words = _pieces(said)
    heard = set(words)
    if len(words) > MOST_WORDS or not heard <= _AROUND_A_PAGE | _PAGE | _CHANGING | _ASKING_WHEN:
        return False
    return all(not heard.isdisjoint(needed) for needed in (_PAGE, _CHANGING, _ASKING_WHEN))


def is_of_money(said: str) -> bool:
    """Whether a message names the money rather than a parcel."""
    return not _MONEY.isdisjoint(_pieces(said)) and not names_parcel(said)


def names_parcel(said: str) -> bool:
    """Whether a message is about a parcel: what stands behind "if" decides, or else the whole of it.

    "What becomes of my money if that box vanishes?" is about the box.
    """
    words = _pieces(said)
    supposed = set(words[words.index("if") + 1 :] if "if" in words else words)
    return not supposed.isdisjoint(_PARCELS) and supposed.isdisjoint(_MONEY)


def denies_arrival(said: str) -> bool:
    """Whether a message says that something is not there."""
    return not (_NEVER | _words("nothing no missing nowhere hasn't hasnt haven't havent")).isdisjoint(_pieces(said))


def asks_of_calendar(said: str) -> bool:
    """Whether a message asks which days count: "is Monday a holiday for you?", "do weekends count?"."""
    words = [word for word in _without_details(_pieces(said)) if word not in _BEFORE_ASKING]
    heard = {word.removesuffix("s") for word in words} | set(words)
    if not words or words[0] not in _ASKS or len(words) > MOST_WORDS or heard & (_HAND_IN | _DELAYS):
        return False
    if "holiday" in heard:
        return True
    names_a_day = bool(heard & _DAYS) or any(word[:1].isdigit() and not word.isdigit() for word in words)
    return names_a_day and (_names_working_days(words) or bool(heard & _COUNTING))


def is_of_working_days(said: str) -> bool:
    """Whether a message names working days or holidays."""
    return _names_working_days(_pieces(said)) or "holiday" in said.lower()


def asks_in_weeks(said: str) -> bool:
    """Whether a message asks for a number of days in weeks: "what's that in weeks?"."""
    words = _pieces(said)
    asked = any(a == "in" and b in ("week", "weeks", "months") for a, b in itertools.pairwise(words))
    return asked and len(words) <= MOST_WORDS // 2 and not any(any(map(str.isdigit, word)) for word in words)


def asks_of_day_end(said: str) -> bool:
    """Whether a message asks until when on its last day something holds: "all of that day, or till some hour?"."""
    words = _pieces(said)
    heard = set(words)
    if len(words) > MOST_WORDS or heard & _HAND_IN or heard.isdisjoint(_UNTIL):
        return False
    return not heard.isdisjoint(_HOURS) or ("day" in heard and not heard.isdisjoint(_WHOLE))


def asks_which(said: str) -> bool:
    """Whether a message asks which of several is the customer's own."""
    return not {"which", "mine", "me", "my"}.isdisjoint(_pieces(said))


def asks_for_another_way(said: str) -> bool:
    """Whether a message asks for the refund in another way: "can I have it by PayPal instead?"."""
    words = [word.removesuffix("s") if len(word) > len("via") else word for word in _pieces(said)]
    heard = set(words)
    if heard.isdisjoint(_WAYS) or heard.isdisjoint(_WISHES) or heard & _PAYING or len(words) > 2 * MOST_WORDS:
        return False
    if heard & _OTHER_WAY:
        return True
    # "When can I have it on my card?" asks for no other way, but for the day.
    return heard.isdisjoint(_TIMES) and any(_is_led(words[:at]) for at, word in enumerate(words) if word in _WAYS)


def _is_day_of_month(word: str) -> bool:
    """Whether a word is a day in digits: "30", "2nd"."""
    digits = word.removesuffix(word[-2:]) if word[-2:] in ("st", "nd", "rd", "th") else word
    return digits.isdecimal() and len(digits) <= 2


def _is_led(before: Sequence[str]) -> bool:
    """Whether the words before a way of paying lead to it: "to my", "as a gift"."""
    lead = next((word for word in reversed(before) if word not in _BEFORE_A_WAY), "")
    return lead in _BY


def _names_working_days(words: Sequence[str]) -> bool:
    pairs = itertools.pairwise(words)
    return not _WORKDAYS.isdisjoint(words) or any(a in _WORKING and b in ("day", "days") for a, b in pairs)


def _pieces(said: str) -> list[str]:
    stripped = (word.strip(_SIGNS) for word in said.lower().replace("\u2019", "'").split())
    return [word for word in stripped if word]


def _without_details(words: Sequence[str]) -> list[str]:
    """The words without numbers and addresses; a day in digits such as "12th" stays."""
    return [word for word in words if "@" not in word and not (len(word) > len("12th") and any(map(str.isdigit, word)))]
