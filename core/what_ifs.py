"""Short questions about what is not so yet: whether something may be done now, done again or done later, and what
follows if it is, or if nobody answers.

Of which return or order they are, the conversation decides.
"""

from __future__ import annotations

import itertools
import re
from typing import Final

from core.follow_ups import names_day
from core.money_questions import MONEY
from core.short_messages import MOST_WORDS, asked_pieces, pieces, words
from core.word_sets import WordSets, phrases

_MAY: Final = words("can could may might am are should shall is would do will must")
_SENDING: Final = words("post send ship mail hand drop bring take dispatch")
_SENT: Final = words(
    "posted sent shipped mailed handed dropped brought taken dispatched gone left post send ship mail hand drop bring"
)
_ASKS: Final = words("did was were is do does will would can could has have")
_PLACES: Final = words("office carrier courier way shop postbox counter road")
_ALREADY: Final = words("already now yet straight right immediately before first meanwhile meantime")
_AROUND_SENDING: Final = (
    _MAY
    | _SENDING
    | _ALREADY
    | words(
        "i we it that this them the my parcel package box in off back to up allowed ok okay fine if or so and but away "
        "just also post office today even then please be at for you go ahead supposed have stuff things item "
        "items goods"
    )
)
_SUPPOSING: Final = words("once when after if as")
_AROUND_SENT: Final = (
    _SENT
    | _PLACES
    | _SUPPOSING
    | words(
        "and but so what how about i we i've we've i'd it it's its is was were has had have been be being will would "
        "that the my a parcel package box at in on to with off already soon then ever suppose say imagine them there "
        "can could later by itself now happens do did does"
    )
)
_AGAIN: Final = words("again anew")
_ASKING: Final = words(
    "ask apply request reapply re-apply submit file open start try do make send return applied requested asked started"
)
_ANSWERING: Final = words("reply replies answer answers answered respond responds react reacts write writes back")
_SILENT: Final = words("silent silence ignore ignores ignored ignoring nothing")
_NEVER: Final = words("never not doesn't doesnt don't dont didn't didnt won't wont nobody noone nothing")
_SELLERS: Final = words("seller sellers shop merchant vendor they them he she nobody one")
_ASSUMING: Final = words("if suppose supposing imagine say assuming assume")
_UNTIL_WHEN: Final = frozenset([("until", "when"), ("till", "when"), ("by", "when"), ("til", "when")])
_HOW_MUCH_TIME: Final = frozenset([("how", "much", "time"), ("how", "many", "days")])
#: In words: "until when?"
BARE: Final = 2
_HOLDING: Final = words("have left sit keep hold wait hang leave remain got")
_AROUND_HOLDING: Final = _HOLDING | words(
    "how long late much time many days until till til when by can could may do does should i we is it that them the my "
    "this parcel package box on with onto to here at home in for then there still actually and so but ok then me send "
    "post return left now exactly be before around not day it back off hand of drop"
)
_REFUND_BY_ITSELF: Final = WordSets(
    needed=(
        words("17 seventeen 17-day automatic automatically auto itself"),
        MONEY | {"refunded"},
        words("hold holds apply applies go goes count counts valid true mine my me paid include includes work"),
    )
)
_IF_IT_CAME: Final = WordSets(
    needed=(
        words("if suppose supposing say assuming imagine"),
        words("got came arrived received reached delivered landed bought ordered arrives lands comes"),
    ),
    barred=frozenset(["back"]),
    first=phrases("if, what if, suppose, supposing, say, assuming, imagine, what about if, how about if"),
)
#: "So that 17 days thing isn't for me?"
_HOLDS_FOR: Final = WordSets(
    needed=(
        words("17 seventeen 17-day 2 two 2-day two-day promise"),
        words("days day rule rules promise thing one limit deadline"),
        phrases(
            "apply, applies, hold, holds, count, counts, valid, true, cover, covers, include, includes, goes, go, "
            "for me, for us, mine"
        ),
        words("me mine my i paid myself us"),
    )
)
_MONTHS: Final = words("january february march april may june july august september october november december month")
_PUTTING_OFF: Final = words("wait waiting waited later hold")
_WAITING: Final = _PUTTING_OFF | words("next until till")


_LIKE_BEFORE: Final = (
    r".{0,60}\b(?:still|same|not|nothing|unchanged|no (?:change|update|news)|like that|(?:hasn|isn)['\u2019]?t|"
    r"doesn['\u2019]?t (?:show|change|move|say|update|budge))\b"
)
#: "If it's still like that on Thursday", "if nothing has moved by Monday".
_UNCHANGED: Final = re.compile(
    r"\b(?:if|in case|unless|suppos(?:e|ing)|should (?=it|nothing|the|that|this|there|they|nobody|no\b))\b"
    rf"{_LIKE_BEFORE}",
    re.IGNORECASE,
)
#: "Say it's Monday and nothing has moved", "Sunday passes, no change".
_A_DAY_ON: Final = re.compile(
    r"(?:\b(?:assum(?:e|ing)|imagine|pretend|let['\u2019]?s say)\b|"
    r"(?:^|(?:[.,;!?]|\b(?:and|so|but|ok|okay|now|then))\s{1,3})(?:say|come)\s"
    r"(?=it|that|by|on|this|the|nothing|next|\w{3,9}day)|\b(?:comes and goes|come and gone|passes|went by|goes by|"
    rf"has passed)|(?:\bis|['\u2019]s) (?:over|past|gone)){_LIKE_BEFORE}",
    re.IGNORECASE,
)
_COMING_DAY: Final = re.compile(
    r"\b(?:if|suppos(?:e|ing)|assum(?:e|ing)|say|imagine)\b.{0,60}"
    r"\b(?:this|next|coming) (?:mon|tue|wed|thu|fri|sat|sun|week)",
    re.IGNORECASE,
)
_WISHES: Final = re.compile(r"\b(?:remind|tell|let(?!['\u2019]?s)|alert|write|notify|ping)\b", re.IGNORECASE)


def supposes_no_change(said: str) -> bool:
    """Whether a message asks what holds if nothing has changed by some day: "if nothing has moved by Monday?"."""
    if _WISHES.search(said) is not None:
        return False
    is_short = len(pieces(said)) <= 2 * MOST_WORDS
    return _UNCHANGED.search(said) is not None or (is_short and _A_DAY_ON.search(said) is not None)


_WAITED_FOR: Final = re.compile(
    r"\b(?:un)?til?l? (?:on |the |this |next )?(?P<day>(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow)\b",
    re.IGNORECASE,
)


def day_waited_for(said: str) -> str:
    """The weekday until which nothing happens by a message that supposes that: "and if nothing till Thursday"; else
    nothing."""
    found = _WAITED_FOR.search(said) if supposes_no_change(said) else None
    return found["day"].lower() if found else ""


def asks_to_send_now(said: str) -> bool:
    """Whether a message asks only if a parcel may be sent as things stand: "can I post it already?"."""
    spoken = asked_pieces(said)
    heard = set(spoken)
    if not 3 < len(spoken) <= MOST_WORDS or spoken[0] not in _MAY or not heard <= _AROUND_SENDING:
        return False
    return not heard.isdisjoint(_SENDING) and not heard.isdisjoint(_ALREADY) and not heard.isdisjoint(("i", "we"))


def supposes_sent(said: str) -> bool:
    """Whether a message asks only what holds once a parcel is sent: "and once it is at the post office?"."""
    spoken = asked_pieces(said)
    heard = set(spoken)
    if not 2 < len(spoken) <= MOST_WORDS or not heard <= _AROUND_SENT or heard.isdisjoint(_SUPPOSING):
        return False
    if spoken[0] == "when" and spoken[1] in _ASKS:
        return False
    begins = spoken[0] in _SUPPOSING or tuple(spoken[:2]) in (("what", "if"), ("how", "about"), ("what", "about"))
    return begins and (not heard.isdisjoint(_SENT) or not heard.isdisjoint(_PLACES))


def asks_of_refund_by_itself(said: str) -> bool:
    """Whether a message asks if the refund that starts by itself holds: "do the 17 days go for my refund?"."""
    return _REFUND_BY_ITSELF.fits(said)


def asks_if_holds(said: str) -> bool:
    """Whether a message asks if a time that was told holds for its writer: "do the 17 days count for mine too?"."""
    return _HOLDS_FOR.fits(said)


def asks_to_apply_again(said: str) -> bool:
    """Whether a message asks if a return can be asked for once more: "could I apply again next week?"."""
    spoken = asked_pieces(said)
    heard = set(spoken)
    if len(spoken) > 2 * MOST_WORDS or heard.isdisjoint(_ASKING) or heard & MONEY:
        return False
    pairs = set(itertools.pairwise(spoken))
    anew = not heard.isdisjoint(_AGAIN) or bool(pairs & {("once", "more"), ("second", "time"), ("another", "time")})
    may = not heard.isdisjoint(words("can could may possible able allowed")) or supposes_too_late(said)
    return (
        (anew or not heard.isdisjoint(("reapply", "re-apply")))
        and may
        and (bool(heard & words("i we")) or ("it" in heard and "you" not in heard))
    )


def supposes_too_late(said: str) -> bool:
    """Whether a message asks if it is, or would be, too late: "if I cancel, am I too late to ask again?"."""
    return ("too", "late") in itertools.pairwise(pieces(said))


def supposes_silence(said: str) -> bool:
    """Whether a message asks what follows if the seller says nothing: "suppose they never reply?"."""
    spoken = asked_pieces(said)
    heard = set(spoken)
    if not 2 < len(spoken) <= MOST_WORDS or heard.isdisjoint(_ASSUMING) or heard.isdisjoint(_SELLERS | _SILENT):
        return False
    if heard & (MONEY | words("parcel package box you")):
        return False
    hears_nothing = "hear" in heard and not heard.isdisjoint(_NEVER)
    answers_not = not heard.isdisjoint(_ANSWERING) and not heard.isdisjoint(_NEVER)
    return hears_nothing or answers_not or not heard.isdisjoint(_SILENT - {"nothing"})


def asks_how_long_left(said: str) -> bool:
    """Whether a message asks only how long something can still be sent: "how long can I sit on it?", "until when?"."""
    spoken = asked_pieces(said)
    heard = set(spoken)
    if not 1 < len(spoken) <= MOST_WORDS or not heard <= _AROUND_HOLDING:
        return False
    is_own = not heard.isdisjoint(("i", "we"))
    if tuple(spoken[:2]) in _UNTIL_WHEN:
        return is_own or len(spoken) == BARE
    asks = tuple(spoken[:2]) in (("how", "long"), ("how", "late")) or tuple(spoken[:3]) in _HOW_MUCH_TIME
    is_of_sending = "late" in spoken[:2] and not heard.isdisjoint(_SENDING)
    return asks and is_own and (is_of_sending or not heard.isdisjoint(_HOLDING))


def asks_until_when_to_send(said: str) -> bool:
    """Whether a message asks only how long a parcel can still be sent: "until when could I post it?"."""
    return asks_how_long_left(said) and not _SENDING.union(["return"]).isdisjoint(asked_pieces(said))


def supposes_arrival(said: str) -> bool:
    """Whether a message asks what holds if an order came on some day: "and if I got them on 20 September?"."""
    heard = set(asked_pieces(said))
    is_of_return = heard & (words("warehouse seller they you") | MONEY)
    return _IF_IT_CAME.fits(said) and not is_of_return and names_day(said)


_LAST: Final = words("last final latest until till deadline long window")
_OTHER_RULE: Final = WordSets(
    needed=(
        phrases("other rule, other one, 90 day rule, 90-day rule, 90 days rule, order rule, first rule, by the 90"),
        words("order ordering ordered buy buying bought purchase purchased placed"),
    ),
    barred=words("cancel refund return number wrong"),
)


def asks_by_other_rule(said: str) -> bool:
    """Whether a message asks for the end of the window from an order: "and by the other rule, bought today"."""
    return _OTHER_RULE.fits(said)


def supposes_coming_day(said: str) -> bool:
    """Whether a message supposes something of the next day of a name: "if it came this Friday"."""
    return _COMING_DAY.search(said) is not None


def asks_for_last_day(said: str) -> bool:
    """Whether a message has a word for the end of a time: "last day", "until when"."""
    return not _LAST.isdisjoint(pieces(said))


def supposes_month(said: str) -> bool:
    """Whether a message asks what holds if something waits for another month: "what if I wait until November?"."""
    spoken = asked_pieces(said)
    heard = set(spoken)
    if not 1 < len(spoken) <= MOST_WORDS or heard.isdisjoint(_MONTHS) or heard.isdisjoint(_WAITING | {"in"}):
        return False
    # "Until when can the order from September be returned?" waits for nothing.
    waits = not heard.isdisjoint(_PUTTING_OFF)
    may = waits and not heard.isdisjoint(("can", "could", "would"))
    asks = "if" in heard or may or tuple(spoken[-2:]) == ("next", "month")
    return asks and not any(map(str.isdigit, "".join(spoken)))
