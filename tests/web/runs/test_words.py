"""The words of the runs' pages: both languages, every option of the form, every kind of recipe."""

import re

import pytest

from gradatim.recipes.registry import RECIPES
from gradatim.web.run_form import NAMES, SHOWN
from gradatim.web.runs.expected_results import FRENCH
from gradatim.web.runs.words import PAIRS, WORDS


def test_every_word_has_both_languages_with_the_same_fields():
    for key, (english, french) in PAIRS.items():
        assert english, key
        assert french, key
        assert re.findall(r"\{\d\}", english) == re.findall(r"\{\d\}", french), key


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_option_of_the_form_and_every_kind_of_recipe_has_its_words(language):
    for option in (*NAMES, *SHOWN):
        name, meaning = WORDS[language][f"about_{option}"].split(": ")
        assert name
        assert meaning
    assert {entry.module.partition(".")[0] for entry in RECIPES.values()} <= WORDS[language].keys()


def test_what_to_expect_of_a_recipe_has_the_same_numbers_in_french():
    assert FRENCH.keys() == RECIPES.keys()
    for name, french in FRENCH.items():
        english = RECIPES[name].expected_result
        numbers = re.sub(r"(?<=\d)[, ](?=\d{3}\b)", "", english)  # 6,648 and 32 128
        same = re.sub(r"(?<=\d),(?=\d)", ".", re.sub(r"(?<=\d) (?=\d{3}\b)", "", french))
        found = [sorted(re.findall(r"\d+(?:\.\d+)?", text)) for text in (numbers, same)]
        assert found[0] == found[1], name
