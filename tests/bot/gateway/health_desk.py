"""A bot and the action server that it needs, each of which a test can take away and bring back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from health_process import Asked, asked
from running_desk import API_KEY, MODEL, ORIGIN, ROOT, SECRETS

_ACTIONS = "actions.server.app"


@contextmanager
def own_actions(port: int, folder: Path, settings: Mapping[str, str]) -> Iterator[Asked]:
    """An action server at a port."""
    command = ["-m", _ACTIONS, "--port", str(port)]
    with asked(command, port, folder / "actions.log", {**SECRETS, **settings}) as server:
        yield server


@contextmanager
def own_bot(
    port: int, actions_port: int, folder: Path, settings: Mapping[str, str], program: Sequence[str] = ("-m", "bot")
) -> Iterator[Asked]:
    """A bot at a port, with the trained model and all channels; `program` is what Python runs."""
    command = [
        *(*program, "run", "--model", str(MODEL), "--interface", "127.0.0.1", "--port", str(port)),
        *("--endpoints", str(ROOT / "bot" / "endpoints.yml"), "--credentials", str(ROOT / "bot" / "credentials.yml")),
    ]
    mine = {
        **SECRETS,
        "RETURNDESK_ALLOWED_ORIGINS": ORIGIN,
        "RETURNDESK_API_KEYS": f"shop:{API_KEY}",
        "RETURNDESK_ACTIONS_URL": f"http://127.0.0.1:{actions_port}/webhook",
        **settings,
    }
    with asked(command, port, folder / "bot.log", mine) as server:
        yield server
