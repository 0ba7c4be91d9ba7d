"""How the bot may be started: what `python -m bot run …` makes sure of before Rasa begins."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from bot.gateway.container import origins_of, session_secret
from core.settings import Environment, Settings, SettingsError

#: Options and the variable after which Rasa writes what customers say to its log.
_TALKATIVE: Final = frozenset({"--debug", "-vv", "-vvv"})


def run_arguments(arguments: Sequence[str], settings: Settings, environment: Mapping[str, str]) -> list[str]:
    """The arguments of `rasa run` with what the settings add to them.

    Args:
        arguments: What was given, without the program's name.
        settings: Where the bot runs, its secrets and who may call.
        environment: The variables that Rasa reads itself.

    Raises:
        SettingsError: The bot can't be started like that.
    """
    if settings.env is Environment.PRODUCTION:
        _check_production(arguments, settings, environment)
    return [*arguments, *_origins(arguments, settings), *_token(arguments, settings)]


def shown_to_actions(settings: Settings) -> dict[str, str]:
    """The variable that bot/endpoints.yml makes a header of: the secret itself, also where a file holds it.

    It is set to nothing where there is no secret, because Rasa does not read a file that names an unset variable.
    """
    secret = settings.actions_secret
    return {"RETURNDESK_ACTIONS_SECRET": secret.get_secret_value() if secret else ""}


def _check_production(arguments: Sequence[str], settings: Settings, environment: Mapping[str, str]) -> None:
    session_secret(settings)
    if _TALKATIVE & set(arguments) or environment.get("LOG_LEVEL", "").upper() == "DEBUG":
        raise SettingsError("--debug, -vv and LOG_LEVEL=DEBUG write what customers say to the log; leave them out")
    if "*" in arguments:
        raise SettingsError("--cors '*' lets every website talk to the bot; name yours in RETURNDESK_ALLOWED_ORIGINS")


def _origins(arguments: Sequence[str], settings: Settings) -> list[str]:
    if "--cors" in arguments or not (origins := origins_of(settings)):
        return []
    return ["--cors", *(_literally(origin) for origin in sorted(origins))]


def _literally(origin: str) -> str:
    """An origin as Rasa takes it: one with a bracket, as of an IPv6 address, it would read as a pattern."""
    return re.escape(origin) + "$" if "]" in origin else origin


def _token(arguments: Sequence[str], settings: Settings) -> list[str]:
    """The token of the HTTP API, which is handed on here so that no listing of processes shows it."""
    named = any(each in ("-t", "--auth-token") or each.startswith("--auth-token=") for each in arguments)
    if "--enable-api" not in arguments or named:
        return []
    if settings.api_token is None:
        raise SettingsError(
            "--enable-api opens every conversation to whoever calls; set RETURNDESK_API_TOKEN, or leave it out"
        )
    return ["--auth-token", settings.api_token.get_secret_value()]
