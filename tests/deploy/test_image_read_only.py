"""The processes of the image, as its own user and with nothing to write to but /tmp."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from contextlib import ExitStack

import pytest
import requests
import yaml
from container_stand import CONTAINERFILE, Containers, copy_what_the_image_holds, skip_where_there_are_none
from kustomized import KUBERNETES, ROOT

from lab.testbed.postgresql import own_postgresql
from lab.testbed.programs import MissingServer
from lab.testbed.redis_server import own_redis
from returndesk.model.training import model_file
from returndesk.process.ports import free_ports

pytestmark = pytest.mark.embedded("it starts servers of its own in any case")

READY_WITHIN = 120


@pytest.fixture(scope="module")
def containers(tmp_path_factory):
    """The image, with the settings and secrets that Kubernetes gives it, and databases of its own."""
    skip_where_there_are_none()
    if not model_file(ROOT / "models").is_file():
        pytest.skip("there is no trained model; run `returndesk train`")
    app, secrets = tmp_path_factory.mktemp("app"), tmp_path_factory.mktemp("secrets")
    copy_what_the_image_holds(app)
    shutil.copytree(ROOT / "models", app / "models")
    subprocess.run([str(ROOT / "scripts" / "make-secrets"), str(secrets)], check=True, timeout=60)
    for folder in (app, secrets):
        folder.chmod(0o755)
    base = yaml.safe_load((KUBERNETES / "base" / "kustomization.yaml").read_text(encoding="utf-8"))
    settings = dict(each.split("=", 1) for each in base["configMapGenerator"][0]["literals"])
    bot, actions, page = free_ports(3)
    settings |= {
        "RETURNDESK_MODEL_DIR": "/mnt/app/models",
        "RETURNDESK_STATE": "/tmp/returndesk",  # noqa: S108
        "RETURNDESK_PORT": str(bot),
        "RETURNDESK_ACTIONS_PORT": str(actions),
        "RETURNDESK_WEB_PORT": str(page),
        "RETURNDESK_ACTIONS_URL": f"http://127.0.0.1:{actions}/webhook",
        "RETURNDESK_BOT_URL": f"http://127.0.0.1:{bot}",
        "RETURNDESK_DRAIN_SECONDS": "0",
    }
    with ExitStack() as stack:
        try:
            postgresql = stack.enter_context(own_postgresql(tmp_path_factory.mktemp("postgresql")))
            redis = stack.enter_context(own_redis(tmp_path_factory.mktemp("redis")))
        except MissingServer as missing:
            pytest.skip(str(missing))
        for name, url in (("database_url", postgresql.url), ("redis_url", redis.url)):
            (secrets / name).unlink()
            (secrets / name).write_text(url)
        yield Containers(app, secrets, settings), settings, (secrets / "api_keys").read_text().strip()


@pytest.fixture(scope="module")
def served(containers, tmp_path_factory):
    """A migrated desk of one bot, one action server and the page: the processes by name, settings, the shop's key."""
    runs, settings, key = containers
    subprocess.run(runs.command("-m", "returndesk", "migrate"), check=True, timeout=120)
    logs = tmp_path_factory.mktemp("logs")
    with ExitStack() as stack:
        processes = {}
        for name in ("actions", "bot", "page"):
            log = stack.enter_context((logs / name).open("wb"))
            command = runs.command("-m", "returndesk", "serve", name)
            processes[name] = subprocess.Popen(command, stdout=log, stderr=log)
            stack.callback(processes[name].wait)
            stack.callback(processes[name].kill)
        for name, port in (("actions", "ACTIONS_PORT"), ("bot", "PORT"), ("page", "WEB_PORT")):
            one_port = {
                f"RETURNDESK_{each}": settings[f"RETURNDESK_{port}"] for each in ("PORT", "ACTIONS_PORT", "WEB_PORT")
            }
            deadline = time.monotonic() + READY_WITHIN
            while subprocess.run(
                [sys.executable, str(ROOT / "deploy" / "healthy.py")], env=one_port, timeout=30
            ).returncode:
                assert processes[name].poll() is None and time.monotonic() < deadline, (logs / name).read_text()
                time.sleep(0.2)
        yield processes, settings, key


def test_nothing_but_the_folder_for_temporary_files_can_be_written(containers):
    runs, _, _ = containers
    tries = "import pathlib, sys; pathlib.Path(sys.argv[1], 'x').touch()"
    for folder, allowed in (("/mnt/app", False), ("/var/lib", False), ("/", False), ("/tmp", True)):  # noqa: S108
        tried = subprocess.run(runs.command("-c", tries, folder), capture_output=True, timeout=60)
        assert (tried.returncode == 0) is allowed, (folder, tried.stderr)


def test_a_customers_question_is_answered(served):
    _, settings, key = served
    answer = requests.post(
        f"http://127.0.0.1:{settings['RETURNDESK_PORT']}/webhooks/rest/webhook",
        headers={"X-API-Key": key.split(":", 1)[1]},
        json={"sender": "one", "message": "When do I get my refund?"},
        timeout=60,
    )
    assert "3 to 20 business days" in answer.json()[0]["text"]


def test_the_page_serves_the_widget(served):
    _, settings, _ = served
    assert requests.get(f"http://127.0.0.1:{settings['RETURNDESK_WEB_PORT']}/returndesk.js", timeout=30).ok


@pytest.mark.parametrize("name", ["bot", "actions", "page"])
def test_a_process_ends_by_itself_when_it_is_asked_to(served, name):
    processes, _, _ = served
    processes[name].terminate()
    assert processes[name].wait(60) == 0


def test_the_last_stage_has_no_build_tools_and_a_user_of_its_own():
    last = CONTAINERFILE.read_text(encoding="utf-8").rsplit("\nFROM ", 1)[1]
    assert "apt-get" not in last
    assert re.search(r"^USER 10001:10001$", last, re.MULTILINE)
    assert "HEALTHCHECK" in last
    assert re.search(r'^ENTRYPOINT \["/app/.venv/bin/returndesk"\]$', last, re.MULTILINE)


def test_kubernetes_runs_the_image_as_the_user_that_it_has():
    text = (KUBERNETES / "base" / "bot.yaml").read_text(encoding="utf-8")
    assert "runAsUser: 10001" in text


def test_the_image_holds_what_training_needs(tmp_path):
    copy_what_the_image_holds(tmp_path)
    for place in ("data/nlu", "bot/domain", "bot/config.yml", "policy/facts.yml", "scripts/setup"):
        assert (tmp_path / place).exists(), place
    assert not list(tmp_path.rglob("__pycache__"))
