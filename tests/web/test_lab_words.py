"""The words of the lab's pages: both languages say the same things, with the same numbers."""

from string import Formatter

from gradatim.web.lab_words import PAIRS, WORDS


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_word_has_both_languages_with_the_same_fields():
    assert WORDS["en"].keys() == WORDS["fr"].keys()
    for key, (english, french) in PAIRS.items():
        assert english, key
        assert french, key
        assert fields(english) == fields(french), key


def test_french_signs_stand_apart():
    for key, text in WORDS["fr"].items():
        assert not [sign for sign in ":;?!" if f"{sign} " in text and f" {sign}" not in text], key
