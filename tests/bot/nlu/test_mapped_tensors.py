"""What is mapped is what the library itself reads, and cannot be changed."""

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from bot.nlu.mapped_tensors import mapped_tensors

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
