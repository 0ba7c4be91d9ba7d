"""What deploy/Containerfile puts into the image, run as a container runs it: no engine is needed, but root is."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from kustomized import ROOT

CONTAINERFILE = ROOT / "deploy" / "Containerfile"
_SCRIPT = Path(__file__).with_name("read_only_root.sh")
_COPY = re.compile(r"^COPY (?!--from)(.+) (\S+)$", re.MULTILINE)
_USER = re.compile(r"^USER (\d+):\1$", re.MULTILINE)
_APP = "/mnt/app"


def copy_what_the_image_holds(folder: Path) -> None:
    """Copies into a folder what the Containerfile copies into the image, as it would be in a fresh checkout."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--"]
    for sources, target in _COPY.findall(CONTAINERFILE.read_text(encoding="utf-8")):
        found = subprocess.run([*listed, *sources.split()], cwd=ROOT, capture_output=True, check=True, text=True).stdout
        for name in filter(None, found.split("\0")):
            source = next(each for each in sources.split() if name == each or name.startswith(f"{each}/"))
            # A file goes into the folder; of a folder goes what is in it.
            inside = Path(name).name if name == source else str(Path(name).relative_to(source))
            place = folder / target / inside
            if (ROOT / name).is_file():
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, place)


class Containers:
    """Runs commands of the program in containers of a kind.

    Args:
        app: What is in the image.
        secrets: The folder that is mounted as /run/secrets/returndesk.
        environment: The variables of all of them.
    """

    def __init__(self, app: Path, secrets: Path, environment: Mapping[str, str]) -> None:
        """Nothing is run yet."""
        self._environment = {**environment, "PYTHONPATH": _APP, "HOME": "/tmp", "PYTHONDONTWRITEBYTECODE": "1"}  # noqa: S108
        user = _USER.search(CONTAINERFILE.read_text(encoding="utf-8"))
        assert user is not None
        needed = (Path(sys.base_prefix).resolve(), Path(sys.prefix).resolve())
        closed = [part for path in needed for part in (str(_closed_above(path) or "-"), str(path))]
        self._begin = ["unshare", "--mount", "sh", str(_SCRIPT), user[1], str(app), str(secrets), *closed, "--"]

    def command(self, *arguments: str, **variables: str) -> list[str]:
        """The whole command line of `python arguments…` in a container."""
        values = [f"{name}={value}" for name, value in {**self._environment, **variables}.items()]
        python = Path(sys.prefix).resolve() / "bin" / "python"
        return [*self._begin, *values, str(python), *arguments]


def skip_where_there_are_none() -> None:
    """Skips the test where a container can't be played."""
    if os.geteuid() != 0 or shutil.which("unshare") is None or shutil.which("setpriv") is None:
        pytest.skip("needs root, unshare and setpriv, to take away what a container does not have")
    tried = subprocess.run(
        ["unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True, timeout=30
    )
    if tried.returncode != 0:
        pytest.skip("this machine lets nobody mount anything")


def _closed_above(path: Path) -> Path | None:
    return next((each for each in reversed(path.parents) if not each.stat().st_mode & 0o001), None)
