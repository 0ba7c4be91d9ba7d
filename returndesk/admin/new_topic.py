"""`returndesk new-topic NAME`: the files of a new question, each with what is still to be written.

One question has one name: `data/nlu/NAME.yml` (how people ask it, and the rule), `bot/domain/NAME.yml` (intent, answer,
button), `tests/conversations/NAME.yml` (messages that training has not, and a conversation), and
`actions/answers/NAME.py` where the answer is a customer's own. Nothing else has to be touched.
"""

from __future__ import annotations

import re
from enum import Enum
from pathlib import Path
from typing import Final

from returndesk.failure import Failure
from returndesk.progress import Progress
from returndesk.project import Project

#: Stands where a person has to write; tests/test_topics.py fails as long as one is left.
TO_BE_WRITTEN: Final = "[to be written]"

_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", re.ASCII)
_LONGEST_NAME: Final = 40


class Asked(str, Enum):
    """How an intent's name begins: it asks something, or reports what has happened."""

    ASK = "ask"
    REPORT = "report"


_NLU: Final = """version: "3.1"

nlu:
- intent: {intent}
  examples: |
    - {mark} first of at least 60 ways to ask it, as people write
    - {mark} second way

rules:
- rule: {words}
  steps:
  - intent: {intent}
  - action: {action}
"""
_DOMAIN: Final = """version: "3.1"

intents:
- {intent}
{actions}
responses:
  utter_label_{intent}:
  - text: "{mark} the button's title"
  utter_rule_{intent}:
  - text: >-
      {mark} the answer first, then what to do next.{source}
{personal}"""
_PERSONAL_RESPONSE: Final = """
  utter_{topic}:
  - text: >-
      {mark} what is so for return {{return_number}}.
"""
_TESTS: Final = """whole_answer: true
unseen:
- intent: {intent}
  examples: |
{unseen}
test_cases:
- test_case: {words}
  steps:
  - user: "{mark} a way to ask it that is not above"
    assertions:
    - bot_uttered:
        text_contains: "{mark} words of the answer"
"""
_ACTION: Final = '''"""{mark} what this answers for one customer."""

from __future__ import annotations

from actions.dialogue.base_actions import ReturnAction
from actions.dialogue.turn import ActionContext
from actions.replies.reply import Reply, Utterance
from actions.replies.return_case import Case


class {class_name}(ReturnAction):
    """{mark} what it looks at and what it says."""

    name_ = "action_{topic}"
    topics = ("{intent}",)

    def answer_return(self, topic: str, turn: ActionContext, case: Case) -> Reply:
        """The answer for one return."""
        return Reply((Utterance("utter_{topic}", {{"return_number": case.found.number}}),))
'''
#: tests/conversations/test_unseen.py wants as many.
_UNSEEN: Final = 8


def new_topic(
    project: Project, name: str, progress: Progress, *, asked: Asked, personal: bool, fact: str | None
) -> None:
    """Write the files of a topic and say what is to be written in them.

    Args:
        project: The checkout.
        name: The topic, such as `receipt_needed`.
        progress: Where the person looks.
        asked: How the intent's name begins.
        personal: Whether a customer who has proven who they are gets an answer of their own.
        fact: The id of the fact that the answer rests on; None where the rules say nothing of it.

    Raises:
        Failure: The name can't be one or is taken, or there is no such fact. Nothing is written then.
    """
    if not _NAME.fullmatch(name) or len(name) > _LONGEST_NAME:
        raise Failure(f'"{name}" can\'t be a topic: write small letters, digits and single "_", as receipt_needed')
    from policy.facts import load_facts

    if fact is not None and fact not in load_facts():
        raise Failure(f'policy/facts.yml has no fact "{fact}"; its ids are: {", ".join(sorted(load_facts()))}')
    files = _files(name, asked, personal, fact)
    taken = [path for path in files if (project.root / path).exists()]
    if taken:
        raise Failure(f'there is a topic "{name}" already: {", ".join(taken)}')
    for path, text in files.items():
        target = project.root / path
        target.write_text(text, encoding="utf-8")
    progress.done(f"Wrote {len(files)} files. What is to be written in them:")
    for place in unwritten(project, [Path(path) for path in files]):
        progress.say(place)
    progress.say("Whoever writes the messages below `unseen:` should not have read data/nlu. Then: make test")


def unwritten(project: Project, files: list[Path]) -> list[str]:
    """Each place in the files that a person has still to write, as `file:line: what`."""
    return [
        f"{file}:{number}: {line.partition(TO_BE_WRITTEN)[2].strip(chr(34)).strip()}"
        for file in files
        for number, line in enumerate((project.root / file).read_text(encoding="utf-8").splitlines(), 1)
        if TO_BE_WRITTEN in line
    ]


def _files(name: str, asked: Asked, personal: bool, fact: str | None) -> dict[str, str]:
    intent = f"{asked.value}_{name}"
    values = {
        "topic": name,
        "intent": intent,
        "mark": TO_BE_WRITTEN,
        "words": name.replace("_", " "),
        "action": f"action_{name}" if personal else f"utter_rule_{intent}",
        "actions": f"\nactions:\n- action_{name}\n" if personal else "",
        "source": f"\n\n      _Source: {{{fact}.source}}_" if fact else "",
        "class_name": "Action" + "".join(word.title() for word in name.split("_")),
    }
    values["personal"] = _PERSONAL_RESPONSE.format(**values) if personal else ""
    values["unseen"] = "".join(f"    - {TO_BE_WRITTEN} message {number} of 15\n" for number in range(1, _UNSEEN + 1))
    files = {
        f"data/nlu/{name}.yml": _NLU.format(**values),
        f"bot/domain/{name}.yml": _DOMAIN.format(**values),
        f"tests/conversations/{name}.yml": _TESTS.format(**values),
    }
    if personal:
        files[f"actions/answers/{name}.py"] = _ACTION.format(**values)
    return files
