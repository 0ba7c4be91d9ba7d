"""Finds the rules that fit a conversation without holding it against every rule.

Rasa 3.6's RulePolicy compares the conversation with each rule twice for every prediction: once by the text of the
customer's message, for rules that quote one, and once by its intent. Then it copies all it looked at for a debug line
that is thrown away. `make_indexed()` looks among the rules that end with the same action and intent, and looks for a
quoted text only where a rule has one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property, wraps
from typing import Any, Final, Optional

from rasa.core.policies.rule_policy import RULES, RULES_FOR_LOOP_UNHAPPY_PATH, RulePolicy
from rasa.shared.core.constants import ACTION_LISTEN_NAME, PREVIOUS_ACTION, SHOULD_NOT_BE_SET, USER
from rasa.shared.core.domain import State
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ACTION_NAME, INTENT

from bot.rasa_patches.walked_states import last_states

_INDEXES: Final = "indexes_kept"

Found = tuple[Optional[str], Optional[str], bool]


def install() -> None:
    """Replace four methods of Rasa's, for this process; doing so again changes nothing."""
    if RulePolicy._find_action_from_rules is _find_action_from_rules:
        return
    RulePolicy._find_action_from_any_rule = RulePolicy._find_action_from_rules
    RulePolicy._find_action_from_rules = _find_action_from_rules
    RulePolicy._get_possible_keys = _get_possible_keys
    RulePolicy._predict_from_all_states = RulePolicy.predict_action_probabilities
    RulePolicy.predict_action_probabilities = _predict_action_probabilities
    RulePolicy.format_tracker_states = staticmethod(_unsaid)


# Rasa reads in its arguments what the method needs.
@wraps(RulePolicy.predict_action_probabilities)
def _predict_action_probabilities(policy: Any, tracker: DialogueStateTracker, *arguments: Any, **named: Any) -> Any:
    """What Rasa's own method predicts. States that are further back than the longest rule is long are left out."""
    lookups = (policy.lookup[each] for each in (RULES, RULES_FOR_LOOP_UNHAPPY_PATH) if each in policy.lookup)
    longest = max((_index(policy, lookup).longest for lookup in lookups), default=0)
    with last_states(tracker, longest + 1):
        return policy._predict_from_all_states(tracker, *arguments, **named)


def _find_action_from_rules(
    policy: Any, tracker: DialogueStateTracker, domain: Any, use_text_for_last_user_input: bool
) -> Found:
    """What the rules say, as Rasa's own method finds it; by text only where a rule could quote one."""
    if use_text_for_last_user_input and _is_by_intent_alone(policy, tracker):
        return None, None, False
    found: Found = policy._find_action_from_any_rule(tracker, domain, use_text_for_last_user_input)
    return found


def _is_by_intent_alone(policy: Any, tracker: DialogueStateTracker) -> bool:
    """Whether no rule fits where of the latest message the text is known, and not the intent."""
    if tracker.active_loop_name is not None or not (tracker.latest_message and tracker.latest_message.text):
        return False
    return not _index(policy, policy.lookup[RULES]).fits_without_intent


def _get_possible_keys(policy: Any, lookup: Mapping[str, str], states: Sequence[State]) -> set[str]:
    """The rules that fit, as Rasa's own method finds them."""
    index = _index(policy, lookup)
    possible = index.like(states[-1]) if states else set(lookup)
    for place, state in enumerate(reversed(states)):
        if place >= max((index.lengths[key] for key in possible), default=0):
            # What is further back than a rule is long makes no difference to it.
            break
        possible = {key for key in possible if policy._is_rule_applicable(key, place, state)}
    return possible


def _unsaid(_: Sequence[State]) -> str:
    """What was a description for debugging."""
    return ""


class RuleIndex:
    """Rules by the action and the intent that a conversation must end with for them to fit.

    Args:
        lookup: The policy's rules: what was learned, and the states that each asks for as JSON, as its keys.
    """

    def __init__(self, lookup: Mapping[str, str]) -> None:
        self.lookup = lookup
        self.size = len(lookup)
        self.lengths: dict[str, int] = {}
        self._keys: dict[tuple[str | None, str | None], set[str]] = defaultdict(set)
        for key in lookup:
            states = RulePolicy._rule_key_to_state(key)
            self.lengths[key] = len(states)
            self._keys[_ending(states[-1]) if states else (None, None)].add(key)

    @cached_property
    def longest(self) -> int:
        """How many states the longest rule asks for."""
        return max(self.lengths.values(), default=0)

    @cached_property
    def fits_without_intent(self) -> bool:
        """Whether a rule may fit right after a customer's message of which no intent is known."""
        return any(intent is None and action in (ACTION_LISTEN_NAME, None) for action, intent in self._keys)

    def like(self, state: State) -> set[str]:
        """The rules that a conversation with this last state may fit; whether it does is to be looked at."""
        action, intent = _ending(state)
        found: set[str] = set()
        for ending in {(action, intent), (action, None), (None, intent), (None, None)}:
            found |= self._keys.get(ending, set())
        return found


def _index(policy: Any, lookup: Mapping[str, str]) -> RuleIndex:
    indexes: dict[int, RuleIndex] = vars(policy).setdefault(_INDEXES, {})
    index = indexes.get(id(lookup))
    # While a policy is trained, its rules come and go.
    if index is None or index.lookup is not lookup or index.size != len(lookup):
        index = indexes[id(lookup)] = RuleIndex(lookup)
    return index


def _ending(state: State) -> tuple[str | None, str | None]:
    """The action and the intent of a state; None for what it leaves open."""
    if not state.get(PREVIOUS_ACTION):
        # The start of a conversation fits the start of a rule, whatever else they hold.
        return None, None
    return _asked(state, PREVIOUS_ACTION, ACTION_NAME), _asked(state, USER, INTENT)


def _asked(state: State, part: str, name: str) -> str | None:
    value = (state.get(part) or {}).get(name)
    return value if isinstance(value, str) and value and value != SHOULD_NOT_BE_SET else None
