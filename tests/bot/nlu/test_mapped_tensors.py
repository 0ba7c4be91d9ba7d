"""What is mapped is what the library itself reads, and cannot be changed."""

import re
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from bot.nlu.mapped_tensors import give_back, mapped_tensors

TENSORS = {
    "single": np.linspace(-1, 1, 12, dtype=np.float32).reshape(3, 4),
    "half": np.arange(6, dtype=np.float16).reshape(2, 3),
    "small": np.array([-128, 0, 127], dtype=np.int8),
    "keys": np.array([2**63 + 1, 7], dtype=np.uint64),
    "empty": np.zeros((0, 4), dtype=np.float32),
}


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "some.safetensors"
    save_file(TENSORS, path, metadata={"about": "a test"})
    return path


def test_every_tensor_is_what_the_library_reads(file):
    mapped, read = mapped_tensors(file), load_file(file)
    assert mapped.keys() == read.keys()
    for name, tensor in read.items():
        assert mapped[name].dtype == tensor.dtype
        np.testing.assert_array_equal(mapped[name], tensor)


def test_it_is_not_to_be_changed(file):
    with pytest.raises(ValueError, match="read-only"):
        mapped_tensors(file)["single"][0, 0] = 2


def test_it_stays_readable_when_the_file_is_taken_away(file):
    mapped = mapped_tensors(file)
    file.unlink()
    np.testing.assert_array_equal(mapped["single"], TENSORS["single"])


def kilobytes_of(file: Path) -> int:
    """How much of this process's memory is a mapped file's."""
    mapped = Path("/proc/self/smaps").read_text(encoding="utf-8").partition(f" {file}\n")[2]
    resident = re.search(r"^Rss: +([0-9]+) kB$", mapped, re.MULTILINE)
    return int(resident[1]) if resident else 0


@pytest.mark.skipif(not Path("/proc/self/smaps").exists(), reason="this system does not tell about memory")
def test_what_is_given_back_takes_no_memory_and_reads_as_before(tmp_path):
    file, numbers = tmp_path / "large.safetensors", np.arange(250_000, dtype=np.float32)
    save_file({"numbers": numbers}, file)
    mapped = mapped_tensors(file)["numbers"].reshape(500, 500)
    total = mapped.sum()
    assert kilobytes_of(file) > 900
    give_back(mapped)
    assert kilobytes_of(file) == 0
    assert mapped.sum() == total
    np.testing.assert_array_equal(mapped.ravel(), numbers)


def test_what_was_not_mapped_stays_as_it_is():
    numbers = np.arange(4)
    give_back(numbers[1:])
    np.testing.assert_array_equal(numbers, [0, 1, 2, 3])
