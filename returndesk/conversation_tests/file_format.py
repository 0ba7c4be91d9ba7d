"""What a file of test cases may hold: the end-to-end format of Rasa's newer versions, and what is ours on top.

Ours are `whole_answer`, `text_contains`, `not_contains`, buttons by their title alone, metadata written in place, and
the `returndesk_…` entries of a fixture. What needs Rasa Pro's flows or a language model is refused by name.
"""

from __future__ import annotations

import re
from typing import Any, Optional, Union

from pydantic import BaseModel, Extra, StrictBool, StrictStr, root_validator, validator

from core.clock import parse_instant

#: Parts of Rasa Pro's format that say nothing about an assistant without flows and language models.
NOT_HERE = {
    "flow_started": "flows",
    "flow_completed": "flows",
    "flow_cancelled": "flows",
    "pattern_clarification_contains": "flows",
    "generative_response_is_relevant": "a language model as judge",
    "generative_response_is_grounded": "a language model as judge",
    "stub_custom_actions": "actions that run inside the test; a running server has its own",
}
#: What a fixture may say of the assistant itself; every other entry is a slot.
OURS = STORE, NOW, SCANS, RULES = "returndesk_store", "returndesk_now", "returndesk_scans", "returndesk_rules"


class Strict(BaseModel):
    """Knows its keys: an unknown one is a mistake, not a remark."""

    class Config:
        """Nothing is added, nothing changes."""

        extra = Extra.forbid
        allow_mutation = False

    @root_validator(pre=True)
    @classmethod
    def _not_supported_here(cls, values: dict[str, Any]) -> dict[str, Any]:
        for name in values:
            if name in NOT_HERE and name not in cls.__fields__:
                raise ValueError(f"`{name}` is not supported here: it needs {NOT_HERE[name]}")
        return values


def _holds_something(value: Any) -> Any:
    if value is not None and not value:
        raise ValueError("is empty")
    return value


def _not_empty(*names: str) -> Any:
    return validator(*names, allow_reuse=True)(_holds_something)


class Button(Strict):
    """A button of a message; without a payload only its title is compared."""

    title: StrictStr
    payload: Optional[StrictStr] = None


class Message(Strict):
    """What one message of the bot is like."""

    text: Optional[StrictStr] = None
    utter_name: Optional[StrictStr] = None
    text_matches: Optional[StrictStr] = None
    text_contains: tuple[StrictStr, ...] = ()
    not_contains: tuple[StrictStr, ...] = ()
    buttons: Optional[tuple[Button, ...]] = None

    @validator("text_contains", "not_contains", pre=True)
    @classmethod
    def _one_or_several(cls, value: Any) -> Any:
        return (value,) if isinstance(value, str) else value

    @validator("text_matches")
    @classmethod
    def _is_a_pattern(cls, value: Optional[str]) -> Optional[str]:
        try:
            re.compile(value or "")
        except re.error as error:
            raise ValueError(f"is not a regular expression: {error}") from error
        return value

    @validator("buttons", pre=True, each_item=True)
    @classmethod
    def _title_alone(cls, value: Any) -> Any:
        return {"title": value} if isinstance(value, str) else value

    @root_validator(skip_on_failure=True)
    @classmethod
    def _asserts_something(cls, values: dict[str, Any]) -> dict[str, Any]:
        shown = ("text", "utter_name", "text_matches", "text_contains")
        if not any(values[name] for name in shown) and values["buttons"] is None:
            raise ValueError("asserts nothing that a message would have to show")
        return values


class Slot(Strict):
    """A slot, and the value it is about where one is given."""

    name: StrictStr
    value: Any = None

    @property
    def any_value(self) -> bool:
        """Whether only the name counts."""
        return "value" not in self.__fields_set__


class Assertion(Strict):
    """One thing that has to hold for a turn; exactly one key is set."""

    bot_uttered: Optional[Message] = None
    bot_did_not_utter: Optional[Message] = None
    slot_was_set: Optional[tuple[Slot, ...]] = None
    slot_was_not_set: Optional[tuple[Slot, ...]] = None
    action_executed: Optional[StrictStr] = None

    _hold_something = _not_empty("slot_was_set", "slot_was_not_set", "action_executed")

    @validator("bot_uttered", "bot_did_not_utter", pre=True)
    @classmethod
    def _not_the_whole_text(cls, value: Any) -> Any:
        if isinstance(value, dict) and "text" in value:
            raise ValueError("a whole text is a `bot:` step, a part of it is `text_matches` or `text_contains`")
        return value

    @root_validator(skip_on_failure=True)
    @classmethod
    def _one_thing(cls, values: dict[str, Any]) -> dict[str, Any]:
        if sum(value is not None for value in values.values()) != 1:
            raise ValueError(f"an assertion is exactly one of {', '.join(values)}")
        return values


def _named_slots(value: Any) -> Any:
    """Slots of a step: names, or maps of name to value; both become `Slot`s."""
    entries = [value] if isinstance(value, (str, dict)) else value
    if not isinstance(entries, list):
        return value
    slots: list[Any] = []
    for entry in entries:
        slots += (
            [{"name": name, "value": entry[name]} for name in entry] if isinstance(entry, dict) else [{"name": entry}]
        )
    return slots


class Step(Strict):
    """What the customer writes, or something that has to come of it."""

    user: Optional[StrictStr] = None
    metadata: Union[StrictStr, dict[str, Any], None] = None
    assertions: Optional[tuple[Assertion, ...]] = None
    assertion_order_enabled: StrictBool = False
    bot: Optional[StrictStr] = None
    utter: Optional[StrictStr] = None
    slot_was_set: Optional[tuple[Slot, ...]] = None
    slot_was_not_set: Optional[tuple[Slot, ...]] = None

    _slots = validator("slot_was_set", "slot_was_not_set", pre=True, allow_reuse=True)(_named_slots)
    _hold_something = _not_empty("bot", "utter", "slot_was_set", "slot_was_not_set")

    @root_validator(skip_on_failure=True)
    @classmethod
    def _of_one_kind(cls, values: dict[str, Any]) -> dict[str, Any]:
        kinds = ("user", "bot", "utter", "slot_was_set", "slot_was_not_set")
        if sum(values[name] is not None for name in kinds) != 1:
            raise ValueError(f"a step is exactly one of {', '.join(kinds)}")
        if values["user"] is None and any(
            values[name] for name in ("assertions", "metadata", "assertion_order_enabled")
        ):
            raise ValueError("`assertions`, `assertion_order_enabled` and `metadata` belong to a `user` step")
        return values


class TestCase(Strict):
    """One conversation."""

    # Not for pytest to collect, whatever its name begins with.
    __test__ = False

    test_case: StrictStr
    fixtures: tuple[StrictStr, ...] = ()
    metadata: Optional[StrictStr] = None
    steps: tuple[Step, ...]

    @validator("fixtures", pre=True)
    @classmethod
    def _one_or_several(cls, value: Any) -> Any:
        return (value,) if isinstance(value, str) else value

    @validator("steps")
    @classmethod
    def _says_and_asserts(cls, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        if not steps or steps[0].user is None:
            raise ValueError("the customer speaks first: the first step is a `user` step")
        if all(step.user is not None and step.assertions is None for step in steps):
            raise ValueError("asserts nothing")
        return steps


class UnseenMessages(Strict):
    """Messages that training does not hold, for `returndesk evaluate`; no conversation is made of them."""

    intent: StrictStr
    examples: StrictStr


class CaseFile(Strict):
    """One file. `whole_answer` makes every message of an answer be expected, in order: one too many is a failure."""

    fixtures: dict[str, dict[str, Any]] = {}
    metadata: dict[str, dict[str, Any]] = {}
    whole_answer: StrictBool = False
    unseen: tuple[UnseenMessages, ...] = ()
    test_cases: tuple[TestCase, ...]

    _hold_something = _not_empty("test_cases")

    @validator("fixtures", "metadata", pre=True)
    @classmethod
    def _by_name(cls, value: Any) -> Any:
        """Rasa writes a list of one-key maps, and a fixture's slots again so; names are unique."""
        return {name: merged(content, "entry") for name, content in merged(value, "name").items()}

    @validator("fixtures")
    @classmethod
    def _can_be_set_up(cls, fixtures: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
        for fixture in fixtures.values():
            for name, value in fixture.items():
                if name not in OURS and name.startswith("returndesk_"):
                    raise ValueError(f"`{name}` is none of {', '.join(OURS)}")
                if name in OURS and not isinstance(value, str):
                    raise ValueError(f"`{name}` is not a text")
            if NOW in fixture:
                parse_instant(fixture[NOW])
            if SCANS in fixture and STORE not in fixture:
                raise ValueError(f"`{SCANS}` belongs to a `{STORE}`")
        return fixtures


def merged(value: Any, what: str) -> dict[str, Any]:
    """A list of maps as one map; a map stays as it is.

    Raises:
        ValueError: It is something else, or a key comes twice.
    """
    found: dict[str, Any] = {}
    for entry in [value] if isinstance(value, dict) else value if isinstance(value, list) else [None]:
        if not isinstance(entry, dict):
            raise ValueError(f"is not a list of `{what}: …`")
        for name in entry:
            if name in found:
                raise ValueError(f"`{name}` comes twice")
            found[name] = entry[name]
    return found
