"""A value as numbers and words that a page can show."""

import json

import torch

from gradatim.insight.tracing.values import COLUMNS, ROWS, describe


def test_a_large_tensor_is_told_by_its_shape_and_its_beginning():
    tensor = torch.arange(2 * 20 * 30.0).reshape(2, 20, 30)
    told = describe(tensor)
    assert told["shape"] == [2, 20, 30]
    assert told["rows"] == tensor[0, :ROWS, :COLUMNS].tolist()


def test_what_json_cannot_say_travels_as_text():
    told = describe(torch.tensor([torch.nan, torch.inf, -torch.inf]))
    assert told["rows"] == [["nan", "inf", "-inf"]]
    every = [torch.zeros(0, 3), torch.ones(2, dtype=torch.bfloat16), torch.tensor([1j])]
    json.dumps([describe(one) for one in every], allow_nan=False)


def test_a_named_tuple_is_told_by_its_names_and_an_unruly_object_by_its_type():
    told = describe(torch.zeros(2, 3).max(dim=1))
    assert told["names"] == ["values", "indices"]

    class Unruly:
        def __repr__(self):
            raise RuntimeError

    assert describe(Unruly())["text"].startswith(("Unruly", "<Unruly"))
