"""What only a debug log shows is copied only for one, and Rasa's processor copies nothing else deeply."""

from __future__ import annotations

import ast
import copy
import inspect
import logging
from collections.abc import Iterator

import pytest
from rasa.core import processor

from bot.rasa_patches.debug_copies import install


@pytest.fixture(autouse=True)
def rasa_as_it_was() -> Iterator[None]:
    """Rasa's own module, and again after each test."""
    own = processor.copy
    yield
    processor.copy = own


@pytest.mark.parametrize("level", [logging.INFO, logging.DEBUG])
def test_a_value_is_copied_where_a_debug_log_shows_it(level: int, caplog: pytest.LogCaptureFixture):
    install()
    value = [{"event": "slot"}]
    with caplog.at_level(level):
        shown = processor.copy.deepcopy(value)
    assert shown == value
    assert (shown is value) is (level > logging.DEBUG)
    assert copy.deepcopy(value) is not value


def test_rasas_processor_copies_for_debug_lines_alone():
    tree = ast.parse(inspect.getsource(processor))
    in_debug_lines = {
        id(each)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "structlogger.debug"
        for each in ast.walk(call)
    }
    uses = [each for each in ast.walk(tree) if isinstance(each, ast.Name) and each.id == "copy"]
    assert uses
    assert all(id(use) in in_debug_lines for use in uses)
