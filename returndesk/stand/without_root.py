"""Runs servers that refuse to run as root as somebody who may do nothing."""

from __future__ import annotations

import os
import pwd
import stat
import tempfile
from pathlib import Path

from returndesk.failure import Failure
from returndesk.stand.programs import find_program

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
    return (str(setpriv), f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups", "--")


def give_to_nobody(folder: Path) -> None:
    """Makes a folder one that such a command may write to; does nothing where we are not root.

    Args:
        folder: It is there. Folders above it that only their owner may enter are opened for passing through, but only
            below the folder for temporary files: nobody expects a test to open their home.

    Raises:
        Failure: Nobody but their owner can get to the folder.
    """
    if os.geteuid() != 0:
        return
    nobody = pwd.getpwnam(_NOBODY)
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    temporary = Path(tempfile.gettempdir()).resolve()
    for above in folder.resolve().parents:
        mode = stat.S_IMODE(above.stat().st_mode)
        if mode & stat.S_IXOTH:
            continue
        if temporary not in above.parents:
            raise Failure(f"the user {_NOBODY} can't enter {above}; choose a folder for the server under {temporary}")
        above.chmod(mode | stat.S_IXOTH)
