"""First guesses for gaps, as often right as the card says."""

import json
from pathlib import Path

import pytest
import torch

from gradatim.recipes.language.gap_filling import first_guesses
from gradatim.recipes.language.shipped_models import FOLDER, GAPS
from gradatim.recipes.language.trained_model import open_trained

SENTENCES = Path(__file__).with_name("everyday_gaps.json")


def card(name: str) -> dict:
    """What stands beside a shipped model."""
    return json.loads((FOLDER / name / "card.json").read_text("utf-8"))


def test_first_guesses_are_right_as_often_as_the_card_says() -> None:
    gaps = json.loads(SENTENCES.read_text("utf-8"))
    assert len(gaps) == 200
    assert len({gap["text"] for gap in gaps}) == 200
    with torch.no_grad():
        right = sum(first_guesses(open_trained(GAPS), gaps)) / len(gaps)
    stated = card(GAPS)["measured"]["right at first guess"][0]
    assert right == pytest.approx(stated, abs=0.01)  # a tie may fall differently elsewhere
