"""Puts messages to a bot, as they were written and spoilt, and notes what becomes of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from core.intents import FALLBACK, OUT_OF_SCOPE, IntentKind, intent_kind
from lab.evaluation.assistant import BotMessage, Parse, Reader, known_as
from lab.evaluation.dangers import Dangers
from lab.evaluation.outcome import Outcome, Reaction
from lab.evaluation.perturbations import PERTURBATIONS, perturbed
from lab.evaluation.sets import CONVERSATIONS, Message


def groups(messages: Sequence[Message], seeds: Sequence[int]) -> Iterator[tuple[str, Message]]:
    """Every message with its group: as it is, and those of conversations spoilt in each way with each seed."""
    for message in messages:
        yield message.source, message
    spoilt = [message for message in messages if message.source == CONVERSATIONS]
    for kind in PERTURBATIONS:
        for seed in seeds:
            for message in spoilt:
                yield kind, replace(message, text=perturbed(kind, message.text, seed))


async def examine(
    reader: Reader,
    messages: Sequence[Message],
    seeds: Sequence[int],
    dangers: Dangers,
    on_progress: Callable[[int, int], None] = lambda done, of: None,
) -> tuple[Outcome, ...]:
    """What becomes of each message, as it was written and spoilt.

    Args:
        reader: The bot.
        messages: Messages with their right intents.
        seeds: One spoilt copy of the set `conversations` is made for each.
        dangers: Which answers are dangerous to which questions.
        on_progress: Told how many of how many messages are done.
    """
    all_of_them = list(groups(messages, seeds))
    outcomes = []
    for done, (group, message) in enumerate(all_of_them):
        on_progress(done, len(all_of_them))
        outcomes.append(await outcome_of(reader, group, message, dangers))
    return tuple(outcomes)


async def outcome_of(reader: Reader, group: str, message: Message, dangers: Dangers) -> Outcome:
    """What becomes of one message as the first one of a conversation.

    It is right where the bot says, word for word, what it says to the same message when the intent is known: two
    intents may share an answer, and an answer to two questions holds that to each. One without a word is never right.
    """
    parse = await reader.parse(message.text)
    understood = str((parse.get("intent") or {}).get("name") or "")
    best, confidence = _best(parse)
    if understood in message.accepted and group in PERTURBATIONS:
        # The copy that is not spoilt showed that this intent is answered.
        return Outcome(group, message, understood, best, confidence, _reaction(understood), right=True)
    answer = await reader.answer(message.text, parse)
    right = any(said.text for said in answer)
    if right and understood not in message.accepted:
        known = [await reader.answer(message.text, known_as(parse, intent)) for intent in message.accepted]
        right = any(set(each) <= set(answer) for each in known)
    topics = tuple(parse.get("questions") or (understood,))
    # One answer that is word for word the right one promises nothing else; of two, the other one may.
    dangerous = () if right and len(topics) == 1 else dangers.among(message.accepted, topics)
    buttons = {_intent(payload) for said in answer for payload in said.payloads}
    return Outcome(
        group=group,
        message=message,
        understood=understood,
        best=best,
        confidence=confidence,
        reaction=_reaction(understood, answer),
        right=right,
        offered=understood == FALLBACK and not buttons.isdisjoint(message.accepted),
        dangerous=dangerous,
    )


def _best(parse: Parse) -> tuple[str, float]:
    """The likeliest intent; the fallback is no intent of the model's."""
    ranking = [entry for entry in parse.get("intent_ranking") or [] if entry["name"] != FALLBACK]
    top = ranking[0] if ranking else (parse.get("intent") or {})
    return str(top.get("name") or ""), float(top.get("confidence") or 0.0)


def _reaction(understood: str, answer: Sequence[BotMessage] = ()) -> Reaction:
    if understood == OUT_OF_SCOPE:
        return Reaction.DECLINED
    if understood != FALLBACK:
        return Reaction.ANSWERED
    return Reaction.UNCLEAR if _topics_offered(answer) else Reaction.DECLINED


def _topics_offered(answer: Sequence[BotMessage]) -> list[str]:
    """The questions behind an answer's buttons; a button to the menu offers none."""
    intents = [_intent(payload) for message in answer for payload in message.payloads]
    return [intent for intent in intents if intent_kind(intent) is not IntentKind.DIALOGUE]


def _intent(payload: str) -> str:
    """The intent of a payload such as `/ask_return_status` or `/give_details{"email": "…"}`."""
    return payload.lstrip("/").partition("{")[0]


def as_json(outcomes: Sequence[Outcome]) -> list[dict[str, object]]:
    """Outcomes in the form in which a report holds them."""
    return [
        {
            **{name: value for name, value in vars(outcome).items() if name != "message"},
            **vars(outcome.message),
            "kind": outcome.kind.value,
            "reaction": outcome.reaction.value,
            "verdict": outcome.verdict.value,
        }
        for outcome in outcomes
    ]
