"""scripts/find-python and scripts/install-python, with stand-ins for interpreters: scripts that answer as one would.

The pip and the uv that install one are real; what they install comes from a folder of the test.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from urllib.parse import unquote

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent.parent
PYTHON_VERSION = re.search(r"^version=(.+)$", (CHECKOUT / "scripts" / "install-python").read_text(), re.MULTILINE)[1]
UV_VERSION = re.search(r"^uv==(\S+)", (CHECKOUT / "requirements" / "installer.txt").read_text(), re.MULTILINE)[1]
# What uv puts its mirror in place of.
MIRRORED = "https://github.com/astral-sh/python-build-standalone/releases/download/"
# An interpreter that passes the check of its modules, as the archive of a test holds it.
INSTALLED = '#!/bin/sh\ncat >/dev/null\ncase $1 in -) echo "$0" ;; *) echo "CPython 3.10.22" ;; esac\n'
# What uv writes the place of the installation into.
SETTINGS = "# system configuration generated and used by the sysconfig module\nbuild_time_vars = {}\n"


class Machine:
    """A machine with nothing on it but what a test puts there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "home"
        self.variables = {"HOME": str(self.home), "PATH": str(folder / "bin")}
        self.checkout = folder / "the checkout"
        shutil.copytree(CHECKOUT / "scripts", self.checkout / "scripts")
        (folder / "bin").mkdir()
        for command in ("cat", "dirname", "ln", "rm", "sed", "tr"):
            (folder / "bin" / command).symlink_to(str(shutil.which(command)))

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
            [self.checkout / "scripts" / "find-python"],
            env={**self.variables, **variables},
            cwd=self.checkout,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=60,
        )


class Source:
    """Where a machine gets uv and CPython from: a wheel that starts the real uv, and an archive with a stand-in."""

    def __init__(self, machine: Machine, uv: str) -> None:
        self.machine = machine
        self.uv = uv
        self.folder = machine.folder / "source"
        self.folder.mkdir()
        self.variables = {
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.folder),
            "UV_PYTHON_INSTALL_MIRROR": self.folder.as_uri(),
            "UV_PYTHON_DOWNLOADS_JSON_URL": str(self.folder / "downloads.json"),
            "UV_NO_CONFIG": "1",
        }
        wheel = self.folder / f"uv-{UV_VERSION}-py3-none-any.whl"
        about = f"uv-{UV_VERSION}.dist-info"
        with zipfile.ZipFile(wheel, "w") as packed:
            packed.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: uv\nVersion: {UV_VERSION}\n")
            packed.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            packed.writestr(f"{about}/RECORD", "")
            program = zipfile.ZipInfo(f"uv-{UV_VERSION}.data/scripts/uv")
            program.external_attr = 0o100755 << 16
            packed.writestr(program, f'#!/bin/sh\nexec "{uv}" "$@"\n')
        self.lock(wheel.read_bytes())
        self.download = self.known_download()
        self.put_archive(INSTALLED)

    def put_uv_on_the_path(self) -> None:
        """The machine has this uv and no Python to bring one in, which takes seconds."""
        (self.machine.folder / "bin" / "python3").unlink(missing_ok=True)
        self.machine.put("bin/uv", f'exec "{self.uv}" "$@"')

    def lock(self, wheel: bytes) -> None:
        """The lock of the checkout takes this wheel of uv alone."""
        file = self.machine.checkout / "requirements" / "installer.txt"
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"uv=={UV_VERSION} --hash=sha256:{hashlib.sha256(wheel).hexdigest()}\n", encoding="utf-8")

    def known_download(self) -> dict[str, object]:
        """What uv knows of the pinned CPython for this machine."""
        listed = subprocess.run(
            [self.uv, "python", "list", PYTHON_VERSION, "--only-downloads", "--output-format", "json", "--no-cache"],
            env={"UV_NO_CONFIG": "1"},
            capture_output=True,
            check=True,
            timeout=30,
        )
        return next(entry for entry in json.loads(listed.stdout) if entry["implementation"] == "cpython")

    def put_archive(self, interpreter: str, *, hash_of: bytes | None = None) -> None:
        """The mirror serves an archive with this interpreter, and uv's list has its hash or that of something else."""
        file = str(self.download["url"]).partition("/download/")[2]
        archive = self.folder / unquote(file)
        archive.parent.mkdir(exist_ok=True)
        files = {"python/bin/python3.10": interpreter, "python/lib/python3.10/_sysconfigdata__stand_in.py": SETTINGS}
        with tarfile.open(archive, "w:gz") as packed:
            for name, text in files.items():
                entry = tarfile.TarInfo(name)
                entry.size = len(text)
                entry.mode = 0o755
                packed.addfile(entry, io.BytesIO(text.encode()))
        major, minor, patch = map(int, PYTHON_VERSION.split("."))
        entry = {
            **{"name": "cpython", "os": self.download["os"], "libc": self.download["libc"], "url": MIRRORED + file},
            **{"arch": {"family": self.download["arch"], "variant": None}, "variant": None},
            **{"major": major, "minor": minor, "patch": patch, "prerelease": ""},
            "sha256": hashlib.sha256(archive.read_bytes() if hash_of is None else hash_of).hexdigest(),
        }
        downloads = Path(self.variables["UV_PYTHON_DOWNLOADS_JSON_URL"])
        downloads.write_text(json.dumps({self.download["key"]: entry}), encoding="utf-8")


@pytest.fixture
def source(machine: Machine) -> Source:
    """A machine whose only Python is a python3 with pip, and what it can install from."""
    places = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    uv = shutil.which("uv", path=places)
    if uv is None or UV_VERSION not in subprocess.run([uv, "--version"], capture_output=True, text=True).stdout:
        pytest.skip(f"needs uv {UV_VERSION}: .venv/bin/python -m pip install -r requirements/installer.txt")
    # Without a virtual environment, which takes seconds to make.
    machine.put("bin/python3", f'[ "$2" != venv ] && exec "{sys.executable}" "$@"')
    return Source(machine, uv)


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


WAYS = ("pyenv install 3.10", "uv python install 3.10", "apt install python3.10-venv", "RETURNDESK_PYTHON=")
ANNOUNCED = f"Set-up: no usable CPython 3.10 found; installing {PYTHON_VERSION} into .python with uv\n"


def says_what_to_install(found: subprocess.CompletedProcess[str]) -> str:
    """Checks that nothing was found and that the ways are told; returns the line before them, which says why."""
    assert (found.returncode, found.stdout) == (1, "")
    assert all(way in found.stderr for way in WAYS)
    assert found.stderr.startswith(ANNOUNCED)
    why, after = found.stderr.removeprefix(ANNOUNCED).split("\n")[:2]
    assert after.startswith("Return Desk needs CPython 3.10")
    return why


def test_without_any_python_it_says_the_ways_to_install_one(machine):
    why = says_what_to_install(machine.search())
    assert why.startswith("Set-up: could not install it: no python3 with venv or pip is there to bring uv in")


def test_one_is_installed_where_there_is_none(source):
    found = source.machine.search(**source.variables)
    assert (found.returncode, found.stderr) == (0, ANNOUNCED)
    assert found.stdout == f"{source.machine.checkout}/.python/3.10/bin/python3.10\n"


def test_the_installed_one_is_found_later_without_a_word_and_without_a_source(source):
    source.put_uv_on_the_path()
    first = source.machine.search(**source.variables)
    shutil.rmtree(source.folder)
    again = source.machine.search()
    assert (again.returncode, again.stdout, again.stderr) == (0, first.stdout, "")


def test_a_python_without_pip_brings_uv_in_through_a_virtual_environment(source):
    source.machine.put("bin/python3", f'[ "$2" != pip ] && exec "{sys.executable}" "$@"')
    assert source.machine.search(**source.variables).returncode == 0


def test_a_python_that_can_bring_nothing_in_is_passed_over(source):
    source.machine.put("shims/python3", "exit 127")
    path = f"{source.machine.folder / 'shims'}:{source.machine.folder / 'bin'}"
    assert source.machine.search(**source.variables, PATH=path).returncode == 0


def test_the_uv_of_the_path_installs_where_no_python_brings_one_in(source):
    source.put_uv_on_the_path()
    assert source.machine.search(**source.variables).stderr == ANNOUNCED


def test_a_uv_with_another_hash_than_the_lock_is_refused(source):
    source.lock(b"another wheel")
    why = says_what_to_install(source.machine.search(**source.variables))
    assert why.startswith("Set-up: could not install it: pip could not bring uv in: ERROR: THESE PACKAGES DO NOT MATCH")


def test_an_archive_with_another_hash_than_listed_is_refused_and_nothing_is_left(source):
    source.put_uv_on_the_path()
    source.put_archive(INSTALLED, hash_of=b"another archive")
    why = says_what_to_install(source.machine.search(**source.variables))
    assert "Hash mismatch" in why
    assert not (source.machine.checkout / ".python").exists()


def test_the_pinned_uv_refuses_what_a_mirror_made_up(source):
    del source.variables["UV_PYTHON_DOWNLOADS_JSON_URL"]
    assert "Hash mismatch" in says_what_to_install(source.machine.search(**source.variables))


def test_an_interrupted_installation_is_done_over(source):
    source.put_uv_on_the_path()
    source.machine.put("bin/uv", f'[ "$2" = install ] && "{source.uv}" "$@" && kill -9 $PPID')
    assert source.machine.search(**source.variables).returncode == 1
    assert list((source.machine.checkout / ".python").glob("cpython-*/bin/python3.10")) != []
    source.put_uv_on_the_path()
    again = source.machine.search(**source.variables)
    assert (again.returncode, again.stderr) == (0, ANNOUNCED)


def test_an_installed_one_that_became_unusable_is_installed_anew(source):
    source.put_uv_on_the_path()
    first = source.machine.search(**source.variables)
    Path(first.stdout.strip()).write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    again = source.machine.search(**source.variables)
    assert (again.stdout, again.stderr) == (first.stdout, ANNOUNCED)


def test_an_installed_one_that_does_not_start_is_refused_with_the_reason(source):
    source.put_uv_on_the_path()
    source.put_archive("#!/bin/sh\nexit 1\n")
    found = source.machine.search(**source.variables)
    assert (found.returncode, found.stdout) == (1, "")
    assert f"{source.machine.checkout}/.python/3.10/bin/python3.10 does not start" in found.stderr


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


def test_nothing_is_installed_in_place_of_a_named_one(source):
    found = source.machine.search(**source.variables, RETURNDESK_PYTHON="/nowhere/python3.10")
    assert (found.returncode, ANNOUNCED in found.stderr) == (1, False)
    assert not (source.machine.checkout / ".python").exists()


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
