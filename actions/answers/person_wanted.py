"""Whether a yes asks for the person that the answer before speaks of."""

from __future__ import annotations

import re

from actions.dialogue.last_answer import SaidMessage, last_answer
from actions.dialogue.turn import ActionContext
from core.intents import TALK_TO_PERSON

#: From this likelihood on, a yes is one to being put through: "yes please connect me".
_LEAST = 0.1
#: Whom answers name in the languages that they are given in.
_PERSON = re.compile(
    r"\b(?:persons?|customer service|mensch(?:en)?|jemand|kundenservice|persona|atenci[oó]n al cliente|personne|"
    r"service client|servizio clienti|assistenza|medewerker|klantenservice|pessoa|atendimento|apoio ao cliente)\b"
    r"|сотрудник|служб|оператор|נציג|אנושי|שירות הלקוחות",
    re.IGNORECASE,
)
#: A yes that asks for something; "ok" only takes note.
_YES = re.compile(
    r"\b(?:yes|yep|yeah|yup|sure|please|do (?:it|that|so)|ja|bitte|gerne|oui|s['’]il|volontiers|s[ií]|por favor|sì|"
    r"per favore|graag|alstublieft|sim)\b|\bда\b|\bтак\b|пожалуйста|будь ласка|\bכן\b|בבקשה",
    re.IGNORECASE,
)


def asks_for_person(turn: ActionContext) -> bool:
    """Whether a yes asks by its own words to be put through to somebody, whatever else was offered."""
    parsed = (event.get("parse_data") for event in reversed(turn.events) if event.get("event") == "user")
    ranking = (next(parsed, None) or {}).get("intent_ranking") or ()
    return any(each.get("name") == TALK_TO_PERSON and float(each.get("confidence") or 0) >= _LEAST for each in ranking)


def takes_person(turn: ActionContext) -> bool:
    """Whether a yes takes the person whom the answer before names without a question."""
    return _YES.search(turn.said) is not None and any(map(names_person, last_answer(turn.events)))


def names_person(said: SaidMessage) -> bool:
    """Whether a message of the assistant speaks of a person or of customer service."""
    return _PERSON.search(said.text) is not None
