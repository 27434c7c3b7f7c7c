"""The options of a recipe on the command line and in files."""

import json

import pytest

from gradatim.cli import main
from gradatim.cli.recipe_options import parse, with_needed
from gradatim.recipes.options import options
from gradatim.recipes.registry import RECIPES, get


def options_of(*words: str, recipe: str = "digits-mlp") -> dict:
    """The values of a recipe's options that some words give."""
    found = parse("train", recipe, "", (get(recipe),), words)
    assert found is not None
    return found[0]


def test_words_become_values_of_the_right_type():
    words = [
        "--hidden",
        "16",
        "8",
        "--flip",
        "--epochs",
        "2",
        "--optimizer",
        "sgd",
        "--batch-size",
        "32",
    ]
    assert options_of(*words) == {
        "hidden": (16, 8),
        "flip": True,
        "epochs": 2.0,
        "optimizer": "sgd",
        "batch_size": 32,
    }


def test_none_switches_a_number_off_and_is_a_name_like_others():
    assert options_of("--grad-clip", "none") == {"grad_clip": None}
    assert options_of("--init-from", "none", recipe="folder-resnet") == {"init_from": "none"}


def test_the_help_of_a_recipe_has_every_option_and_no_box_for_help(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    main(["train", "digits-mlp", "--help"])
    text = capsys.readouterr().out
    for option in options(get("digits-mlp")):
        assert f"--{option.name.replace('_', '-')} " in text
    assert "--config PATH" in text
    assert "Commands" not in text
    assert "Example: gradatim train digits-mlp" in text


@pytest.mark.parametrize("name", RECIPES)
def test_the_example_of_a_recipe_names_what_it_cannot_do_without(name):
    words = with_needed(name).split()[1:]
    asked = options_of(*words, recipe=name) if words else {}
    missing = [o.name for o in options(get(name)) if o.name in ("data", "text") and not o.value]
    assert set(missing) <= asked.keys()
    assert bool(asked) == (name.startswith("chat-") or "your own" in RECIPES[name].expected_result)


def test_options_come_from_a_toml_file_and_the_command_line_wins(tmp_path, fails):
    file = tmp_path / "options.toml"
    file.write_text("epochs = 1\nlearning_rate = 0.5\nhidden = [4, 2]\n")
    found = options_of("--config", str(file), "--learning-rate", "0.01")
    assert found == {"epochs": 1.0, "learning_rate": 0.01, "hidden": (4, 2)}
    file.write_text("epoch = 1\n")
    assert "epoch" in fails("train", "digits-mlp", "--config", str(file))
    file.write_text("epochs = [")
    assert "options.toml is not TOML" in fails("train", "digits-mlp", "--config", str(file))
    assert "--config needs the name" in fails("train", "digits-mlp", "--config")


def test_config_json_of_a_run_gives_its_options(tmp_path, monkeypatch, fails):
    monkeypatch.chdir(tmp_path)
    words = [
        "--steps",
        "2",
        "--optimizer",
        "sgd",
        "--momentum",
        "0.5",
        "--hidden",
        "8",
        "--flip",
        "--seed",
        "3",
    ]
    main(["train", "digits-mlp", *words, "--out", "first"])
    main(["train", "digits-mlp", "--config", "first/config.json", "--out", "second"])
    main(["train", "digits-mlp", "--config", "first/config.json", "--seed", "4", "--out", "third"])
    first, second, third = (
        json.loads((tmp_path / name / "config.json").read_text())["options"]
        for name in ("first", "second", "third")
    )
    assert first == second
    assert third == first | {"seed": 4}
    assert (first["steps"], first["epochs"], first["hidden"]) == (2, None, [8])
    wrong = fails("train", "digits-convnet", "--config", "first/config.json")
    assert "is of a run of digits-mlp" in wrong
    (tmp_path / "config.json").write_text("{}")
    assert "names no recipe" in fails("train", "digits-mlp", "--config", "config.json")


@pytest.mark.parametrize("words", [("--help",), ("--epochs", "2", "-h")])
def test_where_help_is_asked_for_there_are_no_values(words, capsys):
    assert parse("train", "digits-mlp", "", (get("digits-mlp"),), words) is None
    assert "Usage: gradatim train digits-mlp" in capsys.readouterr().out
