"""scripts/make-secrets: strong, private, and the same the second time."""

from __future__ import annotations

import subprocess

import pytest
from kustomized import ROOT

from core.settings import load_settings
from returndesk.doctor.check import Verdict
from returndesk.doctor.secret_checks import secret_checks


@pytest.fixture
def made(tmp_path):
    """A function that makes the secrets in a folder and gives what is in it."""

    def run():
        subprocess.run([str(ROOT / "scripts" / "make-secrets"), str(tmp_path / "secrets")], check=True, timeout=60)
        return {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "secrets").iterdir()}

    return run


def test_the_desk_takes_them_in_production(made, tmp_path, monkeypatch):
    made()
    monkeypatch.setenv("RETURNDESK_ENV", "production")
    for name in ("session_secret", "actions_secret", "api_keys", "database_url", "redis_url"):
        monkeypatch.setenv(f"RETURNDESK_{name.upper()}_FILE", str(tmp_path / "secrets" / name))
    settings = load_settings()
    assert {each.verdict for each in secret_checks(settings)} == {Verdict.OK}
    assert settings.database_url.startswith("postgresql://desk:")


def test_a_second_run_changes_nothing(made):
    assert made() == made()


def test_one_that_was_deleted_is_made_anew_and_the_others_stay(made, tmp_path):
    before = made()
    (tmp_path / "secrets" / "session_secret").unlink()
    after = made()
    assert before.pop("session_secret") != after.pop("session_secret")
    assert before == after


def test_nobody_else_may_enter_their_folder(made, tmp_path):
    made()
    assert (tmp_path / "secrets").stat().st_mode & 0o077 == 0


def test_each_password_is_where_its_server_reads_it(made):
    secrets = made()
    assert secrets["postgres_password"] in secrets["database_url"]
    assert secrets["redis.conf"] == f"requirepass {secrets['redis_password']}\n"
    assert secrets["redis_password"] in secrets["redis_url"]
