"""A sparse row and its product are, number for number, what SciPy makes of them."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix, vstack  # type: ignore[import-untyped]

from bot.nlu.sparse_rows import sparse_row, times

WIDTH = 40
MATRIX = np.random.default_rng(3).random((WIDTH, 7), dtype=np.float32)
COLUMNS = np.array([31, 2, 17, 39, 0], dtype=np.int32)
VALUES = np.random.default_rng(4).random(len(COLUMNS), dtype=np.float32)


def usual(values: np.ndarray, columns: np.ndarray) -> csr_matrix:
    return csr_matrix((values, columns, np.array([0, len(columns)])), shape=(1, WIDTH))


@pytest.mark.parametrize("count", [0, 1, len(COLUMNS)])
def test_a_row_and_its_product_are_those_of_scipy(count: int):
    row, other = (make(VALUES[:count], COLUMNS[:count]) for make in (lambda v, c: sparse_row(v, c, WIDTH), usual))
    assert vars(row).keys() == vars(other).keys()
    assert (row.shape, row.nnz, row.dtype, row.indices.dtype) == (other.shape, other.nnz, other.dtype, np.int32)
    assert (row.toarray() == other.toarray()).all()
    assert (times(row, MATRIX) == other @ MATRIX).all()


def test_several_rows_and_other_numbers_are_multiplied_as_well():
    rows = vstack([sparse_row(VALUES, COLUMNS, WIDTH), sparse_row(VALUES[:2], COLUMNS[:2], WIDTH)], format="csr")
    assert (times(rows, MATRIX) == rows @ MATRIX).all()
    for matrix in (MATRIX.astype(np.float64), np.asfortranarray(MATRIX)):
        assert (times(rows, matrix) == rows @ matrix).all()
