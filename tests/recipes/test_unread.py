"""An option that changes nothing beside the others is refused, or said in one sentence."""

import os
import warnings
from pathlib import Path
from typing import get_args

import pytest
from PIL import Image

import gradatim
from gradatim.cli import main
from gradatim.cli.processes import launch
from gradatim.data.sampler import whole_batch
from gradatim.errors import UserError
from gradatim.recipes import get
from gradatim.recipes.options import change, options
from gradatim.recipes.registry import RECIPES
from gradatim.recipes.unread import unread
from gradatim.training import RuntimeOptions
from tests.cli.helpers import complaint
from tests.recipes.all_recipes.test_options_trace import (
    ELSEWHERE,
    FAMILIES,
    make_inputs,
    run_a_little,
)

MASTER = "10.0.0.1:29500"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            "digits-mlp --val-fraction 0 --evaluate-every 1",
            "--evaluate-every is 1, and digits-mlp holds out no data to measure during the run",
        ),
        ("digits-mlp --hidden none --activation tanh", "there is no hidden layer"),
        ("digits-mlp --hidden none --dropout 0.5", "there is no hidden layer"),
        ("digits-mlp --val-fraction 0 --evaluate-seconds 1", "--evaluate-seconds is 1, and"),
        ("digits-mlp --val-fraction 0 --patience 2", "--patience is 2, and digits-mlp holds out"),
        (f"digits-mlp --master-address {MASTER}", "--master-address is '10.0.0.1:29500', and"),
        ("digits-mlp --node-rank 1", "--node-rank is 1, and --nodes is 1: leave it out"),
        ("digits-mlp --node-rank 0", "--node-rank is 0, and --nodes is 1: leave it out"),
        ("digits-mlp --max-restarts 0", "--max-restarts is 0, and --devices is 1: leave it out"),
        ("digits-mlp --frozen 0.1", "--frozen is 0.1, and no layer has learned before: leave"),
        ("digits-mlp --lr-ratio 0.5", "--lr-ratio is 0.5, and no layer has learned before"),
        ("digits-mlp --nodes 2 --node-rank 2", "--node-rank is 2, and --nodes is 2: give 0 to 1"),
        ("mnist-to-usps --labels-per-class 5 --images 100", "--images is 100, and with"),
        ("mnist-to-usps --evaluate-seconds 1", "--evaluate-seconds"),
        (
            "pyrat-ppo --opponents greedy --snapshot-every 3",
            "--snapshot-every is 3, and 'past' is not among the opponents: leave it out",
        ),
        ("digits-mlp --momentum 0.5", "--momentum belongs to sgd and muon"),
        ("digits-mlp --shift 8", "--shift is 8, and the images have 8 pixels"),
        ("digits-mlp --hidden 0", "--hidden is 0: give whole numbers of at least 1"),
        ("digits-resnet --widths 8 8", "--depths is 1 1 1 and --widths is 8 8: give equally many"),
        ("docs-gpt --n-heads 3", "which does not divide --width, "),
        ("spoken-digits --mask-width 1000", "--mask-width is 1000: give at most 39"),
    ],
)
def test_what_nothing_reads_is_refused_with_the_name_as_it_is_typed(
    capsys, tmp_path, monkeypatch, words, sentence
):
    monkeypatch.chdir(tmp_path)
    assert sentence in complaint(capsys, "train", *words.split(), "--steps", "2")


def test_a_folder_with_validation_images_holds_out_no_others(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for split in ("train", "val", "test"):
        for label, color in (("red", (255, 0, 0)), ("blue", (0, 0, 255))):
            folder = tmp_path / "pets" / split / label
            folder.mkdir(parents=True)
            for i in range(4):
                Image.new("RGB", (16, 16), color).save(folder / f"{i}.png")
    words = ["train", "digits-mlp", "--data", "pets", "--image-size", "8", "--batch-size", "4"]
    for fraction in ("0.5", "0.1"):  # the default too
        said = complaint(capsys, *words, "--steps", "2", "--val-fraction", fraction)
        assert f"--val-fraction is {fraction}, and pets has validation images of its own" in said
    main([*words, "--steps", "2"])


@pytest.mark.parametrize("given", [{}, {"val_fraction": 0.15}, {"val_fraction": 0.3}])
def test_a_table_that_says_what_to_validate_on_takes_no_fraction(tmp_path, given):
    split = ("train", "train", "validation", "test")
    rows = [f"{i * i % 17},{i % 2},{split[i % 4]}\n" for i in range(60)]
    (tmp_path / "own.csv").write_text("x,y,split\n" + "".join(rows))
    asked = {"data": str(tmp_path / "own.csv"), "target": "y", "steps": 2, **given}
    if not given:
        gradatim.train("table-mlp", out=tmp_path / "run", show=False, **asked)
        return
    with pytest.raises(UserError, match=r"own\.csv says what to validate on: leave it out"):
        gradatim.train("table-mlp", out=tmp_path / "run", show=False, **asked)


def test_no_more_processes_than_devices():
    many = 1 + max(2, os.cpu_count() or 1)
    with pytest.raises(UserError, match=f"devices is {many}: this machine has"):
        launch(RuntimeOptions(device="cpu", devices=many), ["train", "digits-mlp"], Path("run"))


def test_a_batch_of_all_examples_is_said():
    assert whole_batch(8, 20) == 8
    with pytest.warns(UserWarning, match="batch_size is 30 and there are 20 examples"):
        assert whole_batch(30, 20) == 20


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"patience": 50}, "patience is 50 and the run is measured 2 times before its end"),
        ({"evaluate_every": 60}, "evaluate_every is 60 and the run has 60 steps, so"),
        ({"evaluate_every": 20, "patience": 2}, "does not stop early, though the best weights"),
        ({"evaluate_every": 100, "patience": 1}, "measured 0 times before its end"),
        ({"evaluate_every": 20, "patience": 1}, None),
        ({}, None),
    ],
)
def test_evaluations_that_never_happen_are_said_at_the_start(tmp_path, asked, sentence):
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        gradatim.train("digits-perceptron", out=tmp_path / "run", epochs=3, show=False, **asked)
    found = [str(w.message) for w in said if issubclass(w.category, UserWarning)]
    assert (not found) if sentence is None else any(sentence in text for text in found)


def test_evaluations_that_nobody_asked_for_are_not_said(tmp_path):
    (tmp_path / "own.csv").write_text(
        "x,y\n" + "".join(f"{i * i % 17},{i % 2}\n" for i in range(60))
    )
    asked = {"data": str(tmp_path / "own.csv"), "target": "y", "steps": 2}
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        gradatim.train("table-mlp", out=tmp_path / "run", show=False, **asked)
    assert not [w for w in said if "measured" in str(w.message)]


@pytest.mark.parametrize("name", RECIPES)
def test_what_nothing_reads_is_an_option_and_refused_only_where_it_is_given(name):
    recipe = get(name)
    known = {option.name: option for option in options(recipe)}
    for mode in known.values():
        for value in values_of_mode(mode):
            try:
                changed = change(name, recipe, {mode.name: value})
            except UserError:
                continue  # it asks for another option first
            for other in unread(changed).keys() & known.keys():
                given = {mode.name: value, other: known[other].value}
                with pytest.raises(UserError, match=f"{other} is .*: leave it out"):
                    change(name, recipe, given)
                assert change(name, recipe, given, unread_too=True) == changed


def values_of_mode(option):
    """The values of an option by which others may come to count or not: words, and switches."""
    if option.type is bool:
        return (True, False)
    words = [get_args(part) for part in (option.type, *get_args(option.type))]
    return (
        *(w for several in words for w in several if isinstance(w, str)),
        *NAMES.get(option.name, ()),
    )


NAMES = {"init_from": ("none",)}
# The smallest recipes with many modes: of a run of each pair the reads are followed. Of the other
# families one recipe each: tables, texts, translation, sounds, words and images, drawing, PyRat.
TRIED = ("digits-convnet", "digits-mlp")
TRIED_SLOWLY = (
    *("table-mlp", "docs-gpt", "docs-bert", "dates-bahdanau", "sound-convnet", "scene-captioner"),
    *("mnist-flow", "moving-mnist", "colored-digits", "pyrat-dqn", "pyrat-imitation-flat"),
)


@pytest.mark.parametrize(
    "name", [*TRIED, *(pytest.param(name, marks=pytest.mark.slow) for name in TRIED_SLOWLY)]
)
def test_beside_every_mode_each_option_is_read_or_refused(name, tmp_path, monkeypatch):
    make_inputs(tmp_path)
    monkeypatch.chdir(tmp_path)
    short = {"steps": 1, "evaluate_every": 1} | FAMILIES[name]
    recipe = change(name, get(name), short)
    usual = names_read(recipe, run_a_little(name, recipe, tmp_path / "usual"))
    found = []
    for number, option in enumerate(options(recipe)):
        if option.name == "optimizer":  # OptimizerConfig refuses what belongs to another one
            continue
        for value in set(values_of_mode(option)) - {option.value}:
            try:
                changed = change(name, recipe, {option.name: value})
                seen = run_a_little(name, changed, tmp_path / f"{number}-{value}")
            except UserError:
                continue  # it asks for other sizes first
            lost = usual - names_read(changed, seen) - {option.name} - set(unread(changed))
            lost -= ELSEWHERE  # a judge that is trained once reads the threads once
            found += [f"{other} with {option.name} {value}" for other in lost]
    assert found == []


def names_read(recipe, seen) -> set[str]:
    """The options of a recipe that are among the fields that were read."""
    found = set()
    for option in options(recipe):
        config = recipe
        for step in option.path[:-1]:
            config = getattr(config, step)
        if (type(config), option.name) in seen:
            found.add(option.name)
    return found
