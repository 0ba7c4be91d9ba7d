"""The environment that the processes of the assistant run in."""

from __future__ import annotations

import os
from collections.abc import Mapping

from returndesk.project import Project

# No telemetry, no crash reports; and no warnings of Rasa's own dependencies, which nobody here can act on.
_QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "PYTHONWARNINGS": "ignore::DeprecationWarning,ignore::FutureWarning",
    "PYTHONUNBUFFERED": "1",
    "NO_COLOR": "1",
}


def child_environment(project: Project, **settings: object) -> Mapping[str, str]:
    """This process's environment with Rasa kept quiet and private, and with the given settings on top.

    Args:
        project: The checkout; Rasa's cache goes into its state folder.
        settings: Values by variable name; None takes the variable away. What is given here goes before a file that
            `<variable>_FILE` names.
    """
    environment = {**os.environ, **_QUIET, "RASA_CACHE_DIRECTORY": str(project.state / "cache")}
    for name, value in settings.items():
        environment.pop(f"{name}_FILE", None)
        if value is None:
            environment.pop(name, None)
        else:
            environment[name] = str(value)
    return environment
