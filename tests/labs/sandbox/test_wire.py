"""Values come out of the JSON as they went in, or are named."""

import json

import numpy as np
import pytest
import torch

from gradatim.labs.grading.values import OpaqueValue
from gradatim.labs.sandbox.request import Request
from gradatim.labs.sandbox.wire import SurfaceGradient, pack, unpack


def sent(value):
    return unpack(json.loads(json.dumps(pack(value))))


@pytest.mark.parametrize("value", [None, True, 3, -1.5, "é", [1, (2, "b")], {0: {1: 5}, 1: {}}])
def test_plain_values_travel(value):
    assert sent(value) == value
    assert type(sent(value)) is type(value)


@pytest.mark.parametrize(
    "tensor",
    [
        torch.randn(2, 3),
        torch.zeros(0, 3),
        torch.tensor(4),
        torch.tensor([True]),
        torch.ones(2).double(),
    ],
)
def test_tensors_keep_shape_and_dtype(tensor):
    got = sent([tensor])[0]
    assert got.dtype == tensor.dtype
    assert torch.equal(got, tensor)


def test_numpy_arrays_complex_numbers_and_kinds_travel():
    x = torch.tensor([[1 + 2j], [3j]])
    assert torch.equal(sent(x), x)
    array = np.arange(6, dtype=np.int32).reshape(2, 3)
    assert np.array_equal(sent(array), array)
    assert sent(array).dtype == np.int32
    assert sent((torch.float16, torch.device("cpu"))) == (torch.float16, torch.device("cpu"))
    assert sent({1, 2}) == {1, 2}
    assert sent(np.int64(3)) == 3


def test_the_gradient_of_a_surface_travels_by_the_surfaces_name():
    w = torch.tensor([2.0, -1.0])
    assert torch.allclose(sent(SurfaceGradient("bowl"))(w), w)  # of (a² + b²) / 2


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (lambda: 1, "a function"),
        (torch.zeros(30_000), "a tensor of shape (30000,)"),
        (torch.zeros(2).to_sparse(), "a sparse tensor of shape (2,)"),
        (torch.zeros(2, device="meta"), "a tensor of shape (2,)"),
        (np.array(["a"]), "a NumPy array of shape (1,)"),
    ],
)
def test_what_cannot_travel_is_named(value, name):
    got = sent(value)
    assert isinstance(got, OpaqueValue)
    assert got.name == name


def test_a_value_that_nests_without_end_is_named():
    endless: list = []
    endless += [endless, endless]
    deep: list = []
    for _ in range(100_000):
        deep = [deep]
    for value in (endless, deep):
        assert sent(value).name == "a list"
    assert sent([[[[1]]]]) == [[[[1]]]]


def test_a_request_survives_its_line():
    source = bytes(range(256)).decode("latin-1")
    request = Request(
        exercise="x", source=source, file="é.py", language="fr", seconds=2.0, needs=("pyrat",)
    )
    line = request.to_line()
    assert line.count("\n") == 1
    again = Request.from_line(line)
    assert again.source.encode("latin-1") == bytes(range(256))
    assert again.to_line() == line
