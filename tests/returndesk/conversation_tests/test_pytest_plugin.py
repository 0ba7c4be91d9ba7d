"""Conversations as tests of pytest, in a pytest of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from converse_stand_in import StandIn, serving

from returndesk.project import this_project

GOOD = "test_cases:\n- test_case: a greeting\n  steps:\n  - user: say hello\n  - bot: hello\n"
BAD = "- test_case: a wrong answer\n  steps:\n  - user: say tea\n  - bot: coffee\n"
OUR_PLUGIN = "returndesk.conversation_tests.pytest_plugin"


@dataclass(frozen=True)
class Shop:
    """A project of somebody else's, with its own pytest."""

    folder: Path

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONPATH": str(this_project().root), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        command = [sys.executable, "-m", "pytest", "-p", OUR_PLUGIN, "-p", "no:cacheprovider", *arguments]
        return subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, text=True, timeout=120, check=False
        )


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    return Shop(tmp_path)


@pytest.fixture(scope="module")
def server() -> Iterator[StandIn]:
    with serving(StandIn()) as stand_in:
        yield stand_in


def test_each_case_is_a_test_and_a_wrong_answer_stands_beside_the_expected_one(shop: Shop, server: StandIn) -> None:
    (shop.folder / "chat.conversation.yml").write_text(GOOD + BAD, encoding="utf-8")
    done = shop.run("-v", "--returndesk-server", server.webhook)
    assert done.returncode == 1
    assert "chat.conversation.yml::a greeting PASSED" in done.stdout
    assert "chat.conversation.yml::a wrong answer FAILED" in done.stdout
    (row,) = [line for line in done.stdout.splitlines() if "text: coffee" in line]
    assert [cell.strip() for cell in row.split("│")[1:-1]] == ["✗", "✗ text: coffee", "tea", "9"]
    assert "chat.conversation.yml:9" in done.stdout
    # What a person needs is what was said, not where in this program it was compared.
    assert "Traceback" not in done.stdout
    assert "runner.py" not in done.stdout


def test_other_files_and_the_server_may_stand_in_the_settings(shop: Shop, server: StandIn) -> None:
    settings = f"[pytest]\nreturndesk_conversations = chats/*.yml\nreturndesk_server = {server.webhook}\n"
    (shop.folder / "pytest.ini").write_text(settings, encoding="utf-8")
    (shop.folder / "chats").mkdir()
    (shop.folder / "chats" / "one.yml").write_text(GOOD, encoding="utf-8")
    (shop.folder / "other.yml").write_text("not: ours\n", encoding="utf-8")
    done = shop.run()
    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout


def test_a_file_that_is_wrong_is_an_error_with_its_line(shop: Shop) -> None:
    (shop.folder / "chat.conversation.yml").write_text(GOOD + "  stepz: []\n", encoding="utf-8")
    done = shop.run()
    assert done.returncode == 2
    assert "chat.conversation.yml:6: `stepz` is not a key that is known here" in done.stdout


def test_a_shop_may_bring_its_own_assistant(shop: Shop, server: StandIn) -> None:
    conftest = (
        "import pytest\nfrom returndesk.conversation_tests.rest_client import RestClient\n\n\n"
        "@pytest.fixture(scope='session')\n"
        f"def returndesk_assistants():\n    return lambda world: RestClient('{server.webhook}')\n"
    )
    (shop.folder / "conftest.py").write_text(conftest, encoding="utf-8")
    (shop.folder / "chat.conversation.yml").write_text(GOOD, encoding="utf-8")
    done = shop.run()
    assert done.returncode == 0, done.stdout


def test_a_pytest_without_conversations_loads_nothing_of_the_program(shop: Shop) -> None:
    look = "import sys\n\n\ndef test_it():\n    assert not {'pydantic', 'rich', 'requests'} & set(sys.modules)\n"
    (shop.folder / "test_it.py").write_text(look, encoding="utf-8")
    done = shop.run()
    assert done.returncode == 0, done.stdout


def test_an_installation_brings_the_plugin() -> None:
    text = (this_project().root / "pyproject.toml").read_text(encoding="utf-8")
    assert f'[project.entry-points.pytest11]\nreturndesk = "{OUR_PLUGIN}"' in text
