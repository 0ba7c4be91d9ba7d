from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.rasa_patches.vector_instructions import use_vector_instructions

AVX2 = "fpu sse sse2 fma avx avx2"
AVX512 = f"{AVX2} avx512f avx512dq avx512cd avx512bw avx512vl"


def processor(folder: Path, flags: str) -> Path:
    file = folder / "cpuinfo"
    file.write_text(f"processor\t: 0\nmodel name\t: Any (R)\nflags\t\t: {flags}\nbugs\t\t: none\n", encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("flags", "chosen"),
    [
        (AVX512, "SkylakeX"),
        (AVX512.replace(" avx512bw", ""), "Haswell"),
        (AVX2, "Haswell"),
        ("fpu sse sse2 avx2", None),
        ("fpu sse sse2", None),
        ("", None),
    ],
)
def test_the_newest_instructions_that_the_processor_has_are_chosen(tmp_path: Path, flags: str, chosen: str | None):
    environment: dict[str, str] = {}
    use_vector_instructions(environment, processor(tmp_path, flags))
    assert environment.get("OPENBLAS_CORETYPE") == chosen


def test_who_has_chosen_already_knows_better(tmp_path: Path):
    environment = {"OPENBLAS_CORETYPE": "Zen"}
    use_vector_instructions(environment, processor(tmp_path, AVX512))
    assert environment == {"OPENBLAS_CORETYPE": "Zen"}


def test_where_linux_says_nothing_the_library_chooses(tmp_path: Path):
    environment: dict[str, str] = {}
    use_vector_instructions(environment, tmp_path / "none")
    (tmp_path / "cpuinfo").write_text("processor\t: 0\nFeatures\t: asimd\n", encoding="utf-8")
    use_vector_instructions(environment, tmp_path / "cpuinfo")
    assert environment == {}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere the library chooses")
def test_the_library_uses_what_was_chosen(tmp_path: Path):
    chosen: dict[str, str] = {}
    use_vector_instructions(chosen)
    asked = (
        "import ctypes, pathlib, numpy; folder = pathlib.Path(numpy.__file__).parent.parent / 'numpy.libs';"
        "library = ctypes.CDLL(str(next(folder.glob('*openblas*')))); name = library.openblas_get_corename64_;"
        "name.restype = ctypes.c_char_p; print(name().decode())"
    )
    environment = {**os.environ, **chosen}
    ran = subprocess.run([sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == chosen.get("OPENBLAS_CORETYPE", ran.stdout.strip())
