"""Reads tensors from a file where they lie: what nobody looks at takes no memory, and processes share the rest."""

from __future__ import annotations

import json
import mmap
import struct
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


def mapped_tensors(file: Path) -> dict[str, NDArray[Any]]:
    """The tensors of a file that safetensors wrote, as `safetensors.numpy.load_file` has them, but not to be changed.

    The library's own reader copies each of them into memory.
    """
    with file.open("rb") as opened:
        (length,) = struct.unpack("<Q", opened.read(8))
        described = json.loads(opened.read(length))
    bytes_of_all = np.memmap(file, dtype=np.uint8, mode="r", offset=8 + length)
    return {
        name: bytes_of_all[slice(*each["data_offsets"])]
        .view(_type(each["dtype"]))
        .reshape(each["shape"])
        .view(np.ndarray)
        for name, each in described.items()
        if name != "__metadata__"
    }


def give_back(tensor: NDArray[Any]) -> None:
    """Have the system take the memory back that the tensors of a mapped file take, until somebody looks at them again.

    Where the file was read a moment ago the system has it still, and looking again is quick.

    Args:
        tensor: One of the file's; one that was not mapped stays as it is.
    """
    mapped: Any = tensor
    while isinstance(mapped, np.ndarray):
        mapped = mapped.base
    if isinstance(mapped, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        mapped.madvise(mmap.MADV_DONTNEED)


def _type(code: str) -> np.dtype[Any]:
    """The type that safetensors calls `F32`, `I8`, `U64`: a kind of number and its bits."""
    return np.dtype(f"<{code[0].lower()}{int(code[1:]) // 8}")
