"""scripts/find-python, with stand-ins for interpreters: small shell scripts that answer as one would."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parent.parent.parent / "scripts" / "find-python"


class Machine:
    """A machine with nothing on it but what a test puts there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "home"
        self.variables = {"HOME": str(self.home), "PATH": str(folder / "bin")}
        (folder / "bin").mkdir()
        # The script needs cat and nothing else.
        (folder / "bin" / "cat").symlink_to("/bin/cat")

    def put(self, name: str, script: str) -> str:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)
        return str(path)

    def put_python(self, name: str, version: str = "CPython 3.10.13", *, complete: bool = True) -> str:
        """An interpreter that tells its version and, where `complete`, passes the check of its modules."""
        path = self.folder / name
        found = f"echo {path}" if complete and version.startswith("CPython 3.10.") else "exit 1"
        return self.put(name, f'cat >/dev/null\ncase $1 in -) {found} ;; *) echo "{version}" ;; esac')

    def search(self, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["/bin/sh", str(SCRIPT)],
            env={**self.variables, **variables},
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=30,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_the_one_on_the_path_is_found(machine):
    there = machine.put_python("bin/python3.10")
    found = machine.search()
    assert (found.stdout.strip(), found.returncode, found.stderr) == (there, 0, "")


def test_a_shim_that_fails_is_passed_over(machine):
    machine.put("bin/python3.10", "echo 'pyenv: python3.10: command not found' >&2\nexit 127")
    there = machine.put_python("home/.pyenv/versions/3.10.13/bin/python3.10")
    assert machine.search().stdout.strip() == there


def test_a_later_one_on_the_path_is_tried_when_the_first_fails(machine):
    machine.put("bin/python3.10", "exit 127")
    there = machine.put_python("other/python3.10")
    path = f"{machine.folder / 'bin'}:{machine.folder / 'other'}"
    assert machine.search(PATH=path).stdout.strip() == there


def test_a_folder_of_the_path_may_hold_a_space(machine):
    there = machine.put_python("my tools/python3.10")
    assert machine.search(PATH=f"{machine.folder / 'my tools'}:{machine.folder / 'bin'}").stdout.strip() == there


def test_the_pyenv_folder_may_be_elsewhere(machine):
    there = machine.put_python("pyenv/versions/3.10.4/bin/python3.10")
    assert machine.search(PYENV_ROOT=str(machine.folder / "pyenv")).stdout.strip() == there


def test_one_that_uv_manages_is_found(machine):
    there = machine.put_python("uv/cpython-3.10/bin/python3.10")
    machine.put("bin/uv", f'[ "$1 $2 $3" = "python find 3.10" ] && echo {there}')
    assert machine.search().stdout.strip() == there


def test_another_version_under_that_name_is_refused(machine):
    at = machine.put_python("bin/python3.10", "CPython 3.11.7")
    found = machine.search()
    assert found.returncode == 1
    assert f"{at} is CPython 3.11.7" in found.stderr


def test_one_without_ensurepip_is_refused_with_the_reason(machine):
    at = machine.put_python("bin/python3.10", complete=False)
    found = machine.search()
    assert found.returncode == 1
    assert f"{at} is CPython 3.10.13, but one of its modules venv, ensurepip" in found.stderr


def test_without_any_it_says_three_ways_to_install_one(machine):
    found = machine.search()
    assert (found.returncode, found.stdout) == (1, "")
    for way in ("pyenv install 3.10", "uv python install 3.10", "apt install python3.10-venv", "RETURNDESK_PYTHON="):
        assert way in found.stderr


def test_the_named_one_goes_before_all_others(machine):
    machine.put_python("bin/python3.10")
    named = machine.put_python("mine/python")
    assert machine.search(RETURNDESK_PYTHON=named).stdout.strip() == named


def test_the_named_one_may_be_a_command(machine):
    named = machine.put_python("bin/my-python")
    assert machine.search(RETURNDESK_PYTHON="my-python").stdout.strip() == named


@pytest.mark.parametrize("version", ["CPython 3.12.1", "PyPy 3.10.14"])
def test_a_named_one_that_does_not_fit_is_refused_and_never_replaced(machine, version):
    machine.put_python("bin/python3.10")
    named = machine.put_python("mine/python", version)
    found = machine.search(RETURNDESK_PYTHON=named)
    assert (found.returncode, found.stdout) == (1, "")
    assert f"{named} is {version}" in found.stderr


def test_a_named_one_that_is_not_there_is_refused(machine):
    machine.put_python("bin/python3.10")
    found = machine.search(RETURNDESK_PYTHON="/nowhere/python3.10")
    assert found.returncode == 1
    assert "/nowhere/python3.10 does not exist" in found.stderr


def test_a_real_interpreter_is_found_behind_a_virtual_environment(machine):
    found = machine.search(RETURNDESK_PYTHON=sys.executable).stdout.strip()
    prefixes = subprocess.run(
        [found, "-c", "import sys; print(sys.prefix == sys.base_prefix, sys.version_info[:2])"],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": os.defpath},
    ).stdout.strip()
    assert prefixes == "True (3, 10)"
