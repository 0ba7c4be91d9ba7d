"""Adds examples to a file of Rasa's and leaves the rest of it as it was written, comments and all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, Optional

import yaml

from returndesk.failure import Failure
from returndesk.learn.utterances import NLU, Utterance, utterances_in

_NEW: Final = 'version: "3.1"\n\nnlu:\n'
_BLOCK: Final = "- intent: {intent}\n  examples: |\n"
_EXAMPLES_INDENT: Final = "    "


def with_examples(file: Path, document: str, intent: str, examples: Sequence[str], section: str = NLU) -> str:
    """A file's text with further examples of an intent, behind those that it has.

    Args:
        file: How the file is called in an error.
        document: Its text; "" where there is none yet.
        intent: The intent.
        examples: Messages of one line each.
        section: The name of the list in which they stand.

    Raises:
        Failure: The file is not written so that a line could be added.
    """
    former = utterances_in(document, file, section) if document else ()
    lines = [f"- {example}\n" for example in examples]
    nlu = _part(yaml.compose(document, Loader=yaml.SafeLoader), section)
    block = next((_part(each, "examples") for each in _items(nlu) if _text(_part(each, "intent")) == intent), None)
    if block is not None:
        end = _end(document, block)
        last = document[:end].rpartition("\n")[2]
        indent = last[: len(last) - len(last.lstrip())]
        added = "".join(indent + line for line in lines)
    else:
        document = document or _NEW
        end = _end(document, nlu) if _items(nlu) else len(document.rstrip())
        added = _BLOCK.format(intent=intent) + "".join(_EXAMPLES_INDENT + line for line in lines)
    changed = f"{document[:end]}\n{added.rstrip()}{document[end:] or chr(10)}"
    added_utterances = [Utterance(example, intent) for example in examples]
    if sorted(map(str, utterances_in(changed, file, section))) != sorted(map(str, (*former, *added_utterances))):
        raise Failure(f'{file}: no line can be added; write the examples of "{intent}" as a block: "examples: |"')
    return changed


def _part(node: Optional[yaml.Node], name: str) -> Optional[yaml.Node]:
    pairs: Sequence[Any] = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for key, value in pairs if key.value == name), None)


def _items(node: Optional[yaml.Node]) -> Sequence[yaml.Node]:
    return node.value if isinstance(node, yaml.SequenceNode) else ()


def _text(node: Optional[yaml.Node]) -> str:
    return node.value if isinstance(node, yaml.ScalarNode) else ""


def _end(document: str, node: Optional[yaml.Node]) -> int:
    """Where the last line of a part ends."""
    return len(document[: node.end_mark.index].rstrip()) if node is not None else len(document)
