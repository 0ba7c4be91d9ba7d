"""The secrets that the processes of the assistant share.

Whoever runs the desk sets them, as variables or as files. In development `returndesk up` makes what is missing and
keeps it beside the embedded store, so that sessions outlive a restart.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from core.settings import ENV_PREFIX, Environment, Settings
from returndesk.demo_shop import signed_by
from returndesk.failure import Failure

#: The settings without which nothing is served, and what each is for.
NEEDED: Final = {
    "session_secret": "signs the sessions of customers",
    "actions_secret": "is what bot and actions show each other",
}

_DEMO_PERSON: Final = "demo_person_password"


def missing_secrets(settings: Settings, kept_in: Path, needless: Sequence[str] = ()) -> Mapping[str, str]:
    """The secrets that nobody has set, as variables for the processes.

    Args:
        settings: What was set.
        kept_in: The file that keeps those of development, readable by its owner alone.
        needless: Variables that the processes do not use.

    Raises:
        Failure: One is missing in production, or the file can't be used.
    """
    missing = [name for name in NEEDED if getattr(settings, name) is None and _variable(name) not in needless]
    if missing and settings.env is Environment.PRODUCTION:
        variable = _variable(missing[0])
        raise Failure(
            f"{variable} is not set; it {NEEDED[missing[0]]}. Make one with: openssl rand -hex 32, and keep it in a "
            f"file that {variable}_FILE names"
        )
    return _kept_or_made(missing, kept_in)


def demo_shop_sign_in(settings: Settings, kept_in: Path) -> Mapping[str, str]:
    """How the demo shop signs its customers in, as variables for the processes.

    Args:
        settings: What was set.
        kept_in: The file that keeps the secrets of development.

    Returns:
        Secret, issuer and audience of its tokens; nothing in production, or where a shop of one's own signs in.

    Raises:
        Failure: The file can't be used.
    """
    if settings.env is Environment.PRODUCTION or settings.customer_secret or settings.customer_jwks:
        return {}
    secret = _kept_or_made(["customer_secret"], kept_in)
    return {
        **secret,
        _variable("customer_issuer"): signed_by.ISSUER,
        _variable("customer_audience"): signed_by.AUDIENCE,
    }


def demo_person_password(kept_in: Path) -> str:
    """The password of the account with which anybody answers customers of the demo shop; made once, as people type it.

    Raises:
        Failure: The file can't be used.
    """
    kept = _kept(kept_in)
    if _DEMO_PERSON not in kept:
        kept[_DEMO_PERSON] = "-".join(secrets.token_hex(2) for _ in range(4))
        _keep(kept_in, kept)
    return kept[_DEMO_PERSON]


def _kept_or_made(names: Sequence[str], kept_in: Path) -> Mapping[str, str]:
    kept = _kept(kept_in)
    made = {name: secrets.token_hex() for name in names if name not in kept}
    if made:
        _keep(kept_in, {**kept, **made})
    return {_variable(name): {**kept, **made}[name] for name in names}


def _variable(name: str) -> str:
    return f"{ENV_PREFIX}{name.upper()}"


def _kept(path: Path) -> dict[str, str]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise Failure(f"{path} can't be read ({type(error).__name__}); remove it, and new secrets are made") from None
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise Failure(f"{path} does not hold secrets; remove it, and new ones are made")
    return found


def _keep(path: Path, found: Mapping[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Nobody else may read it at any moment, so it gets its mode before its content.
    new = path.with_suffix(f".{os.getpid()}")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(found, file, indent=1)
    new.replace(path)
