"""A symmetric matrix of which each number is kept once, and what solves its equations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.linalg.lapack import spftrf, spftrs, stfsm  # type: ignore[import-untyped]

Matrix = NDArray[np.float32]
#: How many columns of the inverse are made at a time: all would take a fourth of the matrix's own room.
_AT_ONCE: Final = 256


class NotPositive(ValueError):
    """A matrix has no Cholesky factor."""


class PackedMatrix:
    """A symmetric, positive matrix in LAPACK's rectangular full packed format: half the memory, at the same speed.

    Its left half is kept as it is, and the triangle at the lower right turned over into the room above it.

    Args:
        size: How many rows it has. An odd matrix gets a row more that has nothing to do with the others.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._half = (size + 1) // 2
        self._kept = np.zeros((2 * self._half + 1, self._half), dtype=np.float32, order="F")
        if size % 2:
            self._kept[self._half - 1, self._half - 1] = 1

    def blocks(self, longest: int) -> Iterator[slice]:
        """All columns, so many at a time at most; `put` takes them like this."""
        for begin, end in ((0, min(self._half, self._size)), (self._half, self._size)):
            for start in range(begin, end, longest):
                yield slice(start, min(start + longest, end))

    def put(self, block: slice, columns: Matrix) -> None:
        """Keep columns.

        Args:
            block: Which, as `blocks` has them.
            columns: Their numbers from the diagonal's first row on; those above the diagonal are not read.
        """
        width, shift = block.stop - block.start, self._half
        if block.stop <= shift:
            rows = self._kept[block.start + 1 : block.start + 1 + len(columns), block]
        else:
            rows = self._kept[block.start - shift : block.stop - shift, block.start - shift :].T[: len(columns)]
        below = np.tril_indices(width)
        rows[:width][below] = columns[:width][below]
        rows[width:] = columns[width:]

    def solved(self, wanted: Matrix, rows: NDArray[np.intp]) -> tuple[Matrix, Matrix]:
        """What the matrix has to be multiplied with to give `wanted`, and its inverse's diagonal where `rows` says.

        The matrix is overwritten: a second one would not fit beside it.

        Raises:
            NotPositive: It has no Cholesky factor.
        """
        size = 2 * self._half
        factor, failed = spftrf(size, self._kept.ravel(order="F"), transr="N", uplo="L", overwrite_a=True)
        if failed:
            raise NotPositive
        padded = np.zeros((size, wanted.shape[1]), dtype=np.float32, order="F")
        padded[: self._size] = wanted
        solution, _ = spftrs(size, factor, padded, transr="N", uplo="L", overwrite_b=True)
        some = (rows[start : start + _AT_ONCE] for start in range(0, len(rows), _AT_ONCE))
        diagonal = [_inverse_diagonal(factor, size, each) for each in some]
        return solution[: self._size], np.concatenate(diagonal)


def _inverse_diagonal(factor: Matrix, size: int, rows: NDArray[np.intp]) -> Matrix:
    """Some numbers of the diagonal of the inverse of what has a factor."""
    units = np.zeros((size, len(rows)), dtype=np.float32, order="F")
    units[rows, np.arange(len(rows))] = 1
    roots = stfsm(1.0, factor, units, transr="N", side="L", uplo="L", trans="N", overwrite_b=True)
    diagonal: Matrix = np.einsum("ij,ij->j", roots, roots)
    return diagonal
