"""A packed matrix solves what the whole one does."""

from __future__ import annotations

import numpy as np
import pytest

from bot.nlu.packed_matrix import Matrix, NotPositive, PackedMatrix


def positive(size: int) -> Matrix:
    root = np.random.default_rng(size).normal(size=(size, size + 3)).astype(np.float32)
    whole: Matrix = root @ root.T / size + np.eye(size, dtype=np.float32)
    return whole


def packed(whole: Matrix, longest: int) -> PackedMatrix:
    matrix = PackedMatrix(len(whole))
    for block in matrix.blocks(longest):
        columns = whole[block.start :, block].copy()
        # What stands above the diagonal is nobody's business.
        columns[np.triu_indices(block.stop - block.start, 1)] = np.nan
        matrix.put(block, columns)
    return matrix


@pytest.mark.parametrize("longest", [1, 3, 64])
@pytest.mark.parametrize("size", [1, 2, 3, 8, 31, 64, 77])
def test_it_solves_like_the_whole_matrix(size: int, longest: int):
    whole = positive(size)
    wanted = np.random.default_rng(1).normal(size=(size, 4)).astype(np.float32)
    rows = np.arange(0, size, 2)

    solution, diagonal = packed(whole, longest).solved(wanted, rows)

    assert whole @ solution == pytest.approx(wanted, abs=1e-3)
    assert diagonal == pytest.approx(np.diag(np.linalg.inv(whole))[rows], rel=1e-3)


def test_a_matrix_that_is_not_positive_is_refused():
    whole = positive(6)
    whole[3, 3] = -1

    with pytest.raises(NotPositive):
        packed(whole, 4).solved(np.ones((6, 1), dtype=np.float32), np.arange(6))


def test_all_columns_come_once():
    assert [each for block in PackedMatrix(77).blocks(10) for each in range(77)[block]] == list(range(77))
