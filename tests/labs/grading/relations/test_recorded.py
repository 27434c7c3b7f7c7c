"""Every expression's value is recorded, in the order in which the values come."""

import torch

from gradatim.labs.grading.relations.recorded import MAX_RUNS, record
from gradatim.labs.grading.spec import Check

CHECK = Check(name="f", inputs=lambda generator: [], expected=lambda x: x)


def codes(source: str, x: torch.Tensor) -> list[tuple[str, int, list]]:
    places, values = record(source, "f", CHECK, (x,))
    return [
        (places[value.place].code, value.run, [part.tolist() for part in value.parts])
        for value in values
        if value.parts
    ]


def test_inner_values_come_before_those_around_them():
    source = "def f(x):\n    return (x + 1).sum() * 2.0\n"
    assert codes(source, torch.tensor([2.0, 1.0])) == [
        ("x", 1, [[2.0, 1.0]]),
        ("x + 1", 1, [[3.0, 2.0]]),
        ("(x + 1).sum()", 1, [[5.0]]),
        ("(x + 1).sum() * 2.0", 1, [[10.0]]),
    ]


def test_the_place_knows_what_is_inside_it():
    source = "def f(x):\n    y = x * x\n    return y.mean()\n"
    places, _ = record(source, "f", CHECK, (torch.ones(2),))
    (product,) = [place for place in places if place.code == "x * x"]
    assert product.line == 2
    assert [places[i].code for i in product.inner] == ["x", "x"]


def test_functions_that_it_calls_are_recorded_and_others_are_not():
    source = (
        "def other(x):\n    return x - 1\n\ndef g(x):\n    return x * 3\n\n"
        "def f(x):\n    return g(x)\n"
    )
    found = [code for code, *_ in codes(source, torch.ones(2))]
    assert "x * 3" in found
    assert "x - 1" not in found


def test_a_loop_is_recorded_up_to_a_number_of_runs():
    source = "def f(x):\n    for _ in range(100):\n        x = x + 0.5\n    return x\n"
    runs = [run for code, run, _ in codes(source, torch.zeros(1)) if code == "x + 0.5"]
    assert runs == list(range(1, MAX_RUNS + 1))


def test_methods_types_texts_and_targets_stay_as_they_are():
    source = (
        "class f:\n"
        "    scale: float = 2.0\n"
        "    def __init__(self, x: 'int' = 3) -> None:\n"
        "        super().__init__()\n"
        "        self.y: object = x * self.scale\n"
        "        self.text = f'{x.sum():.2f}'\n"
        "        self.y[0] = -1.0\n"
    )
    found = [code for code, *_ in codes(source, torch.ones(2))]
    assert "x * self.scale" in found
    assert "-1.0" in found


def test_a_text_that_cannot_be_loaded_and_one_that_stops_give_what_came_before():
    assert record("raise ValueError\ndef f(x): return x", "f", CHECK, (torch.ones(1),)) == ([], [])
    assert codes("def f(x):\n    y = x * 2\n    return y[5]\n", torch.ones(2))[1][0] == "x * 2"
