"""The environment of programs that tests start: no setting of whoever runs the suite reaches them."""

from __future__ import annotations

import os


def own_environment(**settings: str) -> dict[str, str]:
    """This process's environment with only the given RETURNDESK_… variables."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("RETURNDESK_")}
    return {**inherited, "RASA_TELEMETRY_ENABLED": "false", "PYTHONUNBUFFERED": "1", **settings}
