"""Fills the domain's responses with rule facts and with phrases, so that no word and no number lives in Python.

A response may use

- `{update.dropoff.shortest}`, `{update.dropoff.longest}`, `{window.receipt.any}`: the numbers of a fact of
  `policy/facts.yml`; `{request.steps.steps}` and `{seasonal.bullets}`: its list, numbered or not;
  `{countries.names}`: its countries, by name; `{seasonal.published.date}`: its day; `{dispute.text}`: its sentence;
- `{update.dropoff.source}`: the document and section that a fact comes from; `{source}`: that of the fact which
  the answer of a custom action rests on;
- `{lines}` or any other value that an action passes; a phrase among the values becomes the text of its own response.
  Other values are words from outside: they are escaped (core/notation.py), so that nothing in them formats.

Days, amounts and the like come as values that the language words (`actions.replies.reply.Shown`). A number makes the
noun behind it agree: `{count, plural, one {# day} other {# days}}`. bot/responses/languages.py has the languages.

An action's `choices` become buttons in the same way, and its `card` the message's `custom` (bot/responses/cards.py). A
client that shows cards gets one with every answer that names its source. The ids of all facts in an answer go along as
`facts`, which Rasa keeps with the message: a thumb down is then one for these rules.
"""

from __future__ import annotations

import copy
import re
from collections import ChainMap, deque
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import structlog
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.constants import CHANNEL, RESPONSE_CONDITION
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.gateway.spoken_language import is_written
from bot.responses.answers_file import Answers, load_all_answers
from bot.responses.cards import answer_card, sources, worded
from bot.responses.conditions import always, under_rules
from bot.responses.fact_values import PLACEHOLDER, fact_variables
from bot.responses.languages import Language, between, english, language_tags, load_language
from bot.responses.own_answers import Instead, OwnRules
from bot.responses.repeats import NO_MORE, is_said_again
from core.card_contract import wants_cards
from core.languages import ENGLISH, IN_ENGLISH, LOCALE, SPOKEN, WISH, conversation_language, language_part
from core.notation import escaped, unescaped
from core.settings import load_settings
from policy.fact import SPANS
from policy.facts import Fact, Facts, Unit, load_facts

PHRASE = "say"
#: The key of a value that is in the notation of messages already.
MARKED = "marked"
#: What is said behind the first answer in another language.
SWITCHED = "utter_language_switched"
#: The key of a value that the language words.
SHOWN = "show"
#: What marks a response that stands within another.
WITHIN = "within_answer"
#: The parts of a response that may hold variables, as Rasa has them.
FILLED = frozenset({"text", "image", "custom", "buttons", "attachment", "quick_replies"})
#: What an action passes besides values.
PARTS = frozenset({"because", "card", "choices", "rich"})
logger = structlog.get_logger(__name__)


class FactsResponseGenerator(TemplatedNaturalLanguageGenerator):
    """Rasa's own templated generator, with the facts as variables and with phrases inside values.

    Configured in `endpoints.yml` as `nlg: {type: bot.responses.nlg.FactsResponseGenerator}`.
    """

    def __init__(
        self,
        endpoint_config: EndpointConfig | None = None,
        domain: Domain | None = None,
        facts: Facts | None = None,
        rules: Path | None = None,
    ) -> None:
        self._rules = rules or (None if facts else load_settings().rules)
        self._facts = facts or load_facts(self._rules / "facts.yml" if self._rules else None)
        self._worded: dict[str, Answers] = {}
        self._answers: Answers = {}
        self._own: OwnRules | None = None
        self._language = english()
        self._fact_values = fact_variables(self._facts, self._language)
        self._others: dict[str, FactsResponseGenerator] = {}
        self._tags = {each.lower(): each for each in language_tags()}
        #: The last messages whose change of language was told. What an action says is in the tracker once it is done.
        self._told_of: deque[str] = deque(maxlen=1_000)
        #: The last messages to whose answer was put that it says no more than the one before, for the same reason.
        self._no_more_of: deque[str] = deque(maxlen=1_000)
        #: Who says in English what this one has no words for.
        self._english: FactsResponseGenerator | None = None
        super().__init__((domain or Domain.empty()).responses)

    @property
    def responses(self) -> dict[str, list[dict[str, Any]]]:
        """What is said, by name."""
        return self._responses

    @responses.setter
    def responses(self, responses: dict[str, list[dict[str, Any]]]) -> None:
        """Take those of a domain, which Rasa hands over with each model; a shop's own words go before them."""
        if self._rules is not None and responses and self._english is None:
            # Those of all languages: a mistake in one is said at the start, and not to its first customer.
            self._worded = load_all_answers(self._rules, responses, self._facts)
            self._answers = self._worded[""]
            self._own = OwnRules.beside_usual(self._facts, responses, self._answers)
            self._others.clear()
            responses = {**responses, **self._answers}
        self._responses = responses

    def in_language(self, tag: str) -> FactsResponseGenerator:
        """The same generator for another language; itself where there are no words in that language.

        Args:
            tag: A language tag such as "de" or "pt-PT". Where a country's own wording is missing, it is the language's.
        """
        wanted = tag.replace("-", "_").lower()
        found = self._tags.get(wanted) or self._tags.get(language_part(wanted), ENGLISH)
        if found == self._language.tag or found == ENGLISH:
            return self
        if found not in self._others:
            other = copy.copy(self)
            other._language = self._with_own(load_language(found, self.responses), found)
            other._fact_values = fact_variables(self._facts, other._language)
            other._english = self
            other.responses = {name: [*map(dict, said)] for name, said in other._language.responses.items()}
            self._others[found] = other
        return self._others[found]

    def _with_own(self, language: Language, tag: str) -> Language:
        """A language with the shop's own words; what the shop words in English alone is said in English."""
        if self._rules is None:
            return language
        own = self._worded.get(tag, {})
        kept = {name: said for name, said in language.responses.items() if name not in self._answers}
        return replace(language, responses={**kept, **own}, facts={})

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """Generate a response in a conversation, with a card where its client shows cards.

        What is said in another language is kept with the message in English too: an agent may have to read it. Where an
        action names a `language`, it is said in that one: the conversation's is known only when the action is done.
        """
        # Rasa passes all responses of the domain, for generators elsewhere. As a value they would be worded each time.
        kwargs.pop("domain_responses", None)
        rich = tracker.latest_message is not None and wants_cards(tracker.latest_message.parse_data)
        values = tracker.current_slot_values()
        voice = self.in_language(kwargs.pop("language", None) or language_of(tracker))
        response = voice.generate_from_slots(utter_action, values, output_channel, **kwargs, rich=rich)
        if response is not None and voice is not self:
            meant = self.generate_from_slots(utter_action, values, output_channel, **{**kwargs, "card": None})
            response[IN_ENGLISH] = meant["text"] if meant and meant.get("text") else None
        if response is not None and response.get("facts") and self._says_no_more(tracker, str(response.get("text"))):
            self._open_with_no_more(voice, response, output_channel)
        if response is not None and response.get("text") and self._tells_of_switch(tracker):
            switched = voice.generate_from_slots(SWITCHED, values, output_channel)
            response["text"] += f"\n\n{switched['text']}" if switched else ""
        # Rasa keeps what an action sent with the message, unless it is empty. The card is there already, in words.
        kwargs.get("card", {}).clear()
        return response

    def _says_no_more(self, tracker: DialogueStateTracker, text: str) -> bool:
        """Whether this answer is the first to a message that is word for word the one before."""
        if tracker.latest_message is None or not is_said_again(tracker, text):
            return False
        if tracker.latest_message.message_id in self._no_more_of:
            return False
        self._no_more_of.append(tracker.latest_message.message_id)
        return True

    def _open_with_no_more(self, voice: FactsResponseGenerator, response: dict[str, Any], channel: str) -> None:
        """Put before an answer that was just given that there is no more to tell, and offer a person."""
        opening = voice.generate_from_slots(NO_MORE, {}, channel)
        meant = self.generate_from_slots(NO_MORE, {}, channel)
        if opening is None or meant is None:
            return
        response["text"] = f"{opening['text']}\n\n{response['text']}"
        if response.get(IN_ENGLISH):
            response[IN_ENGLISH] = f"{meant['text']}\n\n{response[IN_ENGLISH]}"
        if not response.get("buttons"):
            response["buttons"] = opening.get("buttons", [])

    def _tells_of_switch(self, tracker: DialogueStateTracker) -> bool:
        """Whether this answer says that the language has changed: the first one to the message that changed it does."""
        if not has_just_switched(tracker) or tracker.latest_message.message_id in self._told_of:
            return False
        self._told_of.append(tracker.latest_message.message_id)
        return True

    def generate_from_slots(
        self, utter_action: str, filled_slots: dict[str, Any], output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """Generate a response; see the module for what its text may use."""
        if self._english is not None and utter_action not in self._language.responses:
            return self._english.generate_from_slots(utter_action, filled_slots, output_channel, **kwargs)
        instead = self._own.instead_of(utter_action) if self._own else None
        if instead is not None:
            return self._said_instead(instead, filled_slots, output_channel, rich=bool(kwargs.get("rich")))
        because, is_phrase = kwargs.get("because"), kwargs.pop(WITHIN, False)
        # The facts of the response and of all phrases within it, in the order in which they are met.
        told: dict[str, None] = {because: None} if because else {}

        def speak(value: Any) -> Any:
            return self._speak(value, output_channel, told)

        own: dict[str, Any] = {name: escaped(str(value)) for name, value in filled_slots.items()}
        # An answer has half a dozen phrases, and copying all facts for each would take longer than wording it.
        values = ChainMap(own, self._fact_values)
        chosen = self._random_response_for(utter_action, output_channel, values)
        if chosen is None:
            logger.error("nlg.response_missing", response=utter_action)
            return None
        template = {part: content if part in FILLED else copy.deepcopy(content) for part, content in chosen.items()}
        if "text" in template:
            plain = {name: value for name, value in kwargs.items() if isinstance(value, (int, str))}
            template["text"] = self._language.with_plurals(template["text"], values.new_child(plain))
            template["text"] = under_rules(template["text"], self._own.is_as_usual if self._own else always)
            if self._own is not None:
                unknown = {name for name, value in kwargs.items() if value is None}
                template["text"] = self._own.as_stated(template["text"], unknown)
                template["text"] = self._own.with_exclusions(utter_action, template["text"])
        told.update(dict.fromkeys(self._facts_of(template)))
        own.update((name, speak(value)) for name, value in kwargs.items() if name not in PARTS)
        if because:
            own["source"] = self._fact_values[f"{because}.source"]
        response = _worded(template, values)
        if self._own is not None and "text" in response and _is_bare(response["text"]) and not is_phrase:
            nothing = self._own.instead_of_nothing(because)
            return self._said_instead(nothing, filled_slots, output_channel, rich=bool(kwargs.get("rich")))
        if kwargs.get("choices"):
            response["buttons"] = response.get("buttons", []) + [
                {"title": speak(choice), "payload": choice["payload"]} for choice in kwargs["choices"]
            ]
        for button in response.get("buttons", ()):
            button["title"] = unescaped(button["title"])
        if response.get("image"):
            # An address, of which an underline is a part.
            response["image"] = unescaped(response["image"])
        cited = _cited(template.get("text", ""), because)
        card = worded(kwargs["card"], speak) if kwargs.get("card") else None
        if card is None and cited and kwargs.get("rich"):
            card = answer_card(response["text"].rstrip().rpartition("\n")[0].rstrip())
        if card is not None:
            response["custom"] = {**card, "sources": sources(cited, self._facts, self._fact_values)}
        if told:
            response["facts"] = list(told)
        return response

    def _said_instead(
        self, instead: Instead, slots: dict[str, Any], channel: str, *, rich: bool
    ) -> dict[str, Any] | None:
        """The shop's own rule as its fact words it, or that the rules say nothing."""
        fact = self._facts[instead.fact] if instead.fact else None
        if fact is None:
            return self.generate_from_slots(instead.response, slots, channel, rich=rich)
        if fact.unit in SPANS:
            values = {"time": {MARKED: self._span(fact, channel)}}
        else:
            rule = "\n".join(f"• {entry}" for entry in fact.words) if fact.unit is Unit.LIST else str(fact.value)
            values = {"rule": {MARKED: escaped(rule)}}
        return self.generate_from_slots(instead.response, slots, channel, rich=rich, because=fact.id, **values)

    def _span(self, fact: Fact, channel: str) -> str:
        """A fact's time in its own unit, as the language says it: "2 hours", "1–3 working days"."""
        said = self._phrase({PHRASE: f"span_{fact.unit}", "count": fact.longest}, channel, {})
        both = between(fact.shortest, fact.longest)
        return said if fact.shortest == fact.longest else said.replace(str(fact.longest), both, 1)

    def _fill_response(
        self, response: dict[str, Any], filled_slots: dict[str, Any] | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        """Put the values into a response's texts, in one pass.

        Rasa's own way rewrites the text for `str.format` and looks at the result: a value that holds "0[", as an item's
        title may, made it show the bare template to the customer and every value to the log.
        """
        return _worded(response, self._response_variables(filled_slots, kwargs))

    def _random_response_for(
        self, utter_action: str, output_channel: str, filled_slots: Mapping[str, Any]
    ) -> dict[str, Any] | None:
        """One of a response's variations, by Rasa's own way where there are several, or one for some cases only."""
        said = self.responses.get(utter_action, ())
        if len(said) == 1 and said[0].get(RESPONSE_CONDITION) is None and said[0].get(CHANNEL) is None:
            only: dict[str, Any] = said[0]
            return only
        found: dict[str, Any] | None = super()._random_response_for(utter_action, output_channel, filled_slots)
        return found

    def _facts_of(self, template: dict[str, Any]) -> Iterable[str]:
        names = PLACEHOLDER.findall(template.get("text", ""))
        return (name.rpartition(".")[0] for name in names if name in self._fact_values)

    def _speak(self, value: Any, channel: str, told: dict[str, None]) -> str:
        if isinstance(value, dict) and PHRASE in value:
            return self._phrase(value, channel, told)
        if isinstance(value, list) and value and all(isinstance(entry, dict) and PHRASE in entry for entry in value):
            return "\n".join(self._phrase(entry, channel, told) for entry in value)
        if isinstance(value, dict) and MARKED in value:
            return str(value[MARKED])
        if isinstance(value, dict) and SHOWN in value:
            return self._language.isolated(escaped(self._language.shown(value)))
        return self._language.isolated(escaped(str(value)))

    def _phrase(self, phrase: Mapping[str, Any], channel: str, told: dict[str, None]) -> str:
        if self._own and self._own.instead_of(f"utter_{phrase[PHRASE]}"):
            return ""
        values = {key: value for key, value in phrase.items() if key not in (PHRASE, "payload")}
        response = self.generate_from_slots(f"utter_{phrase[PHRASE]}", {}, channel, **values, **{WITHIN: True})
        if response is None:
            return ""
        told.update(dict.fromkeys(response.get("facts", ())))
        return str(response["text"]).strip()


def _is_bare(text: str) -> bool:
    """Whether nothing is said besides sources."""
    return all(not line.strip() or line.strip().startswith("_") for line in text.split("\n"))


def _cited(text: str, because: str | None) -> list[str]:
    """The facts whose source stands in the last line of a response's text, as "_Source: {source}_"."""
    line = text.strip().rpartition("\n")[2].strip()
    names: list[str] = PLACEHOLDER.findall(line)
    if not line.startswith("_") or not all(name.rpartition(".")[2] == "source" for name in names):
        return []
    facts = (name.rpartition(".")[0] or because for name in names)
    return [fact for fact in facts if fact]


def _worded(response: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """A response with the values in its texts."""
    return {part: _filled(content, values) if part in FILLED else content for part, content in response.items()}


def _filled(content: Any, values: Mapping[str, Any]) -> Any:
    if isinstance(content, str):
        return PLACEHOLDER.sub(lambda found: _value(found, values), content)
    if isinstance(content, dict):
        return {name: _filled(part, values) for name, part in content.items()}
    if isinstance(content, list):
        return [_filled(part, values) for part in content]
    return content


def _value(found: re.Match[str], values: Mapping[str, Any]) -> str:
    name = found[1]
    if name not in values:
        logger.error("nlg.value_missing", placeholder=name)
        return found[0]
    return str(values[name])


def has_just_switched(tracker: DialogueStateTracker) -> bool:
    """Whether the customer's last message changed the conversation's language, and nothing is answered to it yet."""
    events = reversed(tracker.events)
    for event in events:
        if isinstance(event, SlotSet) and event.key == SPOKEN:
            break
        if isinstance(event, (BotUttered, UserUttered)):
            return False
    said = next((event for event in events if isinstance(event, UserUttered)), None)
    # English is what was spoken where nobody had shown another language. A new session keeps the language that was.
    spoke_before = any(is_written(event) or (isinstance(event, SlotSet) and event.key == SPOKEN) for event in events)
    return said is not None and said.intent_name != WISH and spoke_before


def language_of(tracker: DialogueStateTracker) -> str:
    """The tag of the language that a conversation is in."""
    said = tracker.latest_message.metadata if tracker.latest_message else {}
    return conversation_language(tracker.get_slot(SPOKEN), said.get(LOCALE))
