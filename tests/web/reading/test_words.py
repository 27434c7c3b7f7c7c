"""The words of the pages on which one reads a file: both languages, with the same fields."""

import re

from gradatim.web.reading.words import PAIRS, WORDS


def test_every_word_has_both_languages_with_the_same_fields():
    for key, (english, french) in PAIRS.items():
        fields = [sorted(re.findall(r"\{\w+\}", text)) for text in (english, french)]
        assert fields[0] == fields[1], key
        assert english, key
        assert french, key


def test_french_keeps_its_signs_apart():
    for key, text in WORDS["fr"].items():
        assert not re.search(r"\w[;:!?](?: |$)", text), key
