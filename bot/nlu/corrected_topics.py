"""The question that a message puts in the place of the one that was answered, "no, I meant the money", or behind it,
"and the money?"."""

from __future__ import annotations

from collections.abc import Mapping

from bot.nlu.days_alone import words_of
from bot.nlu.entities.stances import words

#: "No, I meant the money": the question that such a word stands for where it is all that was meant.
TOPICS = {
    **dict.fromkeys(words("money refund payment cash repayment"), "ask_track_refund"),
    **dict.fromkeys(words("fee fees cost costs price charge charges"), "ask_return_fee"),
    **dict.fromkeys(words("label qr"), "ask_label_use"),
    **dict.fromkeys(words("status progress"), "ask_return_status"),
    **dict.fromkeys(words("window"), "ask_return_window"),
    **dict.fromkeys(words("deadline deadlines"), "ask_deadlines"),
    **dict.fromkeys(words("reminder reminders"), "ask_reminders"),
    **dict.fromkeys(words("check inspection"), "ask_inspection_time"),
}
#: "I meant when, not how": what each question word asks of the return in hand.
QUESTIONS: Mapping[tuple[str, ...], str] = {
    **dict.fromkeys((("when",), ("day",), ("date",)), "ask_deadlines"),
    **dict.fromkeys((("how", "much"), ("amount",)), "ask_refund_amount"),
    **dict.fromkeys((("how", "long"), ("long",)), "how_long"),
    ("where",): "ask_return_status",
    ("which",): "ask_my_returns",
    ("why",): "explain_why",
}
_MEANT = words("meant mean asked asking talking")
_AROUND_A_TOPIC = _MEANT | words(
    "i im i'm am was were no nope nah sorry oh ah um hm well actually wait please pls the my a that this its it's it "
    "is of for about just only rather code thing and but what again return ask to with one you"
)


def topic_corrected(text: str) -> str | None:
    """The question that a message names by a word or a question word behind "I meant"; None where it says anything
    else."""
    said, _, _ = text.lower().replace("\u2019", "'").partition(" not ")
    spoken = [word for word in words_of(said.replace(",", " ")) if not any(map(str.isdigit, word))]
    named = [word for word in spoken if word not in _AROUND_A_TOPIC]
    if _MEANT.isdisjoint(spoken):
        return None
    return TOPICS.get(named[0]) if len(named) == 1 and named[0] in TOPICS else QUESTIONS.get(tuple(named))


#: Words by which a question goes on from the one before: "and the money?", "what about the check then".
_GOES_ON = words("and or but so what how")
_AROUND_GOING_ON = _AROUND_A_TOPIC | words("and or so ok okay then hmm thanks thx will be see get i'll this there now")
#: What "and how much?" and "and when?" ask behind an answer.
_ADDED = (("how", "much"), ("amount",), ("when",))


def topic_added(text: str) -> str | None:
    """The question that a message names by a word or a question word, going on from the one before, and by nothing
    else; None where it says anything else."""
    spoken = words_of(text.lower().replace("\u2019", "'").replace(",", " "))
    named = tuple(word for word in spoken if word not in _AROUND_GOING_ON)
    if named in _ADDED:
        return QUESTIONS[named]
    topics = [word for word in named if word not in _GOES_ON]
    goes_on = not _GOES_ON.isdisjoint(spoken[:3])
    return TOPICS.get(topics[0]) if goes_on and len(topics) == 1 else None
