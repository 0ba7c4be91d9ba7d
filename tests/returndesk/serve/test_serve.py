"""`returndesk serve`: what one process of the assistant is started as."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

import pytest
from pydantic import SecretStr

from core.settings import ActionsIn, Environment, Settings
from lab.testbed.nginx_template import nginx_configuration
from returndesk.failure import Failure
from returndesk.project import Project
from returndesk.serve.serve import Process, process_to_be

ROOT = Path(__file__).resolve().parents[3]
ONE, OTHER = "5b1f0c9e7d3a48628f4e2c6a90d7b153", "e07c35d18a9b4f6226d4b8105f93ca7e"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path, tmp_path / "state")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(model_dir=tmp_path / "models", database_url="postgresql://desk@127.0.0.1/desk")


def in_production(settings: Settings, **more: object) -> Settings:
    return settings.copy(update={"env": Environment.PRODUCTION, **more})


def test_a_bot_without_a_model_is_not_started(project: Project, settings: Settings) -> None:
    with pytest.raises(Failure, match=r"there is no model at models/returndesk.tar.gz"):
        process_to_be(project, settings, Process.BOT, "127.0.0.1", enable_api=False)


def test_the_action_server_listens_where_it_is_told_to(project: Project, settings: Settings) -> None:
    settings = settings.copy(update={"actions_port": 6055})
    found = process_to_be(project, settings, Process.ACTIONS, "192.0.2.1", enable_api=False)
    assert found.service.command[2:] == ("actions.server.app", "--port", "6055", "--host", "192.0.2.1")
    assert found.environment["RETURNDESK_DATABASE_URL"] == "postgresql://desk@127.0.0.1/desk"


@pytest.fixture
def with_a_model(project: Project) -> None:
    (project.root / "models").mkdir()
    (project.root / "models" / "returndesk.tar.gz").touch()


@pytest.mark.usefixtures("with_a_model")
@pytest.mark.parametrize(
    ("process", "actions_in", "module"),
    [
        (Process.BOT, None, "bot"),
        (Process.BOT, ActionsIn.SERVER, "bot"),
        (Process.BOT, ActionsIn.BOT, "returndesk.serve.bot_with_actions"),
        (Process.ALL, None, "returndesk.serve.bot_with_actions"),
    ],
)
def test_a_bot_runs_the_actions_itself_where_it_is_told_to(
    project: Project, settings: Settings, process: Process, actions_in: Optional[ActionsIn], module: str
) -> None:
    settings = settings.copy(update={"actions_in": actions_in, "port": 6005})
    found = process_to_be(project, settings, process, "192.0.2.1", enable_api=False)
    assert (found.service.command[2], found.service.port, found.service.host) == (module, 6005, "192.0.2.1")


@pytest.mark.parametrize(("process", "actions_in"), [(Process.ACTIONS, ActionsIn.BOT), (Process.ALL, ActionsIn.SERVER)])
def test_a_process_that_the_settings_speak_against_is_not_started(
    project: Project, settings: Settings, process: Process, actions_in: ActionsIn
) -> None:
    settings = settings.copy(update={"actions_in": actions_in})
    with pytest.raises(Failure, match=f"RETURNDESK_ACTIONS_IN={actions_in.value}"):
        process_to_be(project, settings, process, "127.0.0.1", enable_api=False)


def test_production_wants_its_secrets_from_the_environment(project: Project, settings: Settings) -> None:
    with pytest.raises(Failure, match="RETURNDESK_ACTIONS_SECRET: is not set"):
        process_to_be(project, in_production(settings), Process.ACTIONS, "127.0.0.1", enable_api=False)


def test_the_action_server_needs_no_secret_of_sessions(project: Project, settings: Settings) -> None:
    settings = in_production(settings, actions_secret=SecretStr(ONE))
    process_to_be(project, settings, Process.ACTIONS, "127.0.0.1", enable_api=False)
    (project.root / "models").mkdir()
    (project.root / "models" / "returndesk.tar.gz").touch()
    with pytest.raises(Failure, match="RETURNDESK_SESSION_SECRET: is not set"):
        process_to_be(project, settings, Process.BOT, "127.0.0.1", enable_api=False)
    settings = settings.copy(update={"session_secret": SecretStr(OTHER)})
    process_to_be(project, settings, Process.BOT, "127.0.0.1", enable_api=False)


def test_the_page_needs_no_secret_at_all(project: Project, settings: Settings) -> None:
    found = process_to_be(project, in_production(settings), Process.PAGE, "127.0.0.1", enable_api=False)
    assert found.service.command[2] == "returndesk.demo_shop"


def test_people_are_served_with_the_store_and_no_secret_besides(project: Project, settings: Settings) -> None:
    settings = in_production(settings, people_port=6090, actions_secret=SecretStr(OTHER))
    found = process_to_be(project, settings, Process.PEOPLE, "192.0.2.1", enable_api=False)
    assert found.service.command[2:] == ("returndesk.people", "--host", "192.0.2.1", "--port", "6090")
    assert found.environment["RETURNDESK_DATABASE_URL"] == "postgresql://desk@127.0.0.1/desk"
    assert "RETURNDESK_ACTIONS_SECRET" not in found.environment


@pytest.mark.parametrize("process", [Process.PAGE, Process.ACTIONS, Process.PEOPLE])
def test_a_process_that_is_served_by_itself_gets_no_secret_of_anothers(
    project: Project, settings: Settings, process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RETURNDESK_SESSION_SECRET", ONE)
    monkeypatch.setenv("RETURNDESK_TELEGRAM_TOKEN_FILE", "/run/secrets/telegram_token")
    settings = in_production(settings, actions_secret=SecretStr(OTHER))
    environment = process_to_be(project, settings, process, "127.0.0.1", enable_api=False).environment
    assert {"RETURNDESK_SESSION_SECRET", "RETURNDESK_TELEGRAM_TOKEN_FILE"} & set(environment) == set()


def test_every_place_of_the_template_of_nginx_is_filled_in(tmp_path: Path) -> None:
    ports = {"port": 1, "inside_port": 2, "bots": [3, 4], "action_servers": [5], "requests_per_second": 6}
    text = nginx_configuration(ROOT / "deploy" / "nginx.conf", **ports)
    assert "${" not in text
    assert text.count("server 127.0.0.1:3 fail_timeout=2s; server 127.0.0.1:4 fail_timeout=2s;") == 3
    template = tmp_path / "nginx.conf"
    template.write_text("listen ${LISTEN}; ${CERTIFICATE}")
    with pytest.raises(Failure, match=r"has a place for CERTIFICATE, which nobody fills in"):
        nginx_configuration(template, **ports)
