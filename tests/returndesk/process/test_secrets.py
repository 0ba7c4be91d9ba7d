"""Where the secrets of the assistant's processes come from."""

from __future__ import annotations

import stat

import pytest

from core.settings import load_settings
from returndesk.failure import Failure
from returndesk.process.secrets import demo_person_password, demo_shop_sign_in, missing_secrets

SECRET = "a-secret-of-more-than-thirty-two-bytes"
BOTH = {"RETURNDESK_SESSION_SECRET", "RETURNDESK_ACTIONS_SECRET"}


@pytest.fixture
def kept_in(tmp_path):
    """The file of development's secrets, in a folder that is not there yet."""
    return tmp_path / "state" / "secrets.json"


def test_development_makes_its_own_secrets_and_keeps_them(kept_in):
    made = missing_secrets(load_settings(), kept_in)
    assert made.keys() == BOTH
    assert all(len(value) >= 64 for value in made.values())
    assert len(set(made.values())) == 2
    assert missing_secrets(load_settings(), kept_in) == made


def test_nobody_else_can_read_them(kept_in):
    missing_secrets(load_settings(), kept_in)
    assert stat.S_IMODE(kept_in.stat().st_mode) == 0o600
    assert [path.name for path in kept_in.parent.iterdir()] == ["secrets.json"]


def test_another_checkout_has_others(kept_in, tmp_path):
    assert missing_secrets(load_settings(), kept_in) != missing_secrets(load_settings(), tmp_path / "other.json")


def test_what_was_set_is_not_made(kept_in):
    settings = load_settings(session_secret=SECRET)
    assert missing_secrets(settings, kept_in).keys() == {"RETURNDESK_ACTIONS_SECRET"}
    assert SECRET not in kept_in.read_text()


def test_nothing_is_kept_where_all_was_set(kept_in):
    assert missing_secrets(load_settings(session_secret=SECRET, actions_secret=SECRET), kept_in) == {}
    assert not kept_in.exists()


def test_production_makes_none(kept_in):
    with pytest.raises(Failure, match=r"^RETURNDESK_SESSION_SECRET is not set; .*RETURNDESK_SESSION_SECRET_FILE"):
        missing_secrets(load_settings(env="production"), kept_in)
    with pytest.raises(Failure, match=r"^RETURNDESK_ACTIONS_SECRET is not set"):
        missing_secrets(load_settings(env="production", session_secret=SECRET), kept_in)
    assert not kept_in.exists()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"session_secret": 1}', b"\xff"])
def test_a_file_that_cannot_be_used_is_named(kept_in, content):
    kept_in.parent.mkdir()
    kept_in.write_bytes(content)
    with pytest.raises(Failure, match=r"secrets.json .*remove it"):
        missing_secrets(load_settings(), kept_in)


def test_the_demo_shop_gets_a_secret_that_is_kept(kept_in):
    made = demo_shop_sign_in(load_settings(), kept_in)
    assert made.keys() == {"RETURNDESK_CUSTOMER_SECRET", "RETURNDESK_CUSTOMER_ISSUER", "RETURNDESK_CUSTOMER_AUDIENCE"}
    assert len(made["RETURNDESK_CUSTOMER_SECRET"]) >= 64
    assert demo_shop_sign_in(load_settings(), kept_in) == made
    assert made["RETURNDESK_CUSTOMER_SECRET"] not in missing_secrets(load_settings(), kept_in).values()


@pytest.mark.parametrize(
    "settings",
    [{"env": "production"}, {"customer_secret": SECRET}, {"customer_jwks": "https://shop.example/jwks.json"}],
)
def test_the_demo_shop_signs_nobody_in_in_production_or_beside_a_real_one(kept_in, settings):
    assert demo_shop_sign_in(load_settings(**settings), kept_in) == {}
    assert not kept_in.exists()


def test_the_demo_shops_person_keeps_a_password_that_can_be_typed_beside_the_other_secrets(kept_in, tmp_path):
    missing_secrets(load_settings(), kept_in)
    made = demo_person_password(kept_in)
    assert demo_person_password(kept_in) == made
    assert len(made) >= 16
    assert missing_secrets(load_settings(), kept_in).keys() == BOTH
    assert demo_person_password(tmp_path / "other.json") != made
