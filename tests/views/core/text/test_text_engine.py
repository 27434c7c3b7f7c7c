"""Text models of one's own and published ones, in the views that share them."""

import pytest
import torch
from torch import nn

from gradatim.data.language.tokenizers import train_bpe
from gradatim.errors import UserError
from gradatim.models.language.gpt import GPT, GPTConfig
from gradatim.views import load

TEXT = ["The list is a list of strings and the function returns the value of it. " * 20]


def gpt():
    tokenizer = train_bpe(TEXT, 300, [])
    size = tokenizer.get_vocab_size()
    sizes = {"width": 32, "n_layers": 3, "n_heads": 2, "context": 64}
    return GPT(GPTConfig(vocabulary_size=size, **sizes)), tokenizer


def test_a_model_of_one_s_own_is_looked_into():
    model, tokenizer = gpt()
    engine = load("attention")(model=model, tokenizer=tokenizer, layer=3)
    snapshot = engine.snapshot()
    assert snapshot["heads"].shape[:2] == (3, 2)
    assert engine.finished()
    assert torch.allclose(snapshot["weights"], snapshot["heads"][2, 0], atol=1e-4)
    engine = load("language_model")(model=model, tokenizer=tokenizer, text="The list", top_k=3)
    assert int((engine.snapshot()["probabilities"] > 0).sum()) == 3
    assert engine.snapshot()["written"].startswith("The list")
    with pytest.raises(UserError, match="tokenizer="):
        load("attention")(model=nn.Linear(2, 2), tokenizer=tokenizer)
