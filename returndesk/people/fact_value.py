"""A facts file's text with another value of one fact, and everything else as it was written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import yaml

from policy.fact import Unit
from policy.sentences import Sentence
from returndesk.failure import Failure

#: What is given as entries, one a line, and not as YAML.
LISTS: Final = frozenset({Unit.LIST.value, Unit.COUNTRIES.value})


def with_value(text: str, fact_id: str, value: str) -> str:
    """The file's text with the value.

    Args:
        text: The file's.
        fact_id: The fact.
        value: Its value as YAML has it, in one line: `24`, `[1, 3]` or words; of a list the entries, one a line.

    Raises:
        Failure: There is no such fact, or the value can't be written.
    """
    try:
        document = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        raise Failure(Sentence("The file of the facts is not YAML")) from None
    for record in _parts(document).get("facts", yaml.SequenceNode("", [])).value:
        parts = _parts(record)
        if getattr(parts.get("id"), "value", None) == fact_id and "value" in parts:
            node = parts["value"]
            if getattr(parts.get("unit"), "value", None) in LISTS:
                return _with_entries(text, node, value)
            return _replaced(text, node, _one_line(value))
    raise Failure(Sentence("There is no fact “%(fact)s”", fact=fact_id))


def _one_line(value: str) -> str:
    if len(value.strip().splitlines()) != 1:
        raise Failure(Sentence("The value has to be one line"))
    try:
        yaml.safe_load(value)
    except yaml.YAMLError:
        raise Failure(
            Sentence("The value is not YAML; write a number, a list such as [1, 3], or words in quotes")
        ) from None
    return value.strip()


def _with_entries(text: str, node: yaml.Node, value: str) -> str:
    """The text with a list's entries; those that stay are not written again."""
    entries = [line.strip() for line in value.splitlines() if line.strip()]
    if not entries:
        raise Failure(Sentence("The value needs an entry; write each in a line of its own"))
    if isinstance(node, yaml.SequenceNode):
        if entries == [each.value for each in node.value]:
            return text
        if not node.flow_style:
            return _lines_replaced(text, node, entries)
    return _replaced(text, node, _as_yaml(entries, flow=True))


def _lines_replaced(text: str, node: yaml.SequenceNode, entries: Sequence[str]) -> str:
    """The text with the lines of a list's entries; a comment above an entry goes with it, one above the first stays."""
    begin = text.rfind("\n", 0, node.start_mark.index) + 1
    lines, start = {}, begin
    for each in node.value:
        end = each.start_mark.index + len(text[each.start_mark.index : each.end_mark.index].rstrip())
        line_end = text.find("\n", end)
        line_end = len(text) if line_end < 0 else line_end
        lines[each.value] = text[start:line_end]
        start = line_end + 1
    indent = " " * node.start_mark.column
    written = (lines.get(entry) or indent + _as_yaml([entry], flow=False) for entry in entries)
    return text[:begin] + "\n".join(written) + text[start - 1 :]


def _replaced(text: str, node: yaml.Node, value: str) -> str:
    kept = text[node.start_mark.index : node.end_mark.index]
    # What has several lines ends where the next field begins.
    rest = kept[len(kept.rstrip()) :]
    return text[: node.start_mark.index] + value + rest + text[node.end_mark.index :]


def _as_yaml(entries: Sequence[str], *, flow: bool) -> str:
    return yaml.safe_dump(entries, default_flow_style=flow, allow_unicode=True, width=float("inf")).strip()


def _parts(node: Any) -> Mapping[str, Any]:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return {key.value: value for key, value in pairs}
