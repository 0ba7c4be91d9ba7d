"""YAML whose every part knows the line it stands on, read as Rasa reads it: YAML 1.2, where `yes` is a word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Union

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError

Location = Sequence[Union[str, int]]


class FileProblem(Exception):
    """A file cannot be used. The message is `file:line: what is wrong`.

    Args:
        file: The file, as the person named it.
        line: Where, counted from 1; None where the whole file is meant.
        problem: What is wrong, and what would be right.
    """

    def __init__(self, file: Path, line: int | None, problem: str) -> None:
        super().__init__(f"{file}:{line}: {problem}" if line else f"{file}: {problem}")
        self.file = file
        self.line = line


class _Constructor(RoundTripConstructor):
    """Leaves an instant the text that it was written as."""


_Constructor.add_constructor("tag:yaml.org,2002:timestamp", RoundTripConstructor.construct_yaml_str)


@dataclass(frozen=True)
class LocatedYaml:
    """What a file holds, and where.

    Args:
        file: The file, as the person named it.
        data: Maps, lists and scalars.
    """

    file: Path
    data: Any

    def line(self, location: Location) -> int:
        """The line of a part, counted from 1; of the nearest part around it where it is not there.

        Args:
            location: Keys and indexes that lead to the part.
        """
        node, line = self.data, 1
        for step in location:
            if isinstance(node, CommentedMap) and step in node:
                line = node.lc.key(step)[0] + 1
            elif isinstance(node, CommentedSeq) and isinstance(step, int) and step < len(node):
                line = node.lc.item(step)[0] + 1
            else:
                break
            node = node[step]
        return line

    def problem(self, location: Location, problem: str) -> FileProblem:
        """What is wrong with a part, for raising."""
        return FileProblem(self.file, self.line(location), problem)


def read_yaml(file: Path) -> LocatedYaml:
    """Read a file.

    Raises:
        FileProblem: It is not there, not UTF-8, or not YAML.
    """
    yaml = YAML(typ="rt", pure=True)
    yaml.Constructor = _Constructor
    try:
        return LocatedYaml(file, yaml.load(file.read_text(encoding="utf-8")))
    except OSError as error:
        raise FileProblem(file, None, f"can't be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise FileProblem(file, line, "is not UTF-8; save it in that encoding") from error
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = " ".join(f"{error.problem or error.context}".split())
        raise FileProblem(file, mark.line + 1 if mark else None, f"is not YAML: {said}") from error
    except (YAMLError, ValueError) as error:
        first = str(error).splitlines()[0]
        raise FileProblem(file, None, f"is not YAML: {first}") from error
