"""One turn of a conversation as the custom actions see it: what the customer just said, and what is remembered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice
from types import MappingProxyType
from typing import Any

from rasa_sdk import Tracker

from actions.dialogue import ages
from actions.dialogue.ages import number_of, tells_of_order, tells_of_receipt
from actions.dialogue.coming_days import lies_ahead
from actions.dialogue.last_weekdays import with_last
from actions.dialogue.said_numbers import number_corrected, numbers_meant
from actions.dialogue.towns import place_named
from actions.dialogue.window_lengths import length_stated, without_lengths
from core.card_contract import wants_cards
from core.count_restarts import asks_if_going_is_in_time
from core.days_off import is_day_off
from core.days_put_up import (
    only_after_day,
    plans_to_go,
    puts_up_day,
    settles_on_day,
    supposes_going,
    waits_for_day,
    will_hand_in,
)
from core.follow_ups import asks_in_time, goes_on
from core.hand_in_words import plans_hand_in, sends_no_parcel, tells_of_hand_in
from core.languages import ENGLISH, FEWEST_WORDS, LOCALE, SPOKEN, conversation_language, written_words
from core.mail_told import WRITTEN_BY
from core.others_cases import names_somebody, says_i
from core.photos_told import PHOTOS
from core.suppositions import case_supposed
from core.what_ifs import day_waited_for, supposes_coming_day, supposes_no_change

IDENTITY_FORM = "identity_form"
#: What a customer said longer ago than this is not what they mean now.
LONGEST_CONVERSATION = timedelta(days=1)
#: So many messages back, a day of arrival is still the one that another question is about.
LATELY = 5
#: In words: the longest message that is only a day.
A_DAY_ALONE = 6
#: In characters: words of arrival so far before a date are about it.
NEAR_A_DATE = 25


#: What a customer says of a day: that something was handed in then, that it will be, "if I did", or that nothing was.
PAST, AHEAD, SUPPOSED, NOT = "past", "ahead", "supposed", "not"
#: Days that are told by the one before them, "and the day after?", and how many days away from it they are.
BESIDE_A_DAY = MappingProxyType({"the day after": 1, "the day before": -1, "the week before": -7})
#: Of a day that a question is about: "too late on 1 November?"
ASKED = "asked"
#: "It was today" corrects, whatever was planned before.
_PAST_VERB = re.compile(
    r"\b(?:was|did|were|had|went|handed|dropped|brought|took|taken|posted|mailed|shipped|sent|gave|left|deposited|"
    r"returned|just|already|yesterday|ago)\b",
    re.IGNORECASE,
)
#: Words of arrival that a parcel on its way back has as well, with no more than a thing between them and the day.
_GOT = re.compile(
    r"\b(?:received|delivered|reached|got|had)"
    r"(?: (?:it|them|mine|hers|his|ours|theirs|me|us|her|him|(?:the|my|her|his|our|their|this) "
    r"(?!(?:label|code|refund|money|e?mail|message|letter|request|receipt|answer)\b)[\w-]+))?"
    r"(?: here| home)?(?: on| last| around| about)?\s*$",
    re.IGNORECASE,
)
#: "They approved it on Saturday", "if it gets approved on Friday".
_APPROVED = re.compile(
    r"(?<!be )(?<!gets )(?<!get )\b(?:(?P<done>approved|accepted|okayed)|approves?|accepts?|approval)\b[^,.;?!]{0,15}$",
    re.IGNORECASE,
)
_CONFIRMED = re.compile(r"\bconfirmed\b[^,.;?!]{0,15}$", re.IGNORECASE)
#: What has a day of its own beside the one that is asked for.
_OF_A_REQUEST = re.compile(
    r"\b(?:approved?|accept(?:ed)?|okayed|confirm(?:ed)?|deadline|expired|would have been)\b[^,.;?!]{0,15}$",
    re.IGNORECASE,
)
#: Who gets what goes back.
_NOT_HOME = re.compile(r"\b(?:they|you|warehouse|seller|shop|store)\b", re.IGNORECASE)


@dataclass(frozen=True)
class SaidDate:
    """A date as the customer put it ("last Friday"), when they said so (an aware instant), and what they say of it.

    The phrase is empty where they name no day: "I haven't handed it in", "I will bring it".
    """

    phrase: str
    said_at: datetime
    sense: str = PAST

    def as_slot(self) -> dict[str, str]:
        """The form in which a slot holds it."""
        return {"phrase": self.phrase, "said_at": self.said_at.isoformat(), "sense": self.sense}

    @classmethod
    def from_slot(cls, value: Any, now: datetime) -> SaidDate | None:
        """What a slot holds, or None where a client has put something else there.

        Args:
            value: The slot's value.
            now: An aware instant; what was said after it, or before this conversation can have begun, was not said.
        """
        try:
            said_at = datetime.fromisoformat(value["said_at"])
            phrase, sense = str(value["phrase"]), str(value.get("sense", PAST))
        except (TypeError, KeyError, ValueError, AttributeError):
            return None
        if said_at.tzinfo is None or not timedelta() <= now - said_at <= LONGEST_CONVERSATION:
            return None
        return cls(phrase, said_at, sense)


@dataclass(frozen=True)
class Waited:
    """How long something takes already, by the customer's own count."""

    days: int
    working: bool = False


@dataclass(frozen=True)
class ActionContext:
    """What an action reads of a turn.

    `intent` is what this message was understood as; `topic` the question that is being answered, perhaps of an
    earlier turn. `number` and `email` come from this or an earlier message; `told_now` says which of them this one
    brought. `now` is an aware instant. `email_is_incomplete` where this message brought what can't be an address yet.
    `rich` where the customer's client shows cards; `welcomed` is a digest of what the last greeting told.
    `group` where others read along.
    `client` is the digest of the network address or channel user that the bot's channels note with each message.
    `said` is the message as it was stored, `message_id` its id, `events` the conversation up to it as Rasa keeps it;
    `agent_message` is the message of a person that the desk wants told, `photos_message` the id of one that photos
    came with.
    `questions` are the intents of a message that asks several things, `question_texts` the words of each.
    `numbers` where several are meant; `number` is the last of them. `among` where a thing is named by a title and it is
    open which: the numbers of those that it may be.
    `choice` and `offer_key` are what a pressed button names: one of several things, and what it confirms. `loop` is the
    form that runs, `requested` the slot that it has asked for, `slots` what all slots hold. `reminder` is the
    reminder that the desk wants told, `reminder_wish` what a button says of reminders.
    `received_days` is how many days ago the parcel arrived where `day_count` is the age of the order; `waited` is how
    long something takes by the customer's own count, `asked_day` a day in this message, whatever is said of it.
    `arrived_day` is the day on which the parcel came by this message or one shortly before; it is no `asked_day`.
    `window_length` is how many days a window lasts by the customer's words in these messages; it is no `day_count`.
    `language` is the tag of the language that the message is in, `spoken` that of the conversation, perhaps with the
    country of its page. `is_language_open` while neither the customer nor their page has shown a language.
    `written_by` is a digest of the address in the From of the mail that the message came by; it proves nothing.
    `takes_photos` where photos may be sent with messages; `photos_unwanted` where some came and nothing is open that
    they could be about, `photos_refused` how many were not taken, by what is wrong with them. `photos_held` is how many
    wait until the customer has proven by a link who they are, None where that is not what became of them.
    """

    session: str
    intent: str
    topic: str | None
    number: str | None
    email: str | None
    told_now: frozenset[str]
    in_form: bool
    day_count: int | None
    counts_from_receipt: bool
    item_count: int | None
    country: str | None
    date: SaidDate | None
    offer: str | None
    now: datetime
    questions: tuple[str, ...] = ()
    question_texts: tuple[str, ...] = ()
    email_is_incomplete: bool = False
    rich: bool = False
    group: bool = False
    welcomed: str | None = None
    client: str | None = None
    said: str = ""
    message_id: str = ""
    events: Sequence[Mapping[str, Any]] = ()
    agent_message: int | None = None
    photos_message: str | None = None
    choice: str | None = None
    offer_key: str | None = None
    tracking_number: str | None = None
    loop: str | None = None
    requested: str | None = None
    slots: Mapping[str, Any] = field(default_factory=dict)
    reminder: int | None = None
    reminder_wish: str | None = None
    received_days: int | None = None
    waited: Waited | None = None
    asked_day: SaidDate | None = None
    arrived_day: SaidDate | None = None
    window_length: int | None = None
    numbers: tuple[str, ...] = ()
    among: tuple[str, ...] = ()
    language: str = ENGLISH
    spoken: str = ENGLISH
    is_language_open: bool = False
    written_by: str | None = None
    takes_photos: bool = False
    photos_unwanted: bool = False
    photos_refused: Mapping[str, int] = field(default_factory=dict)
    photos_held: int | None = None

    @property
    def has_opened_link(self) -> bool:
        """Whether nothing was written: who asked by mail has proven by a link who they are (bot/channels/mail)."""
        return self.intent == "give_details" and not self.said and self.written_by is not None

    @property
    def is_press(self) -> bool:
        """Whether the customer pressed a button instead of writing."""
        return self.said.startswith("/")

    @classmethod
    def from_tracker(cls, tracker: Tracker, now: datetime) -> ActionContext:
        """The turn that a tracker has arrived at."""
        message = tracker.latest_message or {}
        metadata = message.get("metadata") or {}
        text = str(message.get("text") or "")
        entities = without_lengths(text, with_day_after(message.get("entities") or [], tracker.events))
        named = [str(entity.get("entity")) for entity in entities]
        numbers, told = _numbers(text, entities, tracker.get_slot("customer_number"), tracker.events)
        return cls(
            session=str(tracker.sender_id),
            intent=str((message.get("intent") or {}).get("name") or ""),
            topic=_text(tracker.get_slot("topic")),
            number=numbers[-1] if numbers else None,
            email=_text(tracker.get_slot("customer_email")),
            told_now=frozenset(named) & {"email"} | ({"customer_number"} if told else set()),
            in_form=(tracker.active_loop or {}).get("name") == IDENTITY_FORM,
            day_count=ages.order_age(text, entities),
            counts_from_receipt=ages.counts_from_receipt(text, entities),
            item_count=number_of(_first(entities, "item_count")),
            country=_text(_first(entities, "country")),
            # In a form a day alone answers what the form asks.
            date=said_in(text, entities, () if tracker.active_loop else tracker.events, now)
            or SaidDate.from_slot(tracker.get_slot("said_date"), now),
            offer=_fresh_offer(tracker),
            now=now,
            questions=tuple(str(name) for name in message.get("questions") or ()),
            question_texts=tuple(str(text) for text in message.get("question_texts") or ()),
            group=bool(metadata.get("group")),
            email_is_incomplete=any(
                entity.get("entity") == "email" and entity.get("well_formed") is False for entity in entities
            ),
            rich=wants_cards(message),
            welcomed=_text(tracker.get_slot("welcomed")),
            client=_text(metadata.get("client")),
            said=text,
            message_id=str(message.get("message_id") or ""),
            events=tuple(tracker.events),
            photos_message=_text(_first(entities, "photos_message")),
            agent_message=number_of(_first(entities, "agent_message")),
            choice=_text(_first(entities, "choice")),
            offer_key=_text(_first(entities, "offer_key")),
            tracking_number=_text(_first(entities, "tracking_number")),
            loop=_text((tracker.active_loop or {}).get("name")),
            requested=_text(tracker.get_slot("requested_slot")),
            slots=tracker.current_slot_values(),
            reminder=number_of(_first(entities, "reminder")),
            reminder_wish=_text(_first(entities, "reminder_wish")),
            received_days=ages.received_days(text, entities),
            waited=_waited(entities),
            asked_day=day_asked(text, entities, now),
            arrived_day=_arrived_day(text, entities, tracker.events, now),
            window_length=length_stated((text, *written_lately(tracker.events))),
            numbers=numbers if len(numbers) > 1 else (),
            language=str(message.get(SPOKEN) or ENGLISH),
            spoken=conversation_language(_text(tracker.get_slot(SPOKEN)), _text(metadata.get(LOCALE))),
            is_language_open=_is_language_open(tracker, metadata),
            written_by=_text(metadata.get(WRITTEN_BY)),
            **_photos_told(metadata),
        )


def _photos_told(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """What a message's metadata say of photos (core/photos_told.py)."""
    told = metadata.get(PHOTOS)
    if not isinstance(told, Mapping):
        return {}
    return {
        "takes_photos": True,
        "photos_unwanted": told.get("wanted") is False and "held" not in told,
        "photos_held": number_of(told.get("held")),
        "photos_refused": dict(told.get("refused") or {}),
    }


def _numbers(
    text: str, entities: Sequence[dict[str, Any]], held: Any, events: Sequence[Mapping[str, Any]]
) -> tuple[tuple[str, ...], bool]:
    """The numbers that are meant, and whether this message tells them: else they are those of the slot."""
    if any(entity.get("entity") == "customer_number" for entity in entities):
        return numbers_meant(text, entities), True
    known = _text(held)
    corrected = next(
        (right for each in (*numbers_typed(events), known) if each and (right := number_corrected(text, each))), None
    )
    if corrected is not None:
        return (corrected,), True
    several = [str(each) for each in held if each] if isinstance(held, list) else []
    return (tuple(dict.fromkeys(several)) if several else (known,) if known else ()), False


def numbers_typed(events: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The numbers that the customer has typed, the newest first: an answer may have put a return's in the slot."""
    for event in reversed(events):
        for entity in (event.get("parse_data") or {}).get("entities") or ():
            if entity.get("entity") == "customer_number":
                yield str(entity.get("value") or "")


def _is_language_open(tracker: Tracker, metadata: Mapping[str, Any]) -> bool:
    if tracker.get_slot(SPOKEN) or metadata.get(LOCALE):
        return False
    written = (text for text, _ in messages(tracker.events) if not text.startswith("/"))
    # A question shows its language with fewer words than what may be a title or a button's name.
    return all(len(written_words(text)) < FEWEST_WORDS - ("?" in text) for text in written)


def _first(entities: Sequence[dict[str, Any]], name: str) -> Any:
    return next((entity.get("value") for entity in entities if entity.get("entity") == name), None)


def _said_date(entities: Sequence[dict[str, Any]], now: datetime) -> SaidDate | None:
    """The day that a message speaks of: one of the past, unless it says that nothing was handed in yet."""
    stated = _first(entities, "hand_in")
    wanted = {None: (PAST, AHEAD), AHEAD: (AHEAD, SUPPOSED)}.get(stated, ())
    days = [(entity.get("sense", PAST), entity.get("value")) for entity in entities if entity.get("entity") == "date"]
    found = next(((value, sense) for each in wanted for sense, value in days if sense == each and value), None)
    if found is None:
        waited = None if stated else _waited([entity for entity in entities if entity.get("sense") == PAST])
        if waited is not None:
            return SaidDate(ago(waited), now)
        return SaidDate("", now, AHEAD if stated == AHEAD else NOT) if stated else None
    return SaidDate(str(found[0]), now, found[1])


def _last_day(entities: Sequence[dict[str, Any]]) -> str:
    return next((str(each.get("value")) for each in reversed(entities) if each.get("entity") == "date"), "")


def said_in(
    text: str, entities: Sequence[dict[str, Any]], events: Sequence[Mapping[str, Any]], now: datetime
) -> SaidDate | None:
    """As `_said_date`; a day alone lies ahead where the one before it did: "if I bring it Friday", "and Saturday?"."""
    entities = with_last(text, without_days_off(text, with_day_after(entities, events)))
    said = _said_date(entities, now)
    if said is None and not _last_day(entities):
        # Without a day there is nothing that the words could put another way, and this is what most messages cost.
        return None
    if said is not None and said.sense == NOT and (case_supposed(text) or sends_no_parcel(text)):
        # "What if I put in the wrong one?", "I'm not sending photos" tell nothing of a parcel that is there.
        return None
    if said is not None and supposes_no_change(text) and not (tells_of_hand_in(text) or plans_hand_in(text)):
        # "Say it's Friday and nothing has moved": nothing was handed in on that day, nor will be.
        return None
    if said is not None and said.sense in (NOT, PAST) and waits_for_day(text) and _last_day(entities):
        # "I can't get there before the 30th" plans it for that day.
        return replace(said, phrase=_last_day(entities), sense=AHEAD)
    if (puts_up_day(text) or (said is None and plans_to_go(text))) and _last_day(entities):
        return SaidDate(_last_day(entities), now, AHEAD)
    if said is not None and said.sense == AHEAD and said.phrase and only_after_day(text):
        return replace(said, phrase=f"the day after {said.phrase}")
    if said is None or said.sense != PAST or _first(entities, "hand_in") or _PAST_VERB.search(text):
        return said
    is_planned = settles_on_day(text) or plans_to_go(text) or will_hand_in(text) or supposes_going(text)
    is_planned = is_planned or asks_if_going_is_in_time(text)
    if is_planned or lies_ahead(said.phrase, now.date()):
        # Nobody tells of a day that was never one.
        return replace(said, sense=AHEAD)
    if any(entity.get("entity") != "date" for entity in entities):
        return said
    asks_on = goes_on(text)
    if asks_on and "if" in text.lower().split():
        return replace(said, sense=AHEAD)
    for written, its in islice(earlier_messages(events), LATELY):
        before = _said_date(its, now)
        if before is None and asks_on:
            continue
        is_supposed = before is not None and (before.sense in (AHEAD, SUPPOSED) or (before.sense == NOT and asks_on))
        if is_supposed or (before is not None and asks_in_time(written)):
            return replace(said, sense=AHEAD)
        if before is None or before.sense != PAST or _PAST_VERB.search(written) or len(written.split()) > A_DAY_ALONE:
            return said
    return said


def without_days_off(text: str, entities: Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
    """The entities of a message without the days that it names as holidays only, on which nothing was handed in."""
    if all(each.get("entity") != "date" for each in entities):
        return entities
    return [
        each
        for each in entities
        if each.get("entity") != "date" or not is_day_off(text, int(each.get("start") or 0), int(each.get("end") or 0))
    ]


def with_day_after(entities: Sequence[dict[str, Any]], events: Sequence[Mapping[str, Any]]) -> Sequence[dict[str, Any]]:
    """The entities of a message, "the day after" and "the day before" told by the day that was named before them."""
    if all(entity.get("entity") != "date" or entity.get("value") not in BESIDE_A_DAY for entity in entities):
        return entities
    named = ""
    for _, its in reversed([*islice(earlier_messages(events), LATELY)]):
        for value in [str(entity.get("value")) for entity in its if entity.get("entity") == "date"][-1:]:
            named = value if value not in BESIDE_A_DAY else f"{value} {named}".strip()
    named = named.rpartition(" or ")[2]
    return [
        {**each, "value": f"{each['value']} {named}".strip()} if each.get("value") in BESIDE_A_DAY else each
        for each in entities
    ]


def earlier_days(events: Sequence[Mapping[str, Any]], now: datetime) -> Iterator[SaidDate]:
    """The past days that the customer named in the messages shortly before this one, the newest first."""
    for text, entities in islice(earlier_messages(events), LATELY):
        said = _said_date(without_days_off(text, entities), now)
        if said is not None and said.phrase and said.sense == PAST:
            yield said


def messages(events: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Sequence[dict[str, Any]]]]:
    """What the customer wrote, the newest first, each with its entities."""
    for event in reversed(events):
        if event.get("event") == "user":
            text = str(event.get("text") or "")
            yield text, with_last(text, without_lengths(text, (event.get("parse_data") or {}).get("entities") or ()))


def earlier_messages(events: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Sequence[dict[str, Any]]]]:
    """As `messages`, without the one that is being answered."""
    return islice(messages(events), 1, None)


def written_lately(events: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What the customer wrote in the messages shortly before this one, the newest first."""
    return (text for text, _ in islice(earlier_messages(events), LATELY))


def place_lately(events: Sequence[Mapping[str, Any]], homes: Sequence[str] = ()) -> str | None:
    """The country that the customer named last, or a town, in the messages shortly before this one, as `Town` has it.

    Where they speak of themselves, a country that they named for somebody else is not theirs.

    Args:
        events: The conversation.
        homes: The countries in which a town is looked for before others.
    """
    own = next((says_i(text) for text, _ in messages(events)), False)
    earlier = (each for each in earlier_messages(events) if not (own and names_somebody(each[0])))
    lately = islice(earlier, LATELY)
    named = (_text(_first(entities, "country")) or place_named(text, homes) for text, entities in lately)
    return next((place for place in named if place), None)


def ago(waited: Waited) -> str:
    """The day from which somebody has waited, in words that `resolve_date` reads."""
    return f"{waited.days} working days ago" if waited.working else f"{waited.days} days ago"


def _waited(entities: Sequence[dict[str, Any]]) -> Waited | None:
    """The first number of days, one since the hand-in before any other; beside its day none since something else."""
    dates = [entity for entity in entities if entity.get("entity") == "date"]
    is_dated = any(date.get("sense") == PAST for date in dates)
    for kind in ("working_day_count", "day_count"):
        told = [entity for entity in entities if entity.get("entity") == kind and not ages.is_denied(entity)]
        if is_dated:
            told = [entity for entity in told if not any(_is_elsewise(date, entity) for date in dates)]
        told.sort(key=lambda entity: entity.get("sense") != PAST)
        days = number_of(_first(told, kind))
        if days is not None:
            return Waited(days, working=kind == "working_day_count")
    return None


def _is_elsewise(date: Mapping[str, Any], count: Mapping[str, Any]) -> bool:
    """Whether a number of days is a part of a date on which something else happened: "I wrote to you 5 days ago"."""
    start, end = (int(date.get(each) or 0) for each in ("start", "end"))
    return date.get("sense") == "other" and start <= int(count.get("start") or 0) < end


def day_asked(text: str, entities: Sequence[dict[str, Any]], now: datetime) -> SaidDate | None:
    """The first day of a message that is neither that of an order or its arrival nor that of a request's answer."""
    days = _days(text, entities)
    phrase = next(
        (
            day.get("value")
            for day, before in days
            if not (_is_of_arrival(day, before) or _is_of_order(day, before) or _OF_A_REQUEST.search(before))
        ),
        None,
    )
    # "Until Thursday" is no day on which anything happened, but the one that is asked about.
    phrase = phrase or day_waited_for(text).capitalize()
    return SaidDate(str(phrase), now, ASKED) if phrase else None


def _arrived_day(
    text: str, entities: Sequence[dict[str, Any]], events: Sequence[Mapping[str, Any]], now: datetime
) -> SaidDate | None:
    for said, its in ((text, entities), *islice(earlier_messages(events), LATELY)):
        found = next((day for day, before in _days(said, its) if _is_of_arrival(day, before)), None)
        if found is not None:
            return SaidDate(str(found.get("value")), now, AHEAD if supposes_coming_day(said) else PAST)
    return None


def approval_day(text: str, entities: Sequence[Mapping[str, Any]], now: datetime) -> SaidDate | None:
    """The day on which a return is approved by a message: "if they approved it on Saturday"; one to come where it is to
    be.

    Args:
        text: The message.
        entities: What it states.
        now: When it was said.
    """
    for day, before in _days(text, entities):
        approved = _APPROVED.search(before)
        if approved is not None:
            return SaidDate(str(day.get("value")), now, PAST if approved["done"] else AHEAD)
    return None


def ordered_day(text: str, entities: Sequence[Mapping[str, Any]], now: datetime) -> SaidDate | None:
    """The day on which something was ordered by a message: "I bought it on 1 August".

    Args:
        text: The message.
        entities: What it states.
        now: When it was said.
    """
    days = (day for day, before in _days(text, entities) if _is_of_order(day, before))
    return next((SaidDate(str(day.get("value")), now) for day in days), None)


def confirmation_day(text: str, entities: Sequence[Mapping[str, Any]], now: datetime) -> SaidDate | None:
    """The past day on which a return is confirmed by a message: "it was confirmed on 1 September".

    Args:
        text: The message.
        entities: What it states.
        now: When it was said.
    """
    days = (day for day, before in _days(text, entities) if _CONFIRMED.search(before))
    return next((SaidDate(str(day.get("value")), now) for day in days), None)


def _days(text: str, entities: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Mapping[str, Any], str]]:
    """The dates of a message, each with the words right before it and behind the date before."""
    ended = 0
    dates = [entity for entity in entities if entity.get("entity") == "date"]
    for date in sorted(dates, key=lambda each: int(each.get("start") or 0)):
        start = int(date.get("start") or 0)
        yield date, text[max(ended, start - NEAR_A_DATE) : start]
        ended = int(date.get("end") or start)


def _is_of_arrival(day: Mapping[str, Any], before: str) -> bool:
    """Whether words of arrival stand right before a date: "it arrived on 9 October", "my mum got hers on"."""
    if day.get("sense") == "other":
        return tells_of_receipt(before)
    return _GOT.search(before) is not None and _NOT_HOME.search(before) is None


def _is_of_order(day: Mapping[str, Any], before: str) -> bool:
    return day.get("sense") == "other" and tells_of_order(before) and not tells_of_receipt(before)


def _text(value: Any) -> str | None:
    """A slot's text. A message may name several numbers; the last one said is the one meant."""
    if isinstance(value, list):
        value = value[-1] if value else None
    return str(value).strip() or None if value is not None else None


def _fresh_offer(tracker: Tracker) -> str | None:
    """What the bot offered in its last turn; an older offer is no longer what a "yes" means."""
    users_seen = 0
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            users_seen += 1
            if users_seen > 1:
                return None
        if event.get("event") == "slot" and event.get("name") == "offer":
            return _text(event.get("value"))
    return None
