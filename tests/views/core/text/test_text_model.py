"""A published checkpoint in runs is opened by the views that share text models."""

import pytest

from gradatim.data.language.tokenizers import train_bpe
from gradatim.errors import UserError
from gradatim.models.hub import load_save
from gradatim.models.language.gpt import GPT, GPTConfig
from gradatim.views import load
from gradatim.views.core.text import text_model

TEXT = ["The list is a list of strings and the function returns the value of it. " * 20]


def gpt():
    tokenizer = train_bpe(TEXT, 300, [])
    size = tokenizer.get_vocab_size()
    sizes = {"width": 32, "n_layers": 3, "n_heads": 2, "context": 64}
    return GPT(GPTConfig(vocabulary_size=size, **sizes)), tokenizer


def test_a_published_checkpoint_in_runs_is_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(text_model, "RUNS", tmp_path)
    with pytest.raises(UserError, match="no trained model"):
        load("attention")(task="next", model="run")
    model, tokenizer = gpt()
    load_save.save(model, tmp_path / "published", tokenizer)
    (tmp_path / "broken").mkdir()
    for name in ("model.safetensors", "tokenizer.json", "config.json"):
        (tmp_path / "broken" / name).write_text("{")
    engine = load("attention")(task="next", model="run")
    assert engine.snapshot()["heads"].shape[:2] == (3, 2)
