"""What stands around a sample is French on a French page; what the model wrote is not touched."""

import pytest

from gradatim.recipes.multimodal.next_frames import SAMPLE_ROWS
from gradatim.web.runs.sampled_text import in_french


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("Hund\n    right: a dog\n", "Hund\n    attendu : a dog\n"),
        ("    cat 12%, dog 3%; it was: horse", "    cat 12%, dog 3% ; c’était : horse"),
        ("network 7.5, greedy 3, after 41 turns", "réseau 7,5, greedy 3, après 41 tours"),
        (
            "a dreamed game; exact for 8 of 41 turns",
            "une partie rêvée ; exacte pendant 8 tours sur 41",
        ),
        ("1. a red 7.5 right: cat\nnetwork news", "1. a red 7.5 right: cat\nnetwork news"),
    ],
)
def test_the_words_of_the_recipes_are_french(english, french):
    assert in_french(english) == french


def test_the_rows_of_next_frames_have_their_words():
    assert in_french(SAMPLE_ROWS).startswith("première ligne : vu")
