"""The names of the recipes, without importing what they need."""

import subprocess
import sys

import pytest

from gradatim import recipes
from gradatim.errors import UserError
from gradatim.recipes.registry import RECIPES


def test_every_name_leads_to_a_recipe():
    for name, entry in RECIPES.items():
        assert recipes.get(name) is not None
        assert entry.expected_result, f"{name} states what to expect"


def test_an_unknown_name_gets_the_nearest():
    with pytest.raises(UserError, match="mnist-convnet"):
        recipes.get("mnist-convnett")


def test_the_list_of_names_imports_no_torch():
    code = "import sys; import gradatim.recipes.registry; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_an_image_recipe_loads_nothing_of_language_of_the_game_or_of_published_formats():
    code = "import sys; from gradatim.recipes import get; get('mnist-convnet'); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    ours = [name for name in done.stdout.split() if name.startswith("gradatim.")]
    others = ("language", "pyrat", "hub", "multimodal")
    assert [name for name in ours if set(name.split(".")) & set(others)] == []
    assert len(ours) <= 82
