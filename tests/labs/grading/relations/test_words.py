"""Every sentence about a relation is written in both languages, with the same things to fill in."""

from string import Formatter

import pytest

from gradatim.labs.grading.changes.change_words import CHANGES
from gradatim.labs.grading.changes.repair_words import REPAIRS
from gradatim.labs.grading.relations.behavior import WORDS
from gradatim.labs.grading.relations.words import RELATIONS

TRANSLATED = {"axe": "axis", "french": "english"}  # what is filled in is a word itself


def fields(text: str) -> set[str]:
    return {TRANSLATED.get(name, name) for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("pairs", [RELATIONS, WORDS, REPAIRS, CHANGES])
def test_both_languages_are_filled_with_the_same(pairs):
    for key, (english, french) in pairs.items():
        assert english != french, key
        assert fields(english) == fields(french), key


def test_sentences_end_and_french_signs_stand_apart():
    for key, (english, french) in (RELATIONS | WORDS).items():
        assert english[-1] in ".?", key
        assert french[-1] in ".?", key
        assert not [c for c in ":;?!" if f"{c} " in french and f" {c}" not in french], key
