"""Self-attention in its view: the arithmetic shown is that of the model."""

import pytest
import torch

from gradatim.data.language.tokenizers import train_word_pieces
from gradatim.models.language.bert import BERT, BERTConfig
from gradatim.views import load
from gradatim.views.core.wire import MAX_FRAME, encode

TEXT = ["The list is a list of strings and the function returns the value of it. " * 20]


@pytest.fixture(scope="module")
def attention():
    return load("attention")(task="next", model="live")


def test_attention_matrices_are_those_of_the_model(attention):
    snapshot = attention.snapshot()
    layer, head = attention.values["layer"] - 1, attention.values["head"] - 1
    assert torch.allclose(snapshot["weights"], snapshot["heads"][layer, head], atol=1e-5)
    assert torch.allclose(snapshot["weights"].sum(1), torch.ones(len(snapshot["tokens"])))
    assert not snapshot["weights"].triu(1).any()
    attention.set("scale", False)
    assert (
        attention.snapshot()["weights"].max(1).values.mean()
        >= snapshot["weights"].max(1).values.mean() - 1e-6
    )
    attention.set("scale", True)


@pytest.mark.parametrize("task", ["llama", "mixtral"])
def test_arithmetic_of_rotated_queries_is_that_of_the_model(task):
    engine = load("attention")(task=task, model="live", layer=2, head=3)
    engine.step(2)
    snapshot = engine.snapshot()
    assert torch.allclose(snapshot["weights"], snapshot["heads"][1, 2], atol=1e-4)


def test_all_heads_of_a_large_model_fit_a_frame():
    tokenizer = train_word_pieces(TEXT, 200)
    sizes = {"width": 64, "n_layers": 24, "n_heads": 16, "hidden": 64}
    model = BERT(BERTConfig(vocabulary_size=tokenizer.get_vocab_size(), **sizes))
    engine = load("attention")(model=model, tokenizer=tokenizer, text="the list of the list")
    snapshot = engine.snapshot()
    assert snapshot["heads"].shape[:2] == (24, 16)
    assert sum(map(len, encode(snapshot)[1])) <= MAX_FRAME
    engine.set("text", "list " * 12)
    assert engine.snapshot()["heads"].shape == (24, 16, 9, 9)


def test_a_long_text_is_shown_in_words_and_in_parts():
    """Pieces are put together as Clark et al. (2019) do; the products stay those of the vectors."""
    engine = load("attention")(text="Her extraordinary telescope was lost. " * 31)
    assert "the first 200 are read" in engine.snapshot()["notice"]
    assert sum(map(len, encode(engine.snapshot())[1])) <= MAX_FRAME
    engine.set("first", 200)
    part = engine.snapshot()
    assert part["first"] + len(part["tokens"]) - 1 == part["n_words"] < 120
    assert {" extraordinary", " telescope", "."} < set(part["tokens"])
    products = part["q"] @ part["k"].T
    assert torch.allclose(part["products"], products, atol=1e-4)
    engine.set("text", "Her extraordinary telescope")
    whole = engine.snapshot()
    assert whole["tokens"] == ["Her", " extraordinary", " telescope"]
    assert whole["notice"] == ""
    assert torch.allclose(whole["weights"].sum(1), torch.ones(3), atol=1e-5)
    assert torch.allclose(whole["weights"], whole["heads"][0, 0], atol=1e-5)
