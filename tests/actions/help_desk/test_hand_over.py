"""Which help desk the settings mean, and what they still lack for it."""

from __future__ import annotations

import pytest

from actions.help_desk.hand_over import NEEDED, hand_over_from
from core.clock import SystemClock
from core.settings import HelpDeskKind, SettingsError, load_settings

FULL = {
    "help_desk_url": "https://shop.zendesk.com/",
    "help_desk_user": "agent@shop.example",
    "help_desk_account": 3,
    "help_desk_inbox": 7,
    "help_desk_token": "token",
    "help_desk_secret": "secret",
}


@pytest.mark.parametrize("kind", list(HelpDeskKind))
def test_each_kind_works_with_what_it_needs(engine, kind):
    needed = {name: FULL[name] for name in NEEDED[kind]}
    assert hand_over_from(load_settings(help_desk=kind.value, **needed), engine, SystemClock()).tickets


@pytest.mark.parametrize(("kind", "lacking"), [(kind, name) for kind, names in NEEDED.items() for name in names])
def test_what_is_missing_is_named(engine, kind, lacking):
    given = {name: value for name, value in FULL.items() if name != lacking}
    variable = f"RETURNDESK_{lacking.upper()} is not set, and RETURNDESK_HELP_DESK={kind.value} needs it"
    with pytest.raises(SettingsError, match=variable):
        hand_over_from(load_settings(help_desk=kind.value, **given), engine, SystemClock())


@pytest.mark.parametrize("name", ["help_desk_url", "bot_url"])
def test_an_address_that_is_none_is_refused(name):
    with pytest.raises(SettingsError, match=f"RETURNDESK_{name.upper()}: is not an address"):
        load_settings(**{name: "shop"})


def test_the_bot_is_on_this_machine_unless_named():
    assert load_settings(port=5999).bot_url == "http://127.0.0.1:5999"
    assert load_settings(bot_url="http://bot:5005/").bot_url == "http://bot:5005"


def test_tokens_and_secrets_are_not_shown():
    assert "token'" not in repr(load_settings(**FULL))
