"""What to expect of a recipe is said in French as in English."""

import re

from gradatim.recipes.registry import RECIPES
from gradatim.web.runs.expected_results import FRENCH


def test_what_to_expect_of_a_recipe_has_the_same_numbers_in_french():
    assert FRENCH.keys() == RECIPES.keys()
    for name, french in FRENCH.items():
        english = RECIPES[name].expected_result
        numbers = re.sub(r"(?<=\d)[, ](?=\d{3}\b)", "", english)  # 6,648 and 32 128
        same = re.sub(r"(?<=\d),(?=\d)", ".", re.sub(r"(?<=\d) (?=\d{3}\b)", "", french))
        found = [sorted(re.findall(r"\d+(?:\.\d+)?", text)) for text in (numbers, same)]
        assert found[0] == found[1], name
