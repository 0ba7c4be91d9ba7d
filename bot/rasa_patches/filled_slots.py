"""Fills slots by looking at those alone that a message can fill.

After each message Rasa 3.6 asks every slot of the domain in several ways whether it is to be filled. Nearly all of ours
are filled by actions, and their mapping, `custom` without an action, fills nothing: `install()` leaves them out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Optional

from rasa.core.actions.action import ActionExtractSlots, extract_slot_value_from_predefined_mapping
from rasa.shared.core.constants import DEFAULT_SLOT_NAMES, MAPPING_TYPE, SlotMappingType
from rasa.shared.core.events import Event, SlotSet
from rasa.shared.core.slot_mappings import SlotMapping
from rasa.shared.core.slots import ListSlot, Slot

_KEPT: Final = "slots_that_messages_fill"
#: The key of a mapping under which an action is named.
_ACTION: Final = "action"

#: Slots, each with its mappings that take the value of an entity.
Filled = Sequence[tuple[Slot, Sequence[dict[str, Any]]]]


def install() -> None:
    """Replace a method of Rasa's, for this process; doing so again changes nothing."""
    if ActionExtractSlots.run is not _run:
        ActionExtractSlots._run_for_all = ActionExtractSlots.run
        ActionExtractSlots.run = _run


async def _run(action: Any, output_channel: Any, nlg: Any, tracker: Any, domain: Any) -> list[Event]:
    """The slots that a message fills, as Rasa's own method gives them."""
    filled = _filled(domain)
    if filled is None:
        found: list[Event] = await action._run_for_all(output_channel, nlg, tracker, domain)
        return found
    events = [event for slot, mappings in filled if (event := _event(action, slot, mappings, tracker, domain))]
    validated: list[Event] = await action._execute_validation_action(events, output_channel, nlg, tracker, domain)
    return validated


def _event(action: Any, slot: Slot, mappings: Sequence[dict[str, Any]], tracker: Any, domain: Any) -> Optional[SlotSet]:
    """What the first mapping that has a value makes of a slot, None where none has."""
    kind = SlotMappingType.FROM_ENTITY
    for mapping in mappings:
        if not (
            SlotMapping.check_mapping_validity(slot_name=slot.name, mapping_type=kind, mapping=mapping, domain=domain)
            and SlotMapping.intent_is_desired(mapping, tracker, domain)
            and ActionExtractSlots._verify_mapping_conditions(mapping, tracker, slot.name)
        ) or action._fails_unique_entity_mapping_check(slot.name, mapping, tracker, domain):
            continue
        values = extract_slot_value_from_predefined_mapping(kind, mapping, tracker)
        if values:
            value = values if isinstance(slot, ListSlot) else values[-1]
            if value is not None or tracker.get_slot(slot.name) is not None:
                return SlotSet(slot.name, value)
    return None


def _filled(domain: Any) -> Optional[Filled]:
    """The slots that messages fill, found once for a domain; None where they do so in another way than by an entity."""
    of_slots, filled = vars(domain).get(_KEPT, (None, None))
    if of_slots is not domain.slots:
        filled = slots_filled(domain.slots)
        vars(domain)[_KEPT] = (domain.slots, filled)
    known: Optional[Filled] = filled
    return known


def slots_filled(slots: Sequence[Slot]) -> Optional[Filled]:
    """Those of some slots that messages fill, each with its mappings; None where one is of another kind.

    Args:
        slots: A domain's.
    """
    found = []
    for slot in slots:
        if slot.name in DEFAULT_SLOT_NAMES:
            continue
        kinds = [SlotMappingType(mapping.get(MAPPING_TYPE)) for mapping in slot.mappings]
        fills = [
            mapping
            for kind, mapping in zip(kinds, slot.mappings, strict=True)
            if kind is not SlotMappingType.CUSTOM or mapping.get(_ACTION)
        ]
        if any(mapping.get(MAPPING_TYPE) != str(SlotMappingType.FROM_ENTITY) for mapping in fills):
            return None
        if fills:
            found.append((slot, fills))
    return found
