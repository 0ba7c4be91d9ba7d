"""No text that a stranger writes takes long: not to understand, not to mask, not to show.

Seconds are those of the processor on a machine that is as quick as it was when the bounds were set (pace.py), and the
bounds are ten times what the slowest text needed there.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest
from growth import processor_time
from hostile_texts import LONGEST, NAMED, hostile_texts
from pace import slowness

from actions.answers.reminders import wants_none
from actions.forms.return_reasons import reason_meant
from actions.help_desk.transcript import readable
from bot.channels.splitting import as_mrkdwn, as_telegram_html, shortened, split
from bot.nlu.message_parts import questions_of
from bot.rasa_patches.message_guard import LONGEST_MESSAGE, seen, without_command
from core.identifiers import USUAL_SHAPES, is_email, parse
from core.item_choice import items_corrected, items_meant
from core.item_mentions import Offered
from core.masking import mask
from core.notation import as_guarded, as_plain
from returndesk.model.training import model_file
from returndesk.project import this_project

_MOST_SECONDS = 1.0
_TEXTS = hostile_texts()

READERS: dict[str, Callable[[str], object]] = {
    "the guard": lambda text: without_command(seen(text)),
    "masking": mask,
    "a ticket's transcript": lambda text: readable(text, verified=False),
    "plain text": as_plain,
    "guarded text": as_guarded,
    "Telegram's HTML": as_telegram_html,
    "Slack's mrkdwn": as_mrkdwn,
    "pieces of a message": lambda text: list(split(text, 300)),
    "a title": lambda text: shortened(text, 300),
    "several questions": questions_of,
    "a form's items": lambda text: items_meant(text, [Offered("Desk lamp"), Offered("Running shoes")], [0]),
    "a form's other items": lambda text: items_corrected(
        text, [Offered("Desk lamp"), Offered("Running shoes")], {0: 1}
    ),
    "a form's reason": reason_meant,
    "a wish for no reminders": wants_none,
    "a number": lambda text: parse(text, USUAL_SHAPES),
    "the return numbers": lambda text: list(USUAL_SHAPES.written(text)),
    "an address": is_email,
}


@pytest.fixture(scope="module")
def understood(tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    """How many seconds each text took to be understood; those before which the time ran out are missing."""
    output = tmp_path_factory.mktemp("understood") / "seconds"
    project = this_project()
    search_path = os.pathsep.join([str(project.root), str(project.root / "tests")])
    environment = {**os.environ, "PYTHONPATH": search_path, "RASA_TELEMETRY_ENABLED": "false"}
    command = [
        sys.executable,
        str(Path(__file__).with_name("understanding.py")),
        str(model_file(project.root / "models")),
    ]
    with output.open("w") as into:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=into, env=environment, text=True)
        try:
            process.communicate(json.dumps(list(_TEXTS.values())), timeout=300)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
    seconds = re.findall(r"^SECONDS (\S+)$", output.read_text(), re.MULTILINE)
    return dict(zip(_TEXTS, map(float, seconds), strict=False))


def test_every_hostile_text_is_understood_in_time(understood):
    missing = next((name for name in _TEXTS if name not in understood), None)
    assert missing is None, f"{missing} was not understood at all"
    assert {name: seconds for name, seconds in understood.items() if seconds > _MOST_SECONDS} == {}


@pytest.mark.parametrize("name", NAMED)
def test_what_once_stopped_the_bot_is_understood_at_once(understood, name):
    assert understood[name] < _MOST_SECONDS / 2


@pytest.mark.parametrize("reader", READERS)
def test_no_text_makes_a_reader_slow(reader):
    pace = slowness()
    slow = {name: seconds for name, text in _TEXTS.items() if (seconds := _seconds(READERS[reader], text, pace)) > 0.5}
    assert slow == {}


def test_the_texts_are_as_long_as_messages_can_be_and_the_same_in_every_run():
    assert max(map(len, _TEXTS.values())) == LONGEST <= LONGEST_MESSAGE
    assert hostile_texts() == _TEXTS


def _seconds(read: Callable[[str], object], text: str, pace: float) -> float:
    """How long it takes to read a text; the better of two times, for a machine may be busy."""
    seconds = _once(read, text, pace)
    return min(seconds, _once(read, text, pace)) if 0.5 < seconds < _MOST_SECONDS else seconds


def _once(read: Callable[[str], object], text: str, pace: float) -> float:
    begun = process_time()
    try:
        with processor_time(_MOST_SECONDS * pace):
            read(text)
    except TimeoutError:
        return _MOST_SECONDS
    return (process_time() - begun) / pace
