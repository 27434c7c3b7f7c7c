"""Every sentence exists in both languages, with the same values to fill in."""

import re
from string import Formatter

import pytest

from gradatim.labs.grading.messages import WORDS, say


def fields(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("key", WORDS)
def test_both_languages_have_the_same_values(key):
    english, french = WORDS[key]
    assert fields(english) == fields(french)
    assert not re.search(r"\w[?!;:](\s|$)", re.sub(r"`[^`]*`", "", french))  # a space before


def test_values_are_filled_in():
    assert say("missing", "en", name="f") == "There is no `f` in the file."
    assert say("missing", "fr", name="f") == "Il n'y a pas de `f` dans le fichier."
