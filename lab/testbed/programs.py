"""Where the programs of servers are."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from returndesk.failure import Failure


class MissingServer(Failure):
    """A server's program is not installed. The message names the Debian package that brings it."""


def find_program(name: str, package: str, folders: Iterable[Path] = ()) -> Path:
    """The path of a program.

    Args:
        name: What it is called.
        package: The Debian package that brings it.
        folders: Where else than on the search path it may be; the first that has it counts.

    Raises:
        MissingServer: It is nowhere.
    """
    for folder in folders:
        if (folder / name).is_file():
            return folder / name
    found = shutil.which(name)
    if found is None:
        raise MissingServer(
            f"the program {name} is not installed; run scripts/install-services, or on Debian and Ubuntu: "
            f"apt-get install {package}"
        )
    return Path(found)
