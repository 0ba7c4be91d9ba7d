"""Sparse rows, made and multiplied without what SciPy checks of any matrix, which takes longer than the numbers do."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import _sparsetools, csr_matrix  # type: ignore[import-untyped]


def sparse_row(values: NDArray[np.float32], columns: NDArray[np.int32], width: int) -> csr_matrix:
    """A matrix of one row, as `csr_matrix` makes it.

    Args:
        values: What is not 0.
        columns: Where, each below the width and none twice.
        width: How many columns there are.
    """
    row = object.__new__(csr_matrix)
    ends = np.array([0, len(columns)], dtype=np.int32)
    vars(row).update(_shape=(1, width), maxprint=50, indices=columns, indptr=ends, data=values)
    return row


def times(rows: Any, matrix: NDArray[np.float32]) -> NDArray[np.float32]:
    """The product of sparse rows with a matrix, number for number as `rows @ matrix` has it."""
    if rows.dtype != matrix.dtype or not matrix.flags.c_contiguous:
        product: NDArray[np.float32] = rows @ matrix
        return product
    height, width = rows.shape
    product = np.zeros((height, matrix.shape[1]), dtype=matrix.dtype)
    pieces = rows.indptr, rows.indices, rows.data
    _sparsetools.csr_matvecs(height, width, matrix.shape[1], *pieces, matrix.ravel(), product.ravel())
    return product
