"""When two values count as equal, and what is said of the first difference."""

import math

import numpy as np
import pytest
import torch

from gradatim.labs.grading.values import compare, part_of, show


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (torch.tensor([1.0, 2.0]), torch.tensor([1.0, 2.0], dtype=torch.float64)),
        (torch.tensor([1.0 + 1e-6]), torch.tensor([1.0])),
        (torch.tensor(2.0), 2.0),
        (np.float64(2.0), 2.0),
        (torch.tensor([1, 2]), [1, 2]),
        ((1, 2), [1, 2]),
        (torch.tensor([math.nan]), torch.tensor([math.nan])),
        ({"a": torch.ones(2)}, {"a": torch.ones(2)}),
        (math.inf, math.inf),
        (np.int32(3), 3),
        (3, 3.0),
    ],
)
def test_what_is_as_good_as_right_is_accepted(got, expected):
    assert compare(got, expected, 1e-4) is None


@pytest.mark.parametrize(
    ("got", "expected", "kind", "path"),
    [
        (None, torch.ones(2), "none", ""),
        ([1.0], torch.ones(1), "type", ""),
        (torch.ones(1, 2), torch.ones(2), "shape", ""),
        (torch.ones(2).long(), torch.ones(2), "dtype", ""),
        (torch.zeros(2), torch.ones(2), "values", ""),
        (torch.tensor([1.0, 2.0]), torch.ones(2), "values_one", ""),
        (torch.tensor([1.0, math.nan]), torch.ones(2), "nan", ""),
        (torch.zeros(1), torch.ones(1), "value", ""),
        ([1, 2], [1, 2, 3], "length", ""),
        ([1, 5, 3], [1, 2, 3], "value", "[1]"),
        ({"a": 1}, {"b": 1}, "keys", ""),
        ({"a": [torch.ones(2)]}, {"a": [torch.ones(3)]}, "shape", "['a'][0]"),
        (True, 1, "type", ""),
        (3.0, 3, "type", ""),  # a size or an index is a whole number
        (torch.tensor(3.0), 3, "type", ""),
        (torch.ones(2, dtype=torch.int32), torch.ones(2).long(), "dtype", ""),
        (torch.ones(1), 1.0, "type", ""),
    ],
)
def test_the_first_difference_has_its_kind_and_place(got, expected, kind, path):
    difference = compare(got, expected, 1e-4)
    assert difference is not None
    assert (difference.kind, difference.path) == (kind, path)


def test_the_part_that_a_path_names_is_found():
    assert part_of({"a": [1, 2]}, "['a'][1]") == 2
    assert part_of([1, 2], "[7]") == [1, 2]  # there is no such part: the whole


def test_a_shown_tensor_marks_its_wrong_entries():
    shown = show(torch.tensor([1.0, 2.0]), torch.tensor([1.0, 3.0]), 1e-4)
    assert shown["shape"] == [2]
    assert shown["dtype"] == "float32"
    assert shown["numbers"] == [1.0, 2.0]
    assert shown["wrong"] == [False, True]


def test_a_large_tensor_is_described_and_not_sent():
    assert "numbers" not in show(torch.zeros(1000))


def test_minus_infinity_is_called_so():
    found = compare(torch.tensor([-math.inf, 1.0]), torch.tensor([2.0, 1.0]), 1e-4)
    assert found is not None
    assert found.values == {"bad": "-inf"}
