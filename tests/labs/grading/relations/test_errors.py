"""Common errors are explained with their own numbers, as PyTorch raises them today."""

import pytest
import torch
from torch import nn
from torch.nn import functional as F

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


class Bare(nn.Module):
    def __init__(self) -> None:
        self.inner = nn.Linear(1, 1)


def without_constructor() -> None:
    Bare()


def unpack() -> None:
    a, b = X[0]
    raise AssertionError(a, b)


def endless() -> None:
    endless()


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        (lambda: X.T.view(6), "view_of_moved_axes"),
        (lambda: X @ X, "sizes_of_product"),
        (lambda: X + torch.ones(2, 2), "sizes_of_two"),
        (lambda: X ^ 2, "bits_of_floats"),
        (lambda: X[None] @ X[None], "sizes_of_batches"),
        (lambda: X[None].t(), "only_two_axes"),
        (lambda: torch.dot(X, X), "only_vectors"),
        (lambda: torch.sqrt(4), "tensor_needed"),
        (lambda: X.sum().backward(), "no_graph"),
        (twice, "graph_used_up"),
        (in_place, "leaf_changed"),
        (lambda: (X.clone().requires_grad_() * 2).backward(), "not_a_scalar"),
        (lambda: X.clone().requires_grad_().numpy(), "numpy_of_graph"),
        (lambda: 1 - MASK, "bool_subtracted"),
        (lambda: bool(MASK), "many_truths"),
        (lambda: torch.arange(3).mean(), "whole_numbers"),
        (lambda: X[5], "index_too_large"),
        (lambda: torch.einsum("bi,i->b", X[0], X[0]), "axes_of_einsum"),
        (without_constructor, "constructor_of_the_base"),
        (lambda: float(X), "one_number_expected"),
        (lambda: range(X), "one_number_expected"),
        (lambda: X.gather(1, X[:, :1]), "index_of_other_type"),
        (lambda: X.gather(1, torch.zeros(2).long()), "axes_of_the_index"),
        (lambda: F.cross_entropy(X, torch.zeros(3).long()), "batches_of_two_sizes"),
        (lambda: torch.stack([X, 1]), "numbers_for_tensors"),
        (unpack, "unpacked_otherwise"),
        (endless, "endless_recursion"),
        (lambda: [1, 2][2], "list_too_short"),
        (lambda: X.sum(2), "axis_too_large"),
        (lambda: X.view(4, 2), "numbers_do_not_fit"),
        (lambda: X.sum - 1, "call_forgotten"),
        (lambda: torch.relu(X.max(1)), "pair_returned"),
        (lambda: torch.stack([X, MASK[0]]), "different_sizes"),
        (lambda: 1 / 0, "divided_by_zero"),
    ],
)
def test_an_error_is_explained(wrong, name):
    kinds = (RuntimeError, LookupError, TypeError, ArithmeticError, ValueError, AttributeError)
    with pytest.raises(kinds) as caught:
        wrong()
    found = of_error(str(caught.value))
    assert found is not None
    assert found[0] == name
    assert found[1]["en"] != found[1]["fr"]
    assert "{" not in found[1]["en"] + found[1]["fr"]


def test_another_error_is_not():
    assert of_error("the cat sat on the mat") is None
