"""The words of the runs' pages: both languages, every option of the form, every kind of recipe."""

import re

import pytest

from gradatim.recipes.registry import RECIPES
from gradatim.web.run_form import NAMES, SHOWN
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
