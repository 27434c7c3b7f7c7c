"""An option that changes nothing beside the others is refused, or said in one sentence."""

import warnings
from typing import get_args

import pytest

import gradatim
from gradatim.errors import UserError
from gradatim.recipes import get
from gradatim.recipes.options import change, options
from gradatim.recipes.registry import RECIPES
from gradatim.recipes.unread import unread
from tests.recipes.test_options_trace import FAMILIES, make_inputs, run_a_little


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
            for other in unread(changed):
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
# The smallest recipes with many modes: of a run of each pair the reads are followed.
TRIED = ("digits-convnet", "digits-mlp")


@pytest.mark.parametrize("name", TRIED)
def test_beside_every_mode_each_option_is_read_or_refused(name, tmp_path, monkeypatch):
    make_inputs(tmp_path)
    monkeypatch.chdir(tmp_path)
    short = {"steps": 1, "evaluate_every": 1} | FAMILIES[name]
    recipe = change(name, get(name), short)
    usual = names_read(recipe, run_a_little(name, recipe, tmp_path / "usual"))
    found = []
    for number, option in enumerate(options(recipe)):
        for value in set(values_of_mode(option)) - {option.value, "muon", "sgd"}:
            try:
                changed = change(name, recipe, {option.name: value})
                seen = run_a_little(name, changed, tmp_path / f"{number}-{value}")
            except UserError:
                continue  # it asks for other sizes first
            lost = usual - names_read(changed, seen) - {option.name} - set(unread(changed))
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
