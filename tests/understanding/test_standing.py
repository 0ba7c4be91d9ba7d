"""Whoever asks where a return is gets its status, however they tell its number, in every language."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest
import yaml

from lab.evaluation.assistant import Assistant
from returndesk.model.training import model_file
from returndesk.project import this_project

PROJECT = this_project()
GRID: Final = yaml.safe_load((Path(__file__).parent / "grids" / "standing.yml").read_text(encoding="utf-8"))
#: All of them are answered with where the return, its parcel and its money are.
STANDING: Final = frozenset({"ask_return_status", "ask_track_refund", "ask_track_parcel"})
TOLD: Final = {"N": "8120034500012345", "R": "R1003", "M": "lea.brandt@example.com"}
_PLACES: Final = re.compile(r"\b[NRMQS]\b")
#: Messages of all that may be asked back, in per cent.
MOST_ASKED_BACK: Final = 6


def messages(tag: str) -> list[str]:
    """Each question with half of the frames, in turn."""
    found = []
    for place, question in enumerate(GRID[tag]["questions"]):
        words = {**TOLD, "Q": question, "S": question.rstrip("? ")}
        found += [_filled(frame, words) for frame in GRID[tag]["frames"][place % 2 :: 2]]
    return found


def _filled(frame: str, words: Mapping[str, str]) -> str:
    return _PLACES.sub(lambda part: words[part[0]], frame)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return Assistant(PROJECT, model_file(PROJECT.root / "models"), tmp_path_factory.mktemp("store"))


@pytest.mark.embedded("the store behind the answers is empty")
@pytest.mark.parametrize("tag", sorted(GRID))
def test_a_question_where_a_return_is_stays_one_beside_its_number(tag: str, assistant: Assistant) -> None:
    async def read() -> list[tuple[str, str]]:
        return [((await assistant.parse(text))["intent"]["name"], text) for text in messages(tag)]

    taken = asyncio.run(read())
    others = [each for each in taken if each[0] not in STANDING | {"nlu_fallback", "greet"}]
    assert others == []
    unsure = [each for each in taken if each[0] not in STANDING]
    assert len(unsure) * 100 <= MOST_ASKED_BACK * len(taken), unsure
