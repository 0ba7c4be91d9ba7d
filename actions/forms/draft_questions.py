"""Questions about the return that is being prepared: what it pays back, until when, and why an item can't be in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from actions.answers.return_fee import fee_told
from actions.answers.sums import items_selected, sum_of
from actions.answers.window_reasons import windows_counted
from actions.dialogue.belongings import named_items
from actions.dialogue.relative_dates import meant_day
from actions.dialogue.turn import ActionContext
from actions.forms.draft import AMOUNT, DESCRIPTION, ITEMS, REASON, SERVICE, Draft, FormUpdate, asks, is_plain_question
from actions.forms.return_draft import AskedReturn, prepared
from actions.replies.formatting import show_money
from actions.replies.item_names import item_name, item_names
from actions.replies.item_windows import windows_told
from actions.replies.reply import Phrase, Utterance
from actions.services import Services
from core.amount_questions import adds_to_chosen, asks_sum, points_at, supposes_selection
from core.contents_questions import asks_what_return_is_for
from core.money_questions import names_amount
from core.photo_questions import asks_which_pictures
from core.second_returns import asks_if_it_has_to_go, plans_two_returns, supposes_one_more_later
from core.short_messages import pieces
from core.why_questions import asks_reason
from policy.fees import FeeKind
from policy.model import Item, Order
from policy.returnable import ItemStanding

#: In words: a longer message asks more than one of these.
_MOST_WORDS = 16
_UNTIL_WHEN = re.compile(
    r"\b(?:how long|how many days|how much time|until when|till when|by when|when)\b.{0,30}\b(?:have|has|left|latest|"
    r"last|"
    r"hand|send|post|bring|drop|return|give|take|ask|apply|request)\b|"
    r"\b(?:last|latest|final) (?:day|date)\b|\bdeadline\b|\btoo late\b|"
    r"\b(?:until|till|by) when\b(?= for\b| then\b|\W*$)",
    re.IGNORECASE,
)
#: Spans that are not the customer's to keep: "how long does the refund take?"
_OF_OTHERS = re.compile(
    r"\b(?:refund\w*|money|takes?|taking|process\w*|approv\w*|label|warehouse|inspect\w*|seller|answer\w*|cancel\w*|"
    r"arriv\w*|paid)\b",
    re.IGNORECASE,
)
#: An item that can be chosen and was not is asked about in fewer words: "and the cup?" may be a wish.
_WHY = re.compile(r"\b(?:why|how come|can['’]?t|cannot|isn['’]?t|aren['’]?t)\b", re.IGNORECASE)
#: "And the speaker?" asks how the speaker stands, wherever no items are asked for.
_THING_ALONE = re.compile(
    r"\W*(?:(?:and|or|but|ok|okay|so|hm+|what about|how about)\W+){1,3}(?:(?:the|my|that|this) )?", re.I
)
_MOST_OF_A_THING = 7
#: Days on which others do something: "will the money be there on the 5th?".
_OF_ELSE = re.compile(
    r"\b(?:refund\w*|money|process\w*|approv\w*|label|warehouse|inspect\w*|seller|cancel\w*|arriv\w*|paid)\b",
    re.IGNORECASE,
)
#: Questions for the reasons to choose from, and for what it costs to send something.
_REASONS = re.compile(
    r"\breasons?\b|\b(?:none|nothing|neither)\b.{0,20}\b(?:fits?|match\w*|applies|apply)\b|\bfits? best\b|"
    r"\b(?:what|which(?: one)?) (?:i|we|do i|should i|to) (?:choose|pick|tick|take|select)\b",
    re.IGNORECASE,
)
_COSTS = re.compile(r"\b(?:postage|shipping|fees?|costs?|charged?|(?:for|be|is it|it) free)\b", re.IGNORECASE)
_NOT_OF_COSTS = re.compile(r"\b(?:refund\w*|back|label|code)\b", re.IGNORECASE)
#: "Why can't the cup go?" asks how the cup stands.
_WHY_NOT_IN = re.compile(r"n['’]t\b|\b(?:cannot|not)\b", re.IGNORECASE)
_WHICH_CAN = re.compile(
    r"\b(?:which|what)(?: (?:one|ones|things?|items?))?(?: of (?:them|these|those|it|the \w{1,20}))?(?: \w{1,20})?"
    r" (?:can|could|may|goes?|(?:is|are) (?:allowed|eligible|returnable|possible))\b",
    re.IGNORECASE,
)
#: "Can the stickers go in too": a thing behind its verb, with or without a question mark.
_MAY_GO = re.compile(
    r"\W*(?:(?:and|but|so|ok|okay|hm+|then|also|wait|oh)\W+){0,4}(?:can|could|may|will|would|does|do) "
    r"(?:the|my|this|that|these|those) (?:\w+ ){1,4}?(?:go|goes|come|comes|be|fit|count|also|too|still)\b",
    re.IGNORECASE,
)
#: These ask wherever they stand: "so if both go, till when must I ask".
_BY_WHEN = re.compile(r"\b(?:until|till|by) (?:when|what day|what date|which day)\b", re.IGNORECASE)
#: "Which order?", of a return that is being prepared.
_WHICH_ORDER = re.compile(r"\b(?:which|what) (?:order|purchase)\b", re.IGNORECASE)
#: A part of what one line of an order is, "two of the four", that is to go or to stay alone.
_PART = re.compile(
    r"\b(?:one|two|three|four|five|six|half|some|part|\d{1,2}) (?:of (?:it|them|the|those|these|that)|(?:\w+ )?ones?|"
    r"pieces?)\b",
    re.IGNORECASE,
)
_GOES = re.compile(r"\b(?:go|goes|going|return|send|give|keep|take|back|swap)\b", re.IGNORECASE)
_ONLY = re.compile(r"\b(?:only|just|can|could|possible)\b", re.IGNORECASE)


def part_of_line(turn: ActionContext, draft: Draft, services: Services) -> FormUpdate | None:
    """That an item which the order has as one piece goes back as a whole, to whoever would send a part of it."""
    if turn.is_press or turn.told_now or len(turn.said.split()) > _MOST_WORDS:
        return None
    if not all(words.search(turn.said) for words in (_PART, _GOES, _ONLY)):
        return None
    asked = prepared(turn, draft, services)
    items = (asked.chosen(turn.slots) or asked.choices) if asked else ()
    if asked is None or len(items) != 1 or items[0].quantity != 1:
        return None
    return FormUpdate({}, (Utterance("utter_line_is_whole", {"title": item_name(items[0], asked.order)}),))


def answer_of_draft(turn: ActionContext, draft: Draft, services: Services) -> FormUpdate | None:
    """The answer to a question about what is being prepared; the form's own question follows it."""
    of_another = asks_if_it_has_to_go(turn.said) or plans_two_returns(turn.said)
    if turn.is_press or turn.told_now or (len(turn.said.split()) > _MOST_WORDS and not of_another):
        return None
    # Where the reason or the problem is told, "does not fit" asks nothing.
    told = turn.requested in (REASON, DESCRIPTION)
    if not (_is_question(turn.said) if told else asks(turn.said)):
        return None
    asked = prepared(turn, draft, services)
    if asked is None:
        return None
    reasons = _reasons(turn, asked, services)
    answers = (
        answer(turn, asked)
        for answer in (
            _of_pictures,
            _of_second_return,
            _contents,
            _of_day,
            _why_not,
            _how_much,
            _until_when,
            _which_can,
            _of_reasons,
            _fee,
            _thing_alone,
        )
    )
    said = reasons or next((each for each in answers if each is not None), None)
    return FormUpdate({}, said) if said is not None else None


def _is_question(said: str) -> bool:
    begins = _WHICH_CAN.match(said) or _WHICH_ORDER.match(said) or _MAY_GO.match(said)
    asks_more = asks_sum(said) or supposes_selection(said) or asks_what_return_is_for(said)
    return (
        is_plain_question(said) or "?" in said or begins is not None or asks_more or _BY_WHEN.search(said) is not None
    )


def _of_pictures(turn: ActionContext, asked: AskedReturn) -> tuple[Utterance, ...] | None:
    """That photos or videos are a step of the guide, to who asks which of them will do."""
    if not asks_which_pictures(turn.said):
        return None
    return (Utterance("utter_what_next", {"lines": [Phrase("photos_step")]}, "request.steps"),)


def _of_second_return(turn: ActionContext, asked: AskedReturn) -> tuple[Utterance, ...] | None:
    """That only what is chosen goes back, and that of an order only the first return is free, to who would have
    something stay, or send it later."""
    stays = asks_if_it_has_to_go(turn.said)
    if not (stays or plans_two_returns(turn.said) or supposes_one_more_later(turn.said)):
        return None
    chosen = asked.chosen(turn.slots)
    if stays and not _named(turn, asked.order).isdisjoint({item.id for item in chosen}):
        return None
    taken = (Utterance("utter_items_taken", {"titles": item_names(chosen, asked.order)}),) if stays and chosen else ()
    if asked.fee.kind is not FeeKind.FREE:
        return (*taken, fee_told(asked.fee, asked.order, asked.customer, turn.now))
    lines = [Phrase("reason_fee_first"), Phrase("reason_fee_next"), Phrase("reason_request_amend")]
    return (*taken, Utterance("utter_what_next", {"lines": lines}, "fee.first"))


def _contents(turn: ActionContext, asked: AskedReturn) -> tuple[Utterance, ...] | None:
    """What is to go back by now."""
    chosen = asked.chosen(turn.slots)
    if not chosen or not asks_what_return_is_for(turn.said):
        return None
    return (Utterance("utter_items_taken", {"titles": item_names(chosen, asked.order)}),)


def _how_much(turn: ActionContext, asked: AskedReturn) -> tuple[Utterance, ...] | None:
    """What the chosen items cost, or those that a message would have instead or as well, and that nothing is said of
    shipping; nothing where the next question tells it."""
    other = _other_choice(turn, asked)
    if other and (asks_sum(turn.said) or supposes_selection(turn.said)):
        said = sum_of(other, asked.order, asked.customer)
        return (said,) if said else None
    if not (asks_sum(turn.said) or names_amount(turn.said)) or _COSTS.search(turn.said):
        return None
    items = asked.chosen(turn.slots)
    if turn.requested in (AMOUNT, ITEMS):
        return ()
    said = sum_of(items, asked.order, asked.customer) if items else None
    return (said,) if said else None


def _other_choice(turn: ActionContext, asked: AskedReturn) -> tuple[Item, ...]:
    """The items that a question names or points at, with those that are chosen where they come to these; none where it
    means what is chosen."""
    every = tuple(each.item for each in asked.items)
    chosen = asked.chosen(turn.slots)
    named = items_selected(turn.said, every)
    if named and adds_to_chosen(turn.said):
        held = {each.id for each in named}
        return tuple(each for each in every if each.id in held or each.id in {item.id for item in chosen})
    return named or _pointed_at(turn, asked)


def _pointed_at(turn: ActionContext, asked: AskedReturn) -> tuple[Item, ...]:
    """All of the order, or all that can be chosen, where a message points at just as many: "both", "all three"."""
    count = points_at(turn.said)
    every = tuple(each.item for each in asked.items)
    return next((each for each in (asked.choices, every) if count == len(each) and count > 1), ())


def price_lines(items: Sequence[Item], asked: AskedReturn) -> list[Phrase]:
    """What each item costs, a line each."""
    return [
        Phrase("line_price", {"title": item_name(item, asked.order), "amount": show_money(item.total, asked.customer)})
        for item in items
    ]


def _until_when(turn: ActionContext, asked: AskedReturn) -> tuple[Utterance, ...] | None:
    """Until when the chosen items can be sent back, or those that are named, or all that can be chosen."""
    if not _UNTIL_WHEN.search(turn.said) or _OF_OTHERS.search(turn.said):
        return None
    pointed = {item.id for item in _pointed_at(turn, asked)}
    wanted = (
        named_items(turn, asked.order) or pointed or {item.id for item in asked.chosen(turn.slots) or asked.choices}
    )
    return _windows([each for each in asked.items if each.item.id in wanted], turn, asked)


def _why_not(turn: ActionContext, asked: AskedReturn) -> tuple[Utterance, ...] | None:
    """How the items stand that are named: that their windows have closed, a return holds them, or they can go too."""
    wanted = _named(turn, asked.order)
    named = [each for each in asked.items if each.item.id in wanted]
    closed = [each for each in named if not each.is_free]
    if closed and not _OF_OTHERS.search(turn.said):
        return _windows(closed, turn, asked)
    return _windows(named, turn, asked) if _WHY.search(turn.said) or _MAY_GO.match(turn.said) else None


def _thing_alone(turn: ActionContext, asked: AskedReturn) -> tuple[Utterance, ...] | None:
    """How a thing stands that could go back as well and that a message names and nothing else."""
    begins = _THING_ALONE.match(turn.said)
    if turn.requested == ITEMS or begins is None or "?" not in turn.said or len(turn.said.split()) > _MOST_OF_A_THING:
        return None
    wanted, chosen = _named(turn, asked.order), {item.id for item in asked.chosen(turn.slots)}
    if not wanted or not wanted.isdisjoint(chosen) or is_plain_question(turn.said[begins.end() :]):
        return None
    return _windows([each for each in asked.items if each.item.id in wanted], turn, asked)


def _reasons(turn: ActionContext, asked: AskedReturn, services: Services) -> tuple[Utterance, ...] | None:
    """Why the windows of the items that are named end when they do."""
    is_of_length = asks_reason(turn.said) and not _WHY_NOT_IN.search(turn.said)
    wanted = _named(turn, asked.order) if is_of_length else frozenset()
    named = [(each.item, each.window) for each in asked.items if each.item.id in wanted and each.held is None]
    if not named:
        return None
    return (windows_counted(asked.order, named, asked.customer, turn.now, services.facts, differ=True),)


def _named(turn: ActionContext, order: Order) -> frozenset[str]:
    """The items of the order that a message names; behind "the" also by a word that elsewhere means something else."""
    named = named_items(turn, order)
    spoken = pieces(turn.said)
    behind = {word for before, word in pairwise(spoken) if before in ("the", "my")}
    heads = {item.id: (pieces(item.title.partition(",")[0]) or [""])[-1] for item in order.items}
    return named or frozenset(each for each, head in heads.items() if head in behind)


def _of_day(turn: ActionContext, asked: AskedReturn) -> tuple[Utterance, ...] | None:
    """Whether the items that are named, or chosen, can still go back on a day: "what if the vase goes on the 9th?"."""
    day = meant_day(turn.asked_day, asked.customer) if turn.asked_day else None
    if day is None or _OF_ELSE.search(turn.said):
        return None
    wanted = named_items(turn, asked.order) or {item.id for item in asked.chosen(turn.slots) or asked.choices}
    return _windows([each for each in asked.items if each.item.id in wanted], turn, asked, day)


def _of_reasons(turn: ActionContext, asked: AskedReturn) -> tuple[Utterance, ...] | None:
    """How to choose a reason, while one is asked for."""
    is_asked = turn.requested == REASON and _REASONS.search(turn.said)
    return (Utterance("utter_about_reasons"),) if is_asked else None


def _fee(turn: ActionContext, asked: AskedReturn) -> tuple[Utterance, ...] | None:
    """What sending this return costs."""
    if not _COSTS.search(turn.said) or turn.requested == SERVICE or _NOT_OF_COSTS.search(turn.said):
        return None
    return (fee_told(asked.fee, asked.order, asked.customer, turn.now),)


def _which_can(turn: ActionContext, asked: AskedReturn) -> tuple[Utterance, ...] | None:
    """The order with its number, and how every item of it stands."""
    wants_all = _WHICH_CAN.search(turn.said) or _WHICH_ORDER.search(turn.said)
    return _windows(asked.items, turn, asked) if wants_all else None


def _windows(
    items: Sequence[ItemStanding], turn: ActionContext, asked: AskedReturn, day: datetime | None = None
) -> tuple[Utterance, ...] | None:
    return (windows_told(asked.order, items, asked.customer, turn.now, day),) if items else None
