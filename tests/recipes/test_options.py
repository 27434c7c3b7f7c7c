"""Options of recipes: each is there once, has a help line, and changes something."""

import pytest

from gradatim.recipes import get
from gradatim.recipes.options import change, options, values_of
from gradatim.recipes.registry import RECIPES


@pytest.mark.parametrize("name", RECIPES)
def test_every_option_has_one_place_a_help_line_and_a_value_that_can_be_set_again(name):
    recipe = get(name)
    found = options(recipe)
    names = [option.name for option in found]
    assert sorted(names) == sorted(set(names)), "two configs share a name"
    assert {"seed", "batch_size", "learning_rate"} <= set(names)
    assert [option.name for option in found if not option.help] == []
    assert change(name, recipe, values_of(recipe)) == recipe


@pytest.mark.parametrize("name", RECIPES)
def test_epochs_and_steps_take_each_others_place(name):
    recipe = get(name)
    assert change(name, recipe, {"steps": 7}).train.total_steps(10) == 7
    if "epochs" in values_of(recipe):
        assert change(name, recipe, {"epochs": 2}).train.total_steps(10) == 20
