"""The pages of the runs: addresses of any name, the table, the form of a new run."""

import os
from urllib.parse import unquote_to_bytes

import pytest

from gradatim.recipes.options import options
from gradatim.recipes.registry import RECIPES, get
from gradatim.web.run_form import form_options
from gradatim.web.runs.pages import address_of, index, new, run

STATE = {"name": "one", "recipe": "digits-mlp", "state": "finished", "seconds": 2.0}


@pytest.mark.parametrize("name", ["tour/one", "a?b#c", "50 % [x]", "é", "\udcff"])
def test_an_address_leads_back_to_its_folder(name):
    address = address_of(name)
    assert not set('?#" ') & set(address)
    assert unquote_to_bytes(address.removeprefix("/runs/")) == os.fsencode(name)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_table_has_a_column_for_every_metric_of_any_run(language):
    states = [STATE | {"metrics": {"accuracy": 0.5}}, STATE | {"name": "two", "metrics": {"r2": 1}}]
    page = index(language, states)
    assert page.count("data-sort") == 4 + 2
    assert {"en": "0.5", "fr": "0,5"}[language] in page
    assert page.count("–") >= 2  # each lacks the other's metric
    assert "<table" not in index(language, [])


def test_a_form_has_a_field_for_every_option_that_is_shown():
    shown = [
        option for option in options(get("digits-mlp")) if option.name in ("seed", "optimizer")
    ]
    page = new("en", "digits-mlp", shown, "seed is 'x'")
    assert 'name="seed"' in page
    assert '<select name="optimizer">' in page
    assert "seed is &#x27;x&#x27;" in page


def test_only_what_can_be_done_now_has_its_button():
    page = run("en", STATE)
    assert 'data-when="running starting"' in page
    assert 'data-when="stopped failed"' in page
    assert "/view/convnet" in page


@pytest.mark.parametrize(("language", "rate"), [("en", "learning rate"), ("fr", "apprentissage")])
def test_every_option_of_a_form_is_explained_and_the_chapter_linked(language, rate):
    for recipe in ("mnist-convnet", "text-gpt", "chat-sums", "text-classifier"):
        page = new(language, recipe, form_options(get(recipe)))
        assert page.count("<small>") == len(form_options(get(recipe)))
        assert rate in page
    assert f"/chapter/4?lang={language}" in new(language, "mnist-convnet", [])
    assert "/chapter/4" in run("en", STATE | {"recipe": "mnist-convnet"})


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_list_of_recipes_has_each_once_under_its_kind(language):
    page = index(language, [])
    assert all(page.count(f"<option>{recipe}</option>") == 1 for recipe in RECIPES)
    assert page.count("<optgroup") == len({e.module.split(".")[0] for e in RECIPES.values()})
