"""First guesses for masked words, as often right as the card says."""

import json
import math
from pathlib import Path

import pytest
import torch

from gradatim.recipes.language.fill_mask import MASKED_WEIGHT, fill_together, first_guesses
from gradatim.recipes.language.shipped_models import EVERYDAY_BERT, EVERYDAY_LLAMA, FOLDER
from gradatim.recipes.language.trained_model import fill, mask_scores, open_trained

SENTENCES = Path(__file__).with_name("masked_sentences.json")


def card(name: str) -> dict:
    """What stands beside a shipped model."""
    return json.loads((FOLDER / name / "card.json").read_text("utf-8"))


def test_first_guesses_are_right_as_often_as_the_card_says() -> None:
    sentences = json.loads(SENTENCES.read_text("utf-8"))
    assert len(sentences) == 200
    assert len({sentence["text"] for sentence in sentences}) == 200
    with torch.no_grad():
        trained = open_trained(EVERYDAY_BERT)
        right = sum(first_guesses(lambda text, n: fill(trained, text, n), sentences)) / len(
            sentences
        )
    stated = card(EVERYDAY_BERT)["measured"]["right at first guess"][0]
    assert right == pytest.approx(stated, abs=0.01)  # a tie may fall differently elsewhere


def test_both_models_together_weigh_a_word_by_what_each_says_of_it() -> None:
    text = "The cat sat [MASK] the mat."
    [together] = fill_together(text, 3000)
    [alone] = fill(open_trained(EVERYDAY_BERT), text, 6000)
    masked, whole, both = (
        dict(alone),
        mask_scores(open_trained(EVERYDAY_LLAMA), text),
        dict(together),
    )
    assert together[0][0] == "on"
    for a, b in (("on", "in"), ("on", "under"), ("in", "at")):
        expected = whole[a] - whole[b] + MASKED_WEIGHT * math.log(masked[a] / masked[b])
        assert math.log(both[a] / both[b]) == pytest.approx(expected, abs=1e-3)
    assert sum(both.values()) == pytest.approx(1, abs=1e-4)


def test_two_masked_words_are_predicted_by_the_masked_model_alone() -> None:
    text = "The [MASK] sat on the [MASK]."
    assert fill_together(text, 3) == fill(open_trained(EVERYDAY_BERT), text, 3)
