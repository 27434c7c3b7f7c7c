"""The small runs that are killed, resumed and repeated."""

from benchmarks.reliability.resume_all import make_inputs, tiny

from gradatim.recipes.registry import RECIPES


def test_every_recipe_has_a_small_form(tmp_path):
    make_inputs(tmp_path)
    for name in RECIPES:
        assert tiny(name, tmp_path)
