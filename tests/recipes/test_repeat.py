"""The command that repeats a run: its words, and the weights that it gives."""

import shlex

import pytest

from gradatim.cli import main
from gradatim.recipes.options import change
from gradatim.recipes.registry import get
from gradatim.recipes.repeat import given_options, train_command
from gradatim.recipes.runs import start
from gradatim.training import Run, RuntimeOptions

TEXT = "The rat eats the cheese. The python sleeps in the maze.\n" * 150
GPT = {"width": 16, "n_layers": 1, "n_heads": 2, "context": 16, "vocabulary": 300, "steps": 3}


def trained(folder, name, max_seconds=None, **options) -> Run:
    recipe = change(name, get(name), options)
    cpu = RuntimeOptions(device="cpu", precision="float32")
    run, _ = start(name, recipe, folder, options=cpu, max_seconds=max_seconds, show=False)
    return run


def test_only_what_differs_from_the_recipe_is_in_the_command(tmp_path):
    run = trained(tmp_path / "run", "digits-mlp", steps=2, hidden=(16, 8), flip=True)
    assert given_options(run) == {"steps": 2, "hidden": (16, 8), "flip": True}
    words = "gradatim train digits-mlp --hidden 16 8 --flip --steps 2 --device cpu"
    assert train_command(run) == f"{words} --precision float32"


def test_a_time_limit_a_switch_that_is_off_and_quotes_are_in_the_command(tmp_path):
    file = tmp_path / "my text's.txt"
    file.write_text(TEXT)
    run = trained(tmp_path / "run", "text-gpt", 600.0, text=str(file), **GPT)
    command = train_command(run)
    assert "--max-seconds 600.0" in command
    assert str(file) in shlex.split(command)
    off = trained(tmp_path / "off", "digits-convnet", steps=1, flip=False, batch_norm=False)
    assert ("--no-batch-norm" in train_command(off)) == get("digits-convnet").model.batch_norm


def test_another_optimizer_does_not_bring_the_defaults_of_the_first(tmp_path):
    plain = trained(tmp_path / "a", "digits-mlp", steps=1, optimizer="sgd")
    assert given_options(plain) == {"steps": 1, "optimizer": "sgd"}
    given = trained(tmp_path / "b", "digits-mlp", steps=1, optimizer="sgd", momentum=0.5)
    assert given_options(given) == {"steps": 1, "optimizer": "sgd", "momentum": 0.5}


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("digits-convnet", {"steps": 5, "optimizer": "muon", "shift": 1, "seed": 3}),
        ("text-gpt", GPT),
    ],
)
def test_the_printed_command_gives_the_same_weights(name, options, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    if name == "text-gpt":
        (tmp_path / "own text.txt").write_text(TEXT)
        options = {**options, "text": "own text.txt"}
    run = trained(tmp_path / "first", name, **options)
    main([*shlex.split(train_command(run))[1:], "--out", "second"])
    weights = [(tmp_path / n / "model.safetensors").read_bytes() for n in ("first", "second")]
    assert weights[0] == weights[1]
