"""The file in which a person says what messages mean: one message a line, in YAML that any editor shows."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from returndesk.conversation_tests.located_yaml import FileProblem, read_yaml
from returndesk.failure import Failure
from returndesk.learn.gathering import Unlabelled

#: Leaves a message out, as an empty label does.
SKIP: Final = "skip"
_HEAD: Final = """\
# What customers wrote and was not understood, asked back about or disliked in its answer, the most frequent first.
#
# Behind "label:" goes the intent that a message has, such as ask_refund_time; nothing or "skip" leaves it out. Numbers,
# addresses and links are masked: [number], [e-mail], [link] and [name] stay as they are. A name, a street or whatever
# else tells who wrote a message is yours to take out. Then: returndesk learn import FILE --dry-run
#
"""


@dataclass(frozen=True)
class Labelled:
    """A message with the intent that a person gave it, and the line on which it stands."""

    line: int
    text: str
    intent: str


def written(messages: Sequence[Unlabelled], intents: Iterable[str]) -> str:
    """The file's text.

    Args:
        messages: In their order.
        intents: What a message may be labelled as.
    """
    named = textwrap.fill(
        f"Intents: {', '.join(intents)}", 118, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False
    )
    return f"{_HEAD}{named}\n" + "".join(f"- {{label: , {_told(each)}}}\n" for each in messages)


def _told(message: Unlabelled) -> str:
    fields = {
        "message": message.text,
        "said": message.said,
        "guess": message.guess,
        "confidence": round(message.confidence, 2),
        "answered": list(message.answered),
    }
    return ", ".join(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items())


def labelled(file: Path) -> Sequence[Labelled]:
    """The lines of a file that have a label.

    Raises:
        Failure: The file can't be read, or a line is not what it should be.
    """
    try:
        found = read_yaml(file)
        lines = found.data or []
        if not isinstance(lines, list):
            raise found.problem((), "is no list of lines as `returndesk learn export` writes them")
        taken = []
        for number, line in enumerate(lines):
            text = line.get("message") if isinstance(line, dict) else None
            label = line.get("label") if isinstance(line, dict) else None
            if not isinstance(text, str) or not isinstance(label, (str, type(None))):
                raise found.problem((number,), 'is no line of the kind {label: an_intent, message: "what was written"}')
            label = (label or "").strip()
            if label and label.casefold() != SKIP:
                taken.append(Labelled(found.line((number,)), text, label))
    except FileProblem as problem:
        raise Failure(str(problem)) from problem
    return taken
