"""YAML in which a key given twice is a mistake, and which says in one line what is wrong with it."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import yaml


def read_yaml(text: str) -> Any:
    """What a text holds, in plain values.

    A day that no calendar has stays text, so that the check of its fact can name it.

    Raises:
        yaml.YAMLError: It is no YAML, or has a key twice in one place; `yaml_problem` says it in one line.
    """
    # A SafeLoader subclass: it builds plain values only.
    return yaml.load(text, Loader=_UniqueKeys)  # noqa: S506


def yaml_problem(error: Exception) -> str:
    """What YAML found wrong, in one line, with the line's number where it knows it."""
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or " ".join(str(error).split())
    return f"line {mark.line + 1}: {problem}" if mark else problem


class _UniqueKeys(yaml.SafeLoader):
    """YAML's safe loader, except that a key given twice is an error instead of the last one winning unseen."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                raise yaml.MarkedYAMLError(problem=f'key "{key.value}" stands there twice', problem_mark=key.start_mark)
            seen.add(str(key.value))
        return super().construct_mapping(node, deep)

    def construct_yaml_timestamp(self, node: yaml.ScalarNode) -> Any:
        try:
            return super().construct_yaml_timestamp(node)
        except ValueError:
            return node.value


_UniqueKeys.add_constructor("tag:yaml.org,2002:timestamp", _UniqueKeys.construct_yaml_timestamp)
