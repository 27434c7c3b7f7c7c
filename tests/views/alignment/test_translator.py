"""Translators of the view: what was looked at adds up, and a look can be forced."""

import pytest
import torch

from gradatim.data.language.tokenizers import encode
from gradatim.errors import UserError
from gradatim.recipes.language.shipped_models import DATES_BAHDANAU, open_shipped
from gradatim.views.alignment import translator
from gradatim.views.alignment.translator import beginner, newest_run, write


def test_every_written_token_looked_at_what_was_read_and_one_look_is_forced():
    model, tokenizer = open_shipped(DATES_BAHDANAU)
    source = encode(tokenizer, "14 May 1998")
    found = write(model, source, {1: 2})
    S, T = len(source), len(found.target)
    assert found.weights.shape == (T, S)
    assert torch.allclose(found.weights.sum(1), torch.ones(T), atol=1e-5)
    assert found.weights[1].argmax() == 2
    assert found.weights[1, 2] == 1
    assert torch.equal(found.target, found.probabilities.argmax(1))
    assert (len(found.keys), len(found.queries)) == (S, T)


def test_a_beginner_is_the_same_for_the_same_seed():
    weights = [torch.cat([p.flatten() for p in beginner(s).model.parameters()]) for s in (0, 0, 1)]
    assert torch.equal(weights[0], weights[1])
    assert not torch.equal(weights[0], weights[2])


def test_where_nobody_has_trained_one_it_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(translator, "RUNS", tmp_path)
    with pytest.raises(UserError, match="no trained model of this kind yet"):
        newest_run()
    for i, config in enumerate(("[" * 99_999, "{", "3", '{"recipe": 7}', "\udce9")):
        (tmp_path / str(i)).mkdir()
        (tmp_path / str(i) / "model.safetensors").write_bytes(b"")
        content = config.encode("utf-8", "surrogateescape")
        (tmp_path / str(i) / "config.json").write_bytes(content)
    with pytest.raises(UserError, match="no trained model of this kind yet"):
        newest_run()  # damaged ones are passed over
