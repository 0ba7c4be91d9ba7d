"""Runs servers that refuse to run as root as somebody else."""

from __future__ import annotations

import os
import pwd
from pathlib import Path

from lab.testbed.programs import find_program

_NOBODY = "nobody"


def as_nobody() -> tuple[str, ...]:
    """What goes before a command so that it does not run as root; nothing where it would not anyway.

    Raises:
        MissingServer: The program that changes the user is missing.
    """
    if os.geteuid() != 0:
        return ()
    nobody = pwd.getpwnam(_NOBODY)
    setpriv = find_program("setpriv", "util-linux")
    return (
        *(str(setpriv), f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"),
        # Folders for temporary files are often their owner's alone; the server has to get to its own within them.
        *("--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--"),
    )


def give_to_nobody(folder: Path) -> None:
    """Make a folder the user's that such a command runs as; do nothing where we are not root.

    Args:
        folder: It is there.
    """
    if os.geteuid() == 0:
        nobody = pwd.getpwnam(_NOBODY)
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
