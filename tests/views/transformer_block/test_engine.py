"""The block, repeated: the stream only adds, and the lens ends in what the model says."""

import pytest
import torch

from gradatim.errors import UserError
from gradatim.models.language.bert import BERT, BERTConfig
from gradatim.views import load


def test_a_block_only_adds_and_the_last_row_is_the_model_s_answer():
    engine = load("transformer_block")()
    inputs = engine.tokens[None]
    with torch.no_grad():
        answer = engine.text_model.model(inputs)[0, -1].softmax(0)
    for block in range(1, engine.n_blocks + 1):
        engine.set("block", block)
        shown = engine.snapshot()
        assert torch.allclose(shown["before"] + shown["mixed"], shown["between"], atol=1e-5)
        assert torch.allclose(shown["between"] + shown["computed"], shown["after"], atol=1e-4)
        assert torch.allclose(shown["heads"].sum(1), torch.ones(len(shown["heads"])), atol=1e-5)
    assert float(shown["path"][-1]) == pytest.approx(float(answer.max()), abs=1e-5)
    assert shown["words"][0] == shown["final"]


def test_the_question_of_the_view_has_its_answer():
    engine = load("transformer_block")()
    said = engine.snapshot()["said"]
    n = len(engine.tokens)
    column = [said[row * n + n - 1].strip() for row in range(engine.n_blocks + 1)]
    assert column.index("water") == 3
    engine.set("block", 3)
    shown = engine.snapshot()
    assert shown["tokens"][int(shown["heads"].mean(0).argmax())].strip() == "drank"


def test_steps_go_from_block_to_block_and_a_word_is_written():
    engine = load("transformer_block")()
    engine.step(10)
    assert (engine.values["block"], engine.steps) == (engine.n_blocks, engine.n_blocks - 1)
    engine.act("say", 0)
    assert engine.values["text"].endswith("glass of water")
    engine.set("position", 4)
    assert engine.snapshot()["heads"][:, 5:].abs().sum() == 0  # nobody reads the future


def test_a_model_that_does_not_write_word_by_word_is_refused():
    tokenizer = load("transformer_block")().text_model.tokenizer
    bert = BERT(
        BERTConfig(vocabulary_size=50, context=16, width=8, hidden=8, n_layers=1, n_heads=1)
    )
    with pytest.raises(UserError, match="word by word"):
        load("transformer_block")(model=bert, tokenizer=tokenizer)
