"""What a short message that goes on about the answer before says, told by its words alone.

What it is about, a parcel, money or a date, the conversation decides.
"""

from __future__ import annotations

import itertools
import re
from typing import Final, Optional

from core.hand_in_words import tells_of_hand_in
from core.money_questions import MONEY, PARCELS
from core.short_messages import MOST_WORDS, pieces, without_details, words
from core.word_sets import WordSets, phrases

#: A question that begins with one of these asks what was asked before, of another day or another thing.
_GOING_ON: Final = words("and or what how if also then")

_NOTS: Final = words("not don't dont can't cant cannot couldn't couldnt")
_KNOWING: Final = words("remember recall know sure say tell")
_FORGOT: Final = words("forgot forgotten unsure")
_AROUND_KNOWING: Final = words(
    "i i'm im i've ive we you do really honestly sorry ok okay oh ah hm hmm well um uh no nope any more anymore longer "
    "which what day date it was that the exactly exact for certain when of have tbh though actually now just "
    "quite even my idea clue whether if or a anything about me at all long ago precisely"
)

_DAY_NAMES: Final = words(
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed weds thu thur thurs fri sat sun"
)
_DAYS: Final = words(
    "monday tuesday wednesday thursday friday saturday sunday weekend today tomorrow yesterday holiday tmrw tmr 2moro"
)
_FITTING: Final = words("ok okay fine alright acceptable possible good work works do does go goes")
_AROUND_FITTING: Final = words(
    "is isn't isnt was will would wouldn't should does do did can could be still too also even late early soon enough "
    "in time on by the of that this it then there i we i'm am and so but or what about if make for within window "
    "deadline limit last day days today tomorrow next coming weekend all right hm hmm just already way any quick fast "
    "now maybe say me us them your a bit really actually not after before end with"
)
_LIMITS: Final = words("window deadline limit")
_CLAUSE: Final = re.compile(r"[.,;!?\n]")
_OF_A_LIMIT: Final = _LIMITS | words("days day advice tip until till")
_AROUND_NOW: Final = words(
    "am are i we is it was still in time too late already now today so oh ok okay no and but or just wait hm then yet "
    "me us for by"
)
_ASKS: Final = words("is are do does did was were will would isn't aren't don't doesn't")

_PAGE: Final = words("page status site website marked")
_CHANGING: Final = words("change changes changed update updates updated show shows say says marked move flip switch")
_ASKING_WHEN: Final = words("when day date until till by long soon")
_AROUND_A_PAGE: Final = words(
    "and so but ok okay the my your of for then that this it in case is would will does do should could can what which "
    "how on be as returned return at latest to get gets hm hmm me for it'd it'll i see until till after take"
)

_ARRIVING: Final = words(
    "arrive arrives arrived turn turns turned show shows reach reaches come comes came get gets delivered"
)
_NEVER: Final = words("never not doesn't doesnt don't dont didn't didnt won't wont isn't isnt")
_VANISHING: Final = words("missing disappear disappears disappeared vanish vanishes vanished")
_THINGS: Final = words("it this that") | PARCELS | MONEY
_AROUND_ARRIVING: Final = words(
    "and what but so ok okay happens happen would will do does did i then now if the my a up there to them you me us "
    "at all ever on its way in end be is has goes go went still warehouse account page your here back actually really "
    "hm hmm by that day date time until becomes of"
)

_CORRECTING: Final = words(
    "sorry no nope not wait oops actually correction meant mean rather instead wrong mistake typo scratch mixed "
    "muddled confused misread miscounted mistyped apologies"
)
_UNITS: Final = words("day days week weeks month months fortnight fortnights wks wk d")
_NUMERALS: Final = words(
    "a one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred couple"
)
_AROUND_AN_AGE: Final = words(
    "i i'm i've we it it's its was is that that's my the an and but only just about ago back since old then of or so "
    "oh ordering ordered order bought buying purchase purchased placed paid came arrived arrival arriving received "
    "receiving got delivered delivery reached reception turned showed up me us here there parcel package box item them "
    "thing make say said to be been have had for from hold on in fact now think ah hm hmm um to"
)
_AGO: Final = words("ago back old")
#: "And if it was 13 weeks?"
_SUPPOSING_AN_AGE: Final = frozenset([("if", "it"), ("if", "that"), ("suppose", "it"), ("say", "it")])
_IFS: Final = words("if what suppose were")
_OF_AN_ORDER: Final = words(
    "came arrived received delivered reached landed got ordered bought purchased placed order parcel package"
)
_LOOKED_UP: Final = words("looked checked up it's its rather exactly precisely check again my the figures numbers are")
#: As many ages as an order has, the digits of the longest, and how long lists are that somebody chooses from.
_BOTH: Final = 2
_MOST_DIGITS: Final = 3
_LONGEST_LIST: Final = 9
_WHICH_IS_MINE: Final = WordSets(needed=(words("which"), words("mine me")))
_WHAT_DECIDES: Final = WordSets(
    needed=(
        phrases(
            "what decides, what determines, who decides which, what does it depend on, what does that depend on, "
            "which one applies, which one counts, which of them applies, which of these applies, which applies, "
            "depends on what, how do i know which, how can i tell which"
        ),
    ),
    barred=words("refund money seller warehouse platform dispute case"),
    most=10,
)
_EXPLAINING: Final = WordSets(
    needed=(
        phrases(
            "explain, explanation, elaborate, clarify, eli5, simple words, simple terms, plain words, plain terms, "
            "simpler words, plain english, simple english, simpler"
        ),
    ),
    known=words(
        "explain explanation elaborate clarify eli5 simple simpler plain words terms english pls plz please that this "
        "it all me to can could you u would will ya a an bit more in by of the for again so and then what means mean "
        "hm hmm huh um er oh ok okay sorry thanks thx"
    ),
)
_NOT_LEFT: Final = WordSets(
    needed=(
        phrases(
            "i did not, i didn't, i didnt, i never, i have not, i haven't, i havent, we did not, we didn't, "
            "we haven't, we never"
        ),
        phrases(
            "leave it, left it, leave the parcel, left the parcel, drop it, dropped it, hand it, handed it, give it, "
            "gave it, given it, take it there, took it there, brought it, bring it, post it, posted it, "
            "sent it, send it"
        ),
    ),
    barred=phrases("if, want, refund, label, money, order, sign, yet can, will"),
    first=phrases("no, nope, nah, i, we, not, what, never"),
)
_SAME_OF_ANOTHER: Final = WordSets(
    needed=(
        phrases("same question, same thing, same again, same, likewise, ditto, same q, same story, same query"),
        phrases("for, about, with, on, regarding, re"),
    ),
    first=phrases("same, the same, likewise, ditto, my same, i have the same, i've got the same, now the same"),
    barred=phrases("label, parcel, code, account, money, address, email, reason, day, time, both"),
    most=10,
)


#: "Bed linen, same question."
_SAME_BEHIND: Final = re.compile(
    r"^[^,.;:?!\n]{2,60}[,.;:?!\u2013\u2014-]\s{0,3}(?:and )?(?:the |my )?"
    r"(?:same (?:question|thing|again|q|query)|same|likewise|ditto)\s{0,3}[.?!]{0,3}$",
    re.IGNORECASE,
)


def goes_on(said: str) -> bool:
    """Whether a message begins as one that goes on about what was asked before: "and Thursday?", "or the 9th"."""
    return not _GOING_ON.isdisjoint(pieces(said)[:1])


def knows_not(said: str) -> bool:
    """Whether a message says only that the customer can't tell: "I don't remember", "no idea anymore"."""
    spoken = pieces(said)
    if not 0 < len(spoken) <= MOST_WORDS or "?" in said:
        return False
    heard = set(spoken)
    if not heard <= _AROUND_KNOWING | _NOTS | _KNOWING | _FORGOT:
        return False
    no_idea = "no" in heard and not heard.isdisjoint(("idea", "clue"))
    can_not = bool(heard & _NOTS) and not heard.isdisjoint(_KNOWING | {"idea", "clue"})
    return no_idea or can_not or bool(heard & _FORGOT)


def never_arrives(said: str) -> bool:
    """Whether a message asks only what follows if something does not come: "and if it never arrives at all?"."""
    whole = pieces(said)
    spoken = without_details(whole)
    heard = set(spoken)
    names_a_thing = len(spoken) < len(whole) or not heard.isdisjoint(_THINGS)
    if "if" not in heard or len(spoken) > MOST_WORDS or not names_a_thing:
        return False
    heard = {word for word in heard if not names_day(word)}
    if not heard <= _AROUND_ARRIVING | _ARRIVING | _NEVER | _VANISHING | _THINGS:
        return False
    return bool(heard & (_ARRIVING | {"there"}) and heard & _NEVER) or bool(heard & _VANISHING)


def asks_same_of_another(said: str) -> bool:
    """Whether a message asks what was asked before of another thing: "same question for the mat"."""
    return _SAME_OF_ANOTHER.fits(said) or _SAME_BEHIND.match(said.strip()) is not None


_OF_ANOTHER_ORDER: Final = WordSets(
    needed=(phrases("the order, my order, the one, the ones, the return, my return, the orders"),),
    first=phrases("the order, my order, the one, the ones, the return, my return, the orders"),
    barred=phrases(
        "where, when, why, how, arrived, arrive, came, come, missing, lost, late, late?, cancel, change, delivered, "
        "tracking, yet, still, never, money, refund, received"
    ),
    most=10,
)


def names_another_order(said: str) -> bool:
    """Whether a message only names another order or return to go on with: "and the order I placed in September?"."""
    return _OF_ANOTHER_ORDER.fits(said) and goes_on(said)


_ARRIVAL_PUT_RIGHT: Final = WordSets(
    needed=(
        words("came arrived delivered received got reached landed arrival delivery"),
        words("not sorry wait no nope actually wrong mistake correction meant mean rather says hang hold checked oops"),
    ),
    barred=words("warehouse you page status refund money returned back handed if why when how"),
)


def corrects_arrival(said: str) -> bool:
    """Whether a message puts right on which day something came: "sorry, it was delivered on the 4th, not the 2nd"."""
    return _ARRIVAL_PUT_RIGHT.fits(said) and names_day(said) and "?" not in said


def denies_hand_in(said: str) -> bool:
    """Whether a message denies at its head that a parcel was handed in: "no I did NOT leave it there"."""
    return _NOT_LEFT.fits(said) and "?" not in said


def names_day(said: str) -> bool:
    """Whether a message has a word for a day: "Friday", "tomorrow", "the 16th"."""
    spoken = [word.removesuffix("'s") for word in pieces(said)]
    return not (_DAYS | _DAY_NAMES).isdisjoint(spoken) or any(map(_is_day_of_month, spoken))


def asks_in_time(said: str) -> bool:
    """Whether a message asks only if a day is early enough: "is that too late?", "by Friday, good enough?"."""
    spoken = pieces(said)
    heard = set(spoken)
    names_a_day = bool(heard & (_DAYS | _DAY_NAMES)) or any(map(_is_day_of_month, spoken))
    known = _AROUND_FITTING | _FITTING | _DAYS | _DAY_NAMES
    if not 1 < len(spoken) <= MOST_WORDS or not all(word in known or _is_day_of_month(word) for word in spoken):
        return False
    is_bare = names_a_day and "?" in said and spoken[-1] in _FITTING | {"enough"}
    if is_bare and (spoken[0] in ("by", "on", "next") or names_day(spoken[0])):
        # "Monday OK?"
        return True
    if len(spoken) < len(("is", "that", "ok")):
        return False
    if not names_a_day and heard.isdisjoint(("that", "this", "it", "then")):
        return False
    pairs = set(itertools.pairwise(spoken))
    is_judged = {("too", "late"), ("in", "time")} & pairs or ("within" in heard and heard & _LIMITS)
    if is_judged or ("enough" in heard and heard & words("early soon quick fast")):
        return True
    asks = spoken[0] in _ASKS | words("would will could can") or (spoken[0] == "so" and "?" in said)
    return names_a_day and asks and not heard.isdisjoint(_FITTING)


def asks_if_late_now(said: str) -> bool:
    """Whether a message asks only if it is too late by now, and for no day: "am I too late?", "still in time?"; before
    that it may tell of a deadline: "my deadline was on Sunday, am I too late?"."""
    *told, asked = [each for each in _CLAUSE.split(said) if pieces(each)] or [""]
    before = {word for each in told for word in pieces(each)}
    if len(before) > MOST_WORDS or before & MONEY or (before and before.isdisjoint(_OF_A_LIMIT)):
        return False
    spoken = pieces(asked)
    pairs = set(itertools.pairwise(spoken))
    is_judged = bool(pairs & {("too", "late"), ("in", "time")}) or "late" in spoken[-1:]
    return "?" in said and is_judged and 1 < len(spoken) <= MOST_WORDS and _AROUND_NOW.issuperset(spoken)


def corrects_age(said: str) -> bool:
    """Whether a message says only that something is another number of days old than was told: "sorry, 12 weeks ago"."""
    if ages_corrected(said) or _puts_age_right(said):
        return True
    spoken = pieces(said)
    known = _AROUND_AN_AGE | _CORRECTING | _UNITS | _NUMERALS
    supposes = any(pair in _SUPPOSING_AN_AGE for pair in itertools.pairwise(spoken[:4]))
    if supposes:
        spoken = [word for word in spoken if word not in _IFS]
    if not 1 < len(spoken) <= MOST_WORDS or ("?" in said and not supposes):
        return False
    if not all(word in known or word[0].isdigit() for word in spoken):
        return False
    pairs = set(itertools.pairwise(spoken))
    counts = any(behind in _UNITS and (word in _NUMERALS or word.isdecimal()) for word, behind in pairs)
    return counts and (supposes or not _CORRECTING.isdisjoint(spoken) or ("make", "that") in pairs)


def _puts_age_right(said: str) -> bool:
    """Whether a longer message corrects an age, and says of what: "my fault, I misread it, it only came 9 days ago"."""
    spoken = pieces(said)
    heard = set(spoken)
    if "?" in said or len(spoken) > 2 * MOST_WORDS or heard.isdisjoint(_CORRECTING):
        return False
    if tells_of_hand_in(said) or not heard.isdisjoint(_NEVER - {"not", "isn't", "isnt"}):
        return False
    trios = zip(spoken, spoken[1:], spoken[2:], strict=False)
    counts = any(
        (number in _NUMERALS or number.isdecimal()) and unit in _UNITS and behind in _AGO
        for number, unit, behind in trios
    )
    return counts and not heard.isdisjoint(_OF_AN_ORDER)


def ages_corrected(said: str) -> tuple[int, ...]:
    """The numbers that a message puts in the place of those that were told, without their unit: "sorry, 82 and 14".

    Of one number the message has to say which it replaces: "82, not 80" gives 82 and 80.
    """
    spoken = pieces(said.replace("/", " "))
    known = _AROUND_AN_AGE | _CORRECTING | _UNITS | _LOOKED_UP
    numbers = [word for word in spoken if word.isdecimal() and len(word) <= _MOST_DIGITS]
    if len(spoken) > MOST_WORDS or "?" in said or _CORRECTING.isdisjoint(spoken) or "paid" in spoken:
        return ()
    if len(numbers) != _BOTH:
        return ()
    if not all(word in known or word in numbers for word in spoken):
        return ()
    # "Sorry, 1 and 3" chooses from a list.
    return tuple(map(int, numbers)) if max(map(int, numbers)) > _LONGEST_LIST else ()


def age_corrected(said: str) -> Optional[int]:
    """The one number that a message puts in the place of what was told, and says no more of: "sorry, 59"."""
    spoken = pieces(said)
    numbers = [word for word in spoken if word.isdecimal() and len(word) <= _MOST_DIGITS]
    if len(numbers) != 1 or len(spoken) > MOST_WORDS or "?" in said or _CORRECTING.isdisjoint(spoken):
        return None
    known = _AROUND_AN_AGE | _CORRECTING | _LOOKED_UP
    if "not" in spoken[: spoken.index(numbers[0])] or not all(word in known for word in spoken if word not in numbers):
        return None
    return int(numbers[0]) if int(numbers[0]) > _LONGEST_LIST else None


def replaces_one(said: str) -> bool:
    """Whether the second number of a message is the one that it takes back: "82, not 80"."""
    spoken = pieces(said)
    numbers = [place for place, word in enumerate(spoken) if word.isdecimal()]
    return len(numbers) == _BOTH and "not" in spoken[numbers[0] : numbers[1]]


def asks_of_page(said: str) -> bool:
    """Whether a message asks only when the return's page changes: "and when would the page change then?"."""
    spoken = without_details(pieces(said))
    heard = set(spoken)
    if len(spoken) > MOST_WORDS or not heard <= _AROUND_A_PAGE | _PAGE | _CHANGING | _ASKING_WHEN:
        return False
    return all(not heard.isdisjoint(needed) for needed in (_PAGE, _CHANGING, _ASKING_WHEN))


def asks_to_explain(said: str) -> bool:
    """Whether a message asks only that the answer before be explained: "explain pls", "in simple words?"."""
    return _EXPLAINING.fits(said)


def asks_which(said: str) -> bool:
    """Whether a message asks which of several is the customer's own, or by what: "which of these is mine?"."""
    return (_WHICH_IS_MINE.fits(said) and "of mine" not in said.lower()) or _WHAT_DECIDES.fits(said)


def _is_day_of_month(word: str) -> bool:
    """Whether a word is a day in digits: "30", "2nd"."""
    digits = word.removesuffix(word[-2:]) if word[-2:] in ("st", "nd", "rd", "th") else word
    return digits.isdecimal() and len(digits) <= 2
