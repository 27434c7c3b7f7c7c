"""Language recipes: what is measured, reopening without data, guessing hidden words, mistakes."""

import math
from pathlib import Path

import pytest
import torch

from gradatim.data.info import TextInfo
from gradatim.data.language import text as texts
from gradatim.data.language.tokenizers import encode, from_text
from gradatim.errors import UserError
from gradatim.recipes import get
from gradatim.recipes.language.causal_lm import HeldOut, LanguageTask
from gradatim.recipes.runs import start
from gradatim.reports.language import open_text_run
from gradatim.training import OptimizerConfig, Task
from gradatim.training.optimizers import transformer_groups
from tests.recipes.language.tiny_text import tiny


@pytest.mark.parametrize(
    "name", ["text-gpt", "wikitext-llama", "wikitext-mixtral", "wikitext-bert"]
)
def test_trains_and_reopens_without_its_data(name: str, own_text: str, tmp_path: Path) -> None:
    folder = tmp_path / "run"

    _, summary = start(name, tiny(name, own_text), folder, show=False)
    Path(own_text).unlink()
    model, tokenizer, info = open_text_run(folder)
    assert summary["finished"]
    assert info.vocabulary_size == tokenizer.get_vocab_size()
    tokens = encode(tokenizer, "The rat")[None]
    assert model(tokens).shape == (1, tokens.size(1), info.vocabulary_size)


def test_an_untrained_model_knows_nothing(own_text: str) -> None:
    task = tiny("text-gpt", own_text).build(torch.device("cpu"))
    with torch.no_grad():
        measured = task.evaluate(final=True)
    assert measured["loss"] == pytest.approx(math.log(task.info.vocabulary_size), abs=0.1)
    assert measured["perplexity"] == pytest.approx(math.exp(measured["loss"]))


@pytest.mark.parametrize("overlap", [0.0, 0.5])
def test_word_perplexity_is_total_loss_over_words(own_text: str, overlap: float) -> None:
    recipe = tiny("text-gpt", own_text, overlap=overlap)
    task = recipe.build(torch.device("cpu"))
    held_out = texts.load(own_text).test.read()
    n_tokens = len(encode(from_text(task.files["tokenizer.json"]), held_out)) - 1
    with torch.no_grad():
        measured = task.evaluate(final=True)
    words = len(held_out.split()) + held_out.count("\n")
    expected = math.exp(measured["loss"] * n_tokens / words)
    assert measured["word_perplexity"] == pytest.approx(expected, rel=1e-4)


def test_validation_during_a_run_is_a_beginning() -> None:
    n = 5000
    held_out = HeldOut(torch.zeros(n, 64).long(), torch.zeros(n, 64).long(), 100.0)
    part = held_out.beginning()
    assert part.inputs.shape == (2048, 64)
    assert part.n_words == pytest.approx(100 * 2048 / 5000)


def test_the_same_tokens_are_learned_twice(own_text: str) -> None:
    files = [tiny("text-gpt", own_text).build(torch.device("cpu")).files for _ in range(2)]
    assert files[0] == files[1]


def test_a_zero_init_residual_makes_blocks_the_identity() -> None:
    recipe = tiny("docs-gpt", "docs", zero_init_residual=True)
    model = recipe.build_model(TextInfo(text="docs", vocabulary_size=50))
    x = torch.randn(2, 8, 16)
    assert model.blocks[0](x).equal(x)


def test_shakespeare_has_the_size_and_the_validation_text_of_nanogpt() -> None:
    task = get("shakespeare-gpt").build(torch.device("cpu"))
    assert isinstance(task, LanguageTask)
    assert task.info.vocabulary_size == 65
    config = task.model.config
    assert (config.n_layers, config.n_heads, config.width, config.context) == (4, 4, 128, 64)
    assert int((task.test.targets >= 0).sum()) == 111_539
    assert task.test.inputs.equal(task.validation.inputs)


def test_muon_gets_matrices_between_layers_only() -> None:
    task = Task()
    task.model = tiny("docs-gpt", "docs").build_model(TextInfo(text="docs", vocabulary_size=50))
    muon = OptimizerConfig(optimizer="muon", learning_rate=0.02, adamw_lr_ratio=0.5)
    inner, outer = transformer_groups(task, muon)
    names = {id(p): n for n, p in task.model.named_parameters()}
    assert {names[id(p)].split(".")[-2] for p in inner["params"]} == {"qkv", "project", "expand"}
    assert outer["lr"] == 0.01
    assert len(inner["params"]) + len(outer["params"]) == len(names)


def test_mistakes_are_named(own_text: str) -> None:
    with pytest.raises(UserError, match="text=FILE"):
        get("text-gpt").build(torch.device("cpu"))
    with pytest.raises(UserError, match="overlap is 1"):
        tiny("text-gpt", own_text, overlap=1.0)
    with pytest.raises(UserError, match="smaller batch_size"):
        tiny("text-gpt", own_text, batch_size=4000).build(torch.device("cpu"))
