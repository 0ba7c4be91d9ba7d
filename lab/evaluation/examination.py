"""Puts a set of messages to a bot, plain and spoilt, and notes what becomes of each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence

from core.intents import FALLBACK, OUT_OF_SCOPE, IntentKind, intent_kind
from lab.evaluation.assistant import BotMessage, Parse, Reader, known_as
from lab.evaluation.outcome import PLAIN, Outcome, Reaction
from lab.evaluation.perturbations import PERTURBATIONS, perturbed
from returndesk.learn.utterances import Utterance


def groups(utterances: Sequence[Utterance], seeds: Sequence[int]) -> Iterator[tuple[str, Utterance]]:
    """Every message with the name of its group: as it is, and spoilt in each way with each seed."""
    for utterance in utterances:
        yield PLAIN, utterance
    for kind in PERTURBATIONS:
        for seed in seeds:
            for utterance in utterances:
                yield kind, Utterance(perturbed(kind, utterance.text, seed), utterance.intent)


async def examine(
    reader: Reader,
    utterances: Sequence[Utterance],
    seeds: Sequence[int],
    on_progress: Callable[[int, int], None] = lambda done, of: None,
) -> tuple[Outcome, ...]:
    """What becomes of each message, plain and spoilt.

    Args:
        reader: The bot.
        utterances: Messages with their right intents.
        seeds: One spoilt copy of the set is made for each.
        on_progress: Told how many of how many messages are done.
    """
    all_of_them = list(groups(utterances, seeds))
    outcomes = []
    for done, (group, utterance) in enumerate(all_of_them):
        on_progress(done, len(all_of_them))
        outcomes.append(await outcome_of(reader, group, utterance))
    return tuple(outcomes)


async def outcome_of(reader: Reader, group: str, utterance: Utterance) -> Outcome:
    """What becomes of one message as the first one of a conversation.

    It is right where the bot says, word for word, what it says to the same message when the intent is known: two
    intents may share an answer, and an answer to two questions holds that to each. One without a word is never right.
    """
    parse = await reader.parse(utterance.text)
    understood = str((parse.get("intent") or {}).get("name") or "")
    best, confidence = _best(parse)
    if understood == utterance.intent and group != PLAIN:
        # The plain copy showed that this intent is answered.
        reaction = _reaction(understood)
        return Outcome(group, utterance.text, utterance.intent, understood, best, confidence, reaction, right=True)
    answer = await reader.answer(utterance.text, parse)
    right = any(message.text for message in answer)
    if right and understood != utterance.intent:
        right = set(await reader.answer(utterance.text, known_as(parse, utterance.intent))) <= set(answer)
    return Outcome(
        group=group,
        text=utterance.text,
        expected=utterance.intent,
        understood=understood,
        best=best,
        confidence=confidence,
        reaction=_reaction(understood, answer),
        right=right,
        offered=understood == FALLBACK and utterance.intent in _topics_offered(answer),
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
        json.loads(json.dumps({**vars(outcome), "kind": outcome.kind.value, "reaction": outcome.reaction.value}))
        for outcome in outcomes
    ]
