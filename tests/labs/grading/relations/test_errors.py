"""Common errors are explained with their own numbers, as PyTorch raises them today."""

import pytest
import torch
from torch import nn

from gradatim.labs.grading.relations.errors import of_error

X = torch.ones(2, 3)
MASK = X > 0


def twice() -> None:
    loss = (X.clone().requires_grad_() ** 2).sum()
    loss.backward()
    loss.backward()


def in_place() -> None:
    parameter = nn.Parameter(torch.ones(1))
    parameter += 1


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        (lambda: X.T.view(6), "view_of_moved_axes"),
        (lambda: X @ X, "sizes_of_product"),
        (lambda: X + torch.ones(2, 2), "sizes_of_two"),
        (lambda: X.sum().backward(), "no_graph"),
        (twice, "graph_used_up"),
        (in_place, "leaf_changed"),
        (lambda: (X.clone().requires_grad_() * 2).backward(), "not_a_scalar"),
        (lambda: X.clone().requires_grad_().numpy(), "numpy_of_graph"),
        (lambda: 1 - MASK, "bool_subtracted"),
        (lambda: bool(MASK), "many_truths"),
        (lambda: torch.arange(3).mean(), "whole_numbers"),
        (lambda: X[5], "index_too_large"),
        (lambda: X.sum(2), "axis_too_large"),
        (lambda: X.view(4, 2), "numbers_do_not_fit"),
        (lambda: X.sum - 1, "call_forgotten"),
        (lambda: torch.relu(X.max(1)), "pair_returned"),
        (lambda: torch.stack([X, MASK[0]]), "different_sizes"),
        (lambda: 1 / 0, "divided_by_zero"),
    ],
)
def test_an_error_is_explained(wrong, name):
    with pytest.raises((RuntimeError, LookupError, TypeError, ArithmeticError)) as caught:
        wrong()
    found = of_error(str(caught.value))
    assert found is not None
    assert found[0] == name
    assert found[1]["en"] != found[1]["fr"]
    assert "{" not in found[1]["en"] + found[1]["fr"]


def test_another_error_is_not():
    assert of_error("the cat sat on the mat") is None
