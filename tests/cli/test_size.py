"""`gradatim size`: figures with their sources."""

import pytest

from gradatim.cli.size import size_
from gradatim.errors import UserError
from gradatim.models.hub import load_save
from gradatim.models.language.gpt import GPT, GPTConfig


def test_size_prints_figures_with_sources(capsys):
    size_("gpt2", gpus=8, tokens=1e10, grid="france")
    printed = " ".join(capsys.readouterr().out.split())
    for piece in ("124,439,808", "kWh", "simplest that fits", "ZeRO", "10.0 B tokens"):
        assert piece in printed


def test_size_measures_a_checkpoint_folder(tmp_path, capsys):
    model = GPT(GPTConfig(vocabulary_size=10, context=12, width=16, n_layers=2, n_heads=2))
    load_save.save(model, tmp_path / "gpt")
    size_(str(tmp_path / "gpt"))
    n = sum(p.numel() for p in model.parameters())
    assert f"{n:,}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"gpus": 2}, "--gpus belongs to the plan of a training run"),
        ({"gpus": 0, "tokens": 1e9}, "gpus is 0: give 1 to 10,000,000"),
    ],
)
def test_a_plan_needs_tokens_and_gpus(options, message):
    with pytest.raises(UserError, match=message):
        size_("gpt2", **options)
