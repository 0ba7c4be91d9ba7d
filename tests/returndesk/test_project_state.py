"""Where a checkout leaves what running makes: `.returndesk`, or the folder that RETURNDESK_STATE names."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.settings import load_settings
from returndesk import store_address
from returndesk.project import this_project
from returndesk.serve.services import Serving
from returndesk.serve.up import _environment


def test_a_checkout_keeps_its_state_inside_itself() -> None:
    assert this_project().state == this_project().root / ".returndesk"


def test_the_environment_names_another_state_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RETURNDESK_STATE", str(tmp_path))
    project = this_project()
    assert project.logs == tmp_path / "logs"
    assert project.carrier_scans == tmp_path / "carrier_scans.json"
    assert store_address.embedded_url(project) == f"sqlite:///{tmp_path}/returndesk.db"


def test_the_option_goes_before_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RETURNDESK_STATE", str(tmp_path / "other"))
    assert this_project(tmp_path).state == tmp_path


def test_a_relative_state_folder_is_relative_to_where_the_command_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RETURNDESK_STATE", "mine")
    assert this_project().state == tmp_path / "mine"


def test_every_process_of_the_assistant_gets_the_same_state_folder(tmp_path: Path) -> None:
    project = this_project(tmp_path)
    environment = _environment(Serving(project, load_settings(), "127.0.0.1", (), demo_carrier=False), {})
    assert environment["RETURNDESK_STATE"] == str(tmp_path)
