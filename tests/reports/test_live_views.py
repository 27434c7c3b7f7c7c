"""From a run's report to the view that shows such a model, and back."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from gradatim.recipes.registry import RECIPES
from gradatim.reports.live_views import live_view, name_of
from gradatim.views import VIEWS, load


@pytest.mark.parametrize("recipe", RECIPES)
def test_every_address_names_a_view_and_values_that_it_knows(recipe):
    address = live_view(recipe, "tour/one & two")
    if not address:
        assert not recipe.startswith(("mnist", "docs", "pyrat"))
        return
    parts = urlsplit(address)
    view = parts.path.removeprefix("view/")
    values = {name: found[0] for name, found in parse_qs(parts.query).items()}
    assert values.pop("of") == "tour/one & two"
    assert view in VIEWS
    for name, value in values.items():
        load(view).controls[name].check(name, value)


def test_the_kind_of_the_model_decides():
    assert live_view("mnist-convnet", "one") == "view/convnet?data=mnist&of=one"
    assert "task=masked" in live_view("docs-bert", "one")
    assert live_view("no such recipe", "one") == ""


def test_the_network_decides_where_a_text_was_continued():
    assert "task=next" in live_view("text-gpt", "one")
    assert "task=llama" in live_view("text-gpt", "one", "Llama")
    assert "task=masked" in live_view("text-bert", "one", "BERT")
    assert live_view("text-gpt", "one", "Qwen3") == ""  # the view shows none
    assert live_view("pyrat-ppo", "one", "planes") == live_view("pyrat-ppo", "one")


def test_a_run_is_named_below_the_folder_of_runs(tmp_path):
    assert name_of(tmp_path / "runs" / "tour" / "one") == "tour/one"
    assert name_of(Path("elsewhere")) == "elsewhere"
