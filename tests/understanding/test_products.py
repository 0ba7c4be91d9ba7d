"""What the thing is does not decide the answer: the same question for two hundred products."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from lab.evaluation.assistant import Assistant
from returndesk.model.training import model_file
from returndesk.project import this_project

PROJECT = this_project()
PRODUCTS = [
    line
    for line in Path(__file__).with_name("products.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return Assistant(PROJECT, model_file(PROJECT.root / "models"), tmp_path_factory.mktemp("store"))


def test_there_are_two_hundred():
    assert len(set(PRODUCTS)) == 200


@pytest.mark.embedded("the store behind the answers is empty")
@pytest.mark.parametrize(
    ("question", "intents"),
    [
        ("can I return the {}", {"ask_return_window", "ask_how_to_return"}),
        ("I'd like to return a {}", {"ask_how_to_return"}),
        ("I want my money back for the {}", {"ask_get_refund"}),
        ("the {} arrived broken", {"report_item_problem"}),
        ("I want to exchange my {}", {"ask_exchange"}),
        ("my {} never arrived", {"report_order_not_arrived"}),
    ],
)
def test_the_answer_is_the_same_whatever_it_is(assistant: Assistant, question: str, intents: set[str]):
    async def taken_for(product: str) -> str:
        return str((await assistant.parse(question.format(product)))["intent"]["name"])

    taken = {product: asyncio.run(taken_for(product)) for product in PRODUCTS}

    assert {product: intent for product, intent in taken.items() if intent not in intents} == {}
