"""The recipes by name."""

from gradatim.errors import UserError, nearest
from gradatim.recipes.base import Recipe


def find(name: str) -> Recipe:
    """Look a recipe up by its name.

    Raises:
        UserError: no such recipe, with the nearest name.
    """
    from gradatim.recipes import RECIPES

    if name not in RECIPES:
        raise UserError(f"there is no recipe {name!r}: {nearest(name, RECIPES)}")
    return RECIPES[name]
