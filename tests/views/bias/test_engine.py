"""Errors by group: few examples of a group cost it dearly, and hiding the group cures digits."""

import pytest
import torch

from gradatim.errors import UserError
from gradatim.views import load


def test_the_question_of_the_view_has_its_answer():
    engine = load("bias")()
    engine.step(150)
    ink, chalk = engine.rates["error"]
    assert ink < 0.2
    assert chalk > 0.6
    frame = engine.snapshot()
    assert frame["n_train"] == [388, 12]
    assert frame["low"][1] < chalk < frame["high"][1]


def test_hiding_the_group_makes_both_alike():
    engine = load("bias")(repair="blind")
    engine.step(60)
    ink, chalk = engine.rates["error"]
    assert ink == chalk < 0.4


def test_going_back_is_exact():
    engine = load("bias")(fraction=0.2)
    engine.step(5)
    weights = engine.groups.task.model.state_dict()["stages.0.0.weight"].clone()
    engine.step(6)
    curve, rates = list(engine.curve), engine.rates
    engine.rewind(6)
    assert torch.equal(weights, engine.groups.task.model.state_dict()["stages.0.0.weight"])
    engine.step(6)
    assert (engine.curve, engine.rates) == (curve, rates)


def test_the_census_shows_who_is_selected_and_who_is_found():
    try:
        engine = load("bias")(data="census")
    except UserError:
        pytest.skip("the census is not here")
    engine.step(60)
    rates = {name: pair for name, *pair in engine.snapshot()["rates"]}
    assert set(rates) == {"error", "truth", "selected", "recall"}
    men, women = rates["selected"]
    assert men > women + 0.08  # though both are told by the same network
    assert rates["truth"][0] > rates["truth"][1]
