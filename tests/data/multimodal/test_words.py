"""Words as numbers: accents, apostrophes, unknown words, captions that are too long."""

import pytest

from gradatim.data.multimodal.words import NOTHING, UNKNOWN, Vocabulary, most_words, split_words
from gradatim.errors import UserError


def test_words_are_cut_at_apostrophes_and_signs_and_lose_their_case():
    assert split_words("Dessine l'œuf, vite! À gauche d’un T-shirt_7") == [
        *("dessine", "l", "œuf", "vite", "à", "gauche", "d", "un", "t", "shirt", "7"),
    ]


def test_accents_of_their_own_are_those_of_their_letters():
    assert split_words("ze\u0301ro") == split_words("zéro") == ["zéro"]


def test_text_becomes_numbers_padded_on_the_left():
    vocabulary = Vocabulary.of(["a red heart", "un cœur rouge"])
    rows = vocabulary.encode(["a heart", "A BLUE heart!", ""], 4)
    a, heart = vocabulary.numbers["a"], vocabulary.numbers["heart"]
    assert rows.tolist() == [
        [NOTHING, NOTHING, a, heart],
        [NOTHING, a, UNKNOWN, heart],
        [NOTHING] * 4,
    ]
    assert len(vocabulary) == 2 + 6
    assert vocabulary.unknown("a blue, blue heart") == ["blue"]
    assert vocabulary.unknown("a \N{CAT}, red \N{CAT}?") == ["\N{CAT}"]


def test_a_word_typed_without_its_accents_is_found_and_one_with_them_first():
    vocabulary = Vocabulary.of(["un château, un œuf", "péché à pêche, peche"])
    assert vocabulary.unknown("un chateau, un oeuf, un chat") == ["chat"]
    assert vocabulary.encode(["chateau oeuf"], 2).equal(vocabulary.encode(["château œuf"], 2))
    assert vocabulary.number("peche") == vocabulary.numbers["peche"]
    assert vocabulary.number("pêche") == vocabulary.numbers["pêche"]


def test_caption_that_is_too_long_is_refused_in_a_sentence():
    texts = ["a b c"]
    with pytest.raises(UserError, match=r"4 words.*at most 3"):
        Vocabulary.of(texts).encode(["a b c d"], most_words(texts))
