"""What a process of the assistant gets to see of this one's environment."""

from __future__ import annotations

from returndesk.process.environment import child_environment


def test_a_value_that_is_given_goes_before_a_file(project, monkeypatch):
    monkeypatch.setenv("RETURNDESK_DATABASE_URL_FILE", "/run/secrets/database_url")
    environment = child_environment(project, RETURNDESK_DATABASE_URL="sqlite:////srv/returns.db")
    assert environment["RETURNDESK_DATABASE_URL"] == "sqlite:////srv/returns.db"
    assert "RETURNDESK_DATABASE_URL_FILE" not in environment


def test_what_nothing_is_given_for_stays_as_it_is(project, monkeypatch):
    monkeypatch.setenv("RETURNDESK_REDIS_URL_FILE", "/run/secrets/redis_url")
    assert child_environment(project)["RETURNDESK_REDIS_URL_FILE"] == "/run/secrets/redis_url"
