"""Which answers tell a fact, and in which words, by language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from pathlib import Path
from typing import Any, Final

import yaml

from bot.responses.conditions import always, under_rules
from core.languages import ENGLISH
from returndesk.project import Project

#: libyaml's loader takes a twentieth of the time.
_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
#: What the line of a response's name begins with, and no line of its texts, which are further in.
_NAME: Final = "\n  utter_"


def wording_of(project: Project, fact_id: str) -> Mapping[str, Sequence[tuple[str, str]]]:
    """The answers in whose text a fact stands: by the answer's name, each language's tag with the words."""
    found: dict[str, list[tuple[str, str]]] = {}
    value = f"{{{fact_id}."
    for language, folder in _folders(project):
        for file in sorted(folder.glob("*.yml")):
            text = file.read_text(encoding="utf-8")
            if value not in text:
                continue
            # To read whole files takes seconds where many answers tell a fact.
            for part in text.split(_NAME)[1:]:
                if value in part:
                    name = f"utter_{part.partition(':')[0]}"
                    texts = (words for words in _texts(part) if value in words)
                    found.setdefault(name, []).extend(
                        (language, " ".join(under_rules(words, always).split())) for words in texts
                    )
    return dict(sorted(found.items()))


def _texts(response: str) -> Iterator[str]:
    """The texts of a response, which may refer to what stands elsewhere in its file."""
    # Behind a file's last response its next section may begin.
    lines = takewhile(lambda line: not line[:1].isalpha(), response.splitlines()[1:])
    last = ""
    for event in yaml.parse("\n".join(lines), Loader=_LOADER):
        if isinstance(event, yaml.ScalarEvent):
            if last == "text":
                yield event.value
            last = event.value


def _folders(project: Project) -> list[tuple[str, Path]]:
    others = sorted(each for each in project.locales.glob("*") if each.is_dir())
    return [(ENGLISH, project.domain), *((each.name.replace("_", "-"), each) for each in others)]
