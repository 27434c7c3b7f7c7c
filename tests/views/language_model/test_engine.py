"""Next and masked words in their view."""

import math

import pytest
import torch

from gradatim.errors import UserError
from gradatim.views import load


def test_language_model_starts_without_belief_and_learns():
    engine = load("language_model")(task="next", model="live")
    engine.step(1)
    assert engine.losses[0] == pytest.approx(math.log(engine.snapshot()["vocabulary"]), abs=0.3)
    engine.step(24)
    assert engine.losses[-1] < engine.losses[0] - 0.5
    best = engine.snapshot()["words"][0]
    before = len(engine.tokens)
    engine.act("choose", 0)
    assert engine.snapshot()["tokens"][before] == best
    engine.set("temperature", 0.0)
    assert engine.snapshot()["probabilities"].tolist() == [1.0] + [0.0] * 9


def test_masked_word_is_hidden_from_the_model(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    engine = load("language_model")(task="masked", model="live")
    assert engine.snapshot()["hidden_words"] == [1]
    probabilities = engine.snapshot()["probabilities"]
    engine.tokens[1] = engine.tokens[0]  # what stands under the mask must not matter
    assert torch.equal(engine.snapshot()["probabilities"], probabilities)
    with pytest.raises(UserError):
        engine.set("model", "run")  # there is no folder of runs here
    assert engine.values["model"] == "live"
