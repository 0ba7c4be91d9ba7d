"""What two opinions on an English message say together, and where the choice is left to who wrote it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import numpy as np

from bot.nlu.kernel_intent_classifier import softmax
from core.intents import DISTRESS, FALLBACK, OUT_OF_SCOPE, IntentKind, intent_kind

#: What an opinion weighs beside another: logarithms of their confidences are added up with these.
FIRST_WEIGHT, SECOND_WEIGHT = 0.6, 0.5
#: Under this a message keeps what the first opinion alone would have it mean.
FIRST_OPINION: Final = "first_opinion"
#: Under this it keeps which intents come into question: what either opinion finds likely.
IN_QUESTION: Final = "intents_in_question"
#: Under this it keeps whether its opinions name different questions and neither outweighs the other, or promise more
#: than its words bear out.
TORN: Final = "opinions_torn"
#: Under this it keeps whether single words of it tell what it means.
TOLD: Final = "told_by_words"
#: So sure the second opinion has to be to be one, and so far ahead what both say together to decide.
OPINION, AHEAD = 0.3, 0.5
#: From this confidence on the first is not outvoted, and from this one on an intent is likely to an opinion.
FIRM, LIKELY = 0.8, 0.1
#: Answers that promise something of a parcel on its way back, and all questions that are of one.
PROMISES: Final = frozenset(["report_parcel_lost", "report_parcel_delivered", "report_not_marked_returned"])
_OF_A_RETURN_UNDER_WAY: Final = PROMISES | {
    *("ask_return_status", "ask_track_parcel", "ask_my_returns", "ask_inspection_time", "ask_refund_time"),
    *("ask_track_refund", "ask_faster_refund", "ask_delays"),
}
_EASILY_MISTAKEN: Final = frozenset(["ask_shop_matter", OUT_OF_SCOPE])
#: How likely the first opinion has to find one of these, whichever, for a promise.
FOUNDED: Final = 0.4
#: Below which confidence a question is asked back, and below which another topic; how far before the next it has to be.
ENOUGH, ENOUGH_ELSE, APART = 0.5, 0.35, 0.05
#: "And the order from May?" has the question of the message before, "so on Friday?" and "sorry, the other" are of its
#: answer: nothing near to them knows which. In characters.
LONGEST_GOING_ON: Final = 120
#: "The label" is near to many questions, and asks none.
FEWEST_WORDS: Final = 3
_GOES_ON: Final = re.compile(
    r"\s*(?:and|so|sorry|no|oh|wait|actually|i meant|i mean|what about|how about)\b(?:\W+\w+){0,15}\W*", re.IGNORECASE
)
#: The confidence of an intent that the first opinion does not name.
LEAST: Final = 1e-4


def alone(first: Mapping[str, float]) -> str:
    """What an opinion alone has a message mean: as `QuestionFallback` decides with the numbers of bot/config.yml."""
    (name, surest), (_, second), *_ = *sorted(first.items(), key=lambda each: -each[1]), ("", 0.0)
    enough = ENOUGH if intent_kind(name) is IntentKind.QUESTION else ENOUGH_ELSE
    return FALLBACK if surest < enough or surest - second < APART else name


def is_asked_for(first: Mapping[str, float], text: str, sure: float) -> bool:
    """Whether a message needs a second opinion: the first is unsure, and more than the conversation may help.

    Args:
        first: The confidences of the likeliest intents.
        text: What was said.
        sure: The confidence from which on the first is enough. Distress, which words tell, is never debated.
    """
    name = max(first, key=first.__getitem__, default=DISTRESS)
    return name != DISTRESS and first[name] < sure and not goes_on(text)


def is_easily_mistaken(first: Mapping[str, float], text: str) -> bool:
    """Whether a chat's first words are taken for what many others are taken for as surely.

    A greeting may stand before a request, and all kinds of things that are no business of ours sound like the shop's.
    """
    name = max(first, key=first.__getitem__, default=DISTRESS)
    is_easy = name in _EASILY_MISTAKEN or intent_kind(name) is IntentKind.DIALOGUE
    return is_easy and name != DISTRESS and not goes_on(text)


def goes_on(text: str) -> bool:
    """Whether a message is a short one that goes on about the question before, or names a thing and asks nothing."""
    return len(text.split()) < FEWEST_WORDS or (len(text) <= LONGEST_GOING_ON and _GOES_ON.fullmatch(text) is not None)


def joined(first: Mapping[str, float], second: Mapping[str, float]) -> dict[str, float]:
    """What two opinions on a message say together, the likeliest intent first.

    Args:
        first: The confidences of the likeliest intents.
        second: Those of the others as well, but for what is not heard of it.
    """
    names = list({**second, **first})
    logarithms = [
        FIRST_WEIGHT * np.log(max(first.get(name, 0.0), LEAST))
        + SECOND_WEIGHT * np.log(max(second.get(name, 0.0), 1e-9))
        for name in names
    ]
    likely = softmax(np.array([logarithms], dtype=np.float32))[0]
    return {names[place]: float(likely[place]) for place in np.argsort(-likely, kind="stable").tolist()}


def credible(first: Mapping[str, float], second: Mapping[str, float]) -> Mapping[str, float]:
    """The second opinion without thanks, threats and other moves of a conversation that the first finds unlikely.

    What asks nothing is near to all kinds of messages that ask nothing of us.
    """
    return {
        name: confidence
        for name, confidence in second.items()
        if intent_kind(name) is not IntentKind.DIALOGUE or first.get(name, 0.0) >= LIKELY
    }


def in_question(first: Mapping[str, float], second: Mapping[str, float]) -> frozenset[str]:
    """The intents that one of two opinions finds likely."""
    return frozenset(name for opinion in (first, second) for name, share in opinion.items() if share >= LIKELY)


def torn(first: Mapping[str, float], second: Mapping[str, float], together: Mapping[str, float]) -> bool:
    """Whether two opinions name different questions, and what they say together hardly decides between them.

    Of such messages every third is answered with something else, so the choice is better left to who wrote it.
    """
    names = [max(opinion, key=opinion.__getitem__, default="") for opinion in (first, second)]
    if names[0] == names[1] or any(intent_kind(name) is not IntentKind.QUESTION for name in names):
        return False
    surest, next_best, *_ = *together.values(), 0.0
    is_decided = first[names[0]] < FIRM and surest - next_best >= AHEAD
    return second[names[1]] >= OPINION and not is_decided


def unfounded(first: Mapping[str, float], together: Mapping[str, float]) -> bool:
    """Whether two opinions have a message mean a parcel on its way back, of which its own words hardly speak.

    What is said then, such as that a refund starts by itself, would be false about anything else.
    """
    name = next(iter(together), "")
    return name in PROMISES and sum(first.get(each, 0.0) for each in _OF_A_RETURN_UNDER_WAY) < FOUNDED
