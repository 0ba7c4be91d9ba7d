"""Whether the secrets are set, strong and none that everybody knows."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from pydantic import SecretStr

from core.settings import ENV_PREFIX, SHORTEST_SECRET, Environment, Settings, SettingsError, secret_from
from returndesk.doctor.check import Check, fail, ok, warn

NEEDED = ("session_secret", "actions_secret")
# Others are given by the services they belong to, in whatever form those like.
_OURS = (*NEEDED, "customer_secret", "api_token", "store_secret", "help_desk_secret", "connect_secret")
#: Secrets of channels that whoever sets them up makes up, and that alone prove who calls.
_OF_CHANNELS = (
    "TELEGRAM_SECRET",
    "WHATSAPP_VERIFY_TOKEN",
    "MESSENGER_VERIFY_TOKEN",
    "INSTAGRAM_VERIFY_TOKEN",
    "EMAIL_POSTMARK_PASSWORD",
)
_COMMON = re.compile(r"change.?me|secret|passw|default|example|insecure|returndesk|0123456789|abcdef|qwerty", re.I)
_LEAST_DIFFERENT = 10
_MAKE_ONE = "make one with: openssl rand -hex 32"


def secret_checks(settings: Settings) -> Iterator[Check]:
    """One check a secret that is set or needed, and one that each has a value of its own."""
    production = settings.env is Environment.PRODUCTION
    values = {name: _value(settings, name) for name in _OURS}
    for name, value in values.items():
        variable = f"{ENV_PREFIX}{name.upper()}"
        if value is None:
            if name not in NEEDED:
                continue
            if production:
                yield fail(variable, "is not set", f"{_MAKE_ONE}, in a file that {variable}_FILE names")
            else:
                yield ok(variable, "is not set; `returndesk up` makes one for development")
        elif trouble := _weakness(value):
            yield (fail if production else warn)(variable, trouble, f"{_MAKE_ONE}")
        else:
            yield ok(variable, f"is set, {len(value)} characters")
    given = [value for value in values.values() if value is not None]
    if len(set(given)) < len(given):
        yield (fail if production else warn)(
            "secrets", "two of them are the same", "give each a value of its own, so that one that gets out opens one"
        )


def channel_secret_checks(settings: Settings) -> Iterator[Check]:
    """Whether those secrets of messaging channels are strong that alone prove who calls."""
    verdict = fail if settings.env is Environment.PRODUCTION else warn
    for name in _OF_CHANNELS:
        variable = f"{ENV_PREFIX}{name}"
        try:
            value = secret_from(variable, os.environ)
        except SettingsError as error:
            yield verdict(variable, str(error), "name a file that can be read")
            continue
        if value is None:
            continue
        trouble = _weakness(value)
        yield verdict(variable, trouble, _MAKE_ONE) if trouble else ok(variable, f"is set, {len(value)} characters")


def api_key_checks(settings: Settings) -> Iterator[Check]:
    """Whether the keys of the shop's servers are strong."""
    value = _value(settings, "api_keys")
    if value is None:
        return
    production = settings.env is Environment.PRODUCTION
    for entry in filter(None, re.split(r"[,\s]+", value)):
        name, _, key = entry.rpartition(":")
        trouble = _weakness(key)
        if trouble:
            yield (fail if production else warn)(
                f"{ENV_PREFIX}API_KEYS", f"the key of {name or '?'} {trouble}", _MAKE_ONE
            )
            return
    yield ok(f"{ENV_PREFIX}API_KEYS", "are strong")


def _value(settings: Settings, name: str) -> str | None:
    found = getattr(settings, name, None)
    return found.get_secret_value() if isinstance(found, SecretStr) else None


def _weakness(value: str) -> str:
    """What is wrong with a secret, empty where nothing is."""
    if len(value.encode()) < SHORTEST_SECRET:
        return f"has fewer than {SHORTEST_SECRET} bytes"
    if len(set(value)) < _LEAST_DIFFERENT:
        return f"is made of fewer than {_LEAST_DIFFERENT} different characters"
    if _COMMON.search(value):
        return "looks like the one of an example"
    return ""
