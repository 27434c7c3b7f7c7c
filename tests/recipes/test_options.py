"""Options of recipes: each is there once, has a help line with a range, and changes something."""

import re
from typing import get_args, get_origin

import pytest

from gradatim.errors import UserError
from gradatim.recipes import get
from gradatim.recipes.options import change, options, values_of
from gradatim.recipes.registry import RECIPES

DEFAULT = re.compile(r"\(default: [^)]*\)")
RANGE = re.compile(
    r"at (least|most) \d|(above|below) \d|\d (to|or) (\d|more|all)|to 1:|divisor|divides|multiple"
)


@pytest.mark.parametrize("name", RECIPES)
def test_every_option_has_one_place_a_help_line_and_a_value_that_can_be_set_again(name):
    recipe = get(name)
    found = options(recipe)
    names = [option.name for option in found]
    assert sorted(names) == sorted(set(names)), "two configs share a name"
    assert {"seed", "batch_size", "learning_rate"} <= set(names)
    assert [option.name for option in found if not option.help] == []
    assert change(name, recipe, values_of(recipe), unread_too=True) == recipe


def number_of(option):
    """The type of the numbers that an option takes, or None: it takes none."""
    kinds = set(get_args(option.type)) or {option.type}
    return next((kind for kind in (int, float) if kind in kinds), None)


@pytest.mark.parametrize("name", RECIPES)
def test_a_number_has_its_range_in_the_help_and_is_refused_outside_it(name):
    recipe = get(name)
    for option in options(recipe):
        if (kind := number_of(option)) is None:
            continue
        said = DEFAULT.sub("", option.help)  # a default is not a range
        assert RANGE.search(said), f"{option.name}: {option.help}"
        below = kind(-1)
        many = (below,) * max(1, len(option.value)) if get_origin(option.type) is tuple else below
        with pytest.raises(UserError, match=option.name):
            change(name, recipe, {option.name: many})


@pytest.mark.parametrize("name", RECIPES)
def test_epochs_and_steps_take_each_others_place(name):
    recipe = get(name)
    assert change(name, recipe, {"steps": 7}).train.total_steps(10) == 7
    if "epochs" in values_of(recipe):
        assert change(name, recipe, {"epochs": 2}).train.total_steps(10) == 20
