"""A channel's credentials: variables of the environment, or files that they name. None in a file of this project."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from rasa.shared.exceptions import RasaException

_LOOPBACK_URL = re.compile(r"http://(127\.0\.0\.1|localhost|\[::1\]):\d{1,5}(/[\w./-]*)?", re.ASCII)


class CredentialsIncomplete(RasaException):
    """Some of a channel's variables are set, and others are missing or cannot be used. The message names them."""


def credentials(
    channel: str, needed: tuple[str, ...], environment: Mapping[str, str] | None = None
) -> dict[str, str] | None:
    """The credentials of a channel by name; None where none is set, and the channel is off.

    Args:
        channel: The channel's name.
        needed: The names, such as `token` for RETURNDESK_TELEGRAM_TOKEN or the file in RETURNDESK_TELEGRAM_TOKEN_FILE.
        environment: This process's environment by default.

    Raises:
        CredentialsIncomplete: Some are set and others are not, or a file cannot be read.
    """
    variables = {name: f"RETURNDESK_{channel}_{name}".upper() for name in needed}
    found = {name: secret(variable, environment) for name, variable in variables.items()}
    missing = [variables[name] for name, value in found.items() if value is None]
    if len(missing) == len(needed):
        return None
    if missing:
        raise CredentialsIncomplete(
            f"the channel {channel} is set up only in part: set {' and '.join(missing)} too, or none of its variables"
        )
    return {name: value for name, value in found.items() if value is not None}


def secret(variable: str, environment: Mapping[str, str] | None = None) -> str | None:
    """The value of a variable, or of the file that it names with `_FILE` behind it; None where neither is set.

    Raises:
        CredentialsIncomplete: The file cannot be read.
    """
    given = os.environ if environment is None else environment
    value = given.get(variable, "").strip()
    file = given.get(f"{variable}_FILE", "").strip()
    if value or not file:
        return value or None
    try:
        return Path(file).read_text("utf-8").strip() or None
    except (OSError, UnicodeDecodeError) as error:
        raise CredentialsIncomplete(f"{variable}_FILE: {file} cannot be read ({type(error).__name__})") from error


def api_url(channel: str, public: str, environment: Mapping[str, str] | None = None) -> str:
    """The base address of a platform's API: the public one, unless a test in development puts a stand-in there.

    Raises:
        CredentialsIncomplete: A stand-in is named in production, or one that is not on this machine.
    """
    given = os.environ if environment is None else environment
    variable = f"RETURNDESK_{channel.upper()}_API_URL"
    stand_in = given.get(variable, "").strip()
    if not stand_in:
        return public
    if given.get("RETURNDESK_ENV", "development") == "production" or not _LOOPBACK_URL.fullmatch(stand_in):
        raise CredentialsIncomplete(
            f"{variable} is for tests in development, with an address of this machine such as http://127.0.0.1:9000"
        )
    return stand_in.rstrip("/")
