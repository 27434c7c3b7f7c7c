"""Captions by template, in both languages."""

from gradatim.data.multimodal.captions import ABOVE, LEFT, pair_captions
from gradatim.data.multimodal.pairs import (
    arrangement,
)


def test_captions_of_a_pair_say_the_same_from_both_sides():
    texts = pair_captions("mnist")
    assert {"a three left of a seven", "a seven right of a three"} <= set(
        texts[arrangement(LEFT, 3, 7)]
    )
    assert "un trois à gauche d'un sept" in texts[arrangement(LEFT, 3, 7)]
    assert "un sept au-dessous d'un trois" in texts[arrangement(ABOVE, 3, 7)]
    distinct = [set(several) for several in texts]
    assert len(set().union(*distinct)) == sum(map(len, distinct))  # none says two arrangements


def test_three_of_four_captions_of_a_pair_follow_the_order_of_its_places():
    turned = ("right of", "below", "droite", "au-dessous")
    for several in pair_captions("mnist"):
        assert sum(any(word in text for word in turned) for text in several) == len(several) / 4
