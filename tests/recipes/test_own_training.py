"""Rare classes of one's own data: weights and repetitions by which each counts the same."""

import warnings

import pytest
import torch

from gradatim.errors import UserError
from gradatim.recipes.own_training import check_learned, class_weights, evened_out, tell_rare

LABELS = torch.tensor([0] * 12 + [1] * 3 + [2] * 5)


def test_with_the_weights_every_class_counts_the_same():
    weights = class_weights(LABELS, 3)
    sums = [weights[LABELS[k == LABELS]].sum().item() for k in range(3)]
    assert sums == pytest.approx([20 / 3] * 3)
    assert weights[LABELS].mean().item() == pytest.approx(1.0)


def test_evened_out_every_class_has_as_many_rows_and_none_is_lost():
    rows = evened_out(LABELS, seed=0)
    assert LABELS[rows].bincount().tolist() == [12, 12, 12]
    assert set(rows.tolist()) == set(range(20))
    often = rows.bincount()
    assert all(often[k == LABELS].max() - often[k == LABELS].min() <= 1 for k in range(3))
    assert rows.equal(evened_out(LABELS, seed=0))
    assert not rows.equal(evened_out(LABELS, seed=1))


def test_a_rare_class_is_told_of_where_nothing_is_done():
    labels = torch.tensor([0] * 95 + [1] * 5)
    with pytest.warns(UserWarning, match=r"cat \(5\).*--balance"):
        tell_rare(labels, ["dog", "cat"], "none", "--balance weights")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        tell_rare(labels, ["dog", "cat"], "weights", "--balance weights")
        tell_rare(torch.tensor([0, 1] * 50), ["dog", "cat"], "none", "--balance weights")


def test_a_class_to_test_only_is_refused():
    check_learned(LABELS, ["dog", "cat", "bird"])
    with pytest.raises(UserError, match="no training example is of bee"):
        check_learned(LABELS, ["dog", "cat", "bird", "bee"])
