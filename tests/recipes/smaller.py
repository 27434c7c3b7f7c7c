"""Recipes made small enough for a test, wherever they are looked up by name."""

from importlib import import_module

from gradatim.recipes.options import change
from gradatim.recipes.registry import RECIPES, get


def replace_recipe(monkeypatch, name, changes):
    """Let `get(name)` give the recipe with these options, until the test ends."""
    module = import_module(f"gradatim.recipes.{RECIPES[name].module}")
    monkeypatch.setitem(module.RECIPES, name, change(name, get(name), changes))
