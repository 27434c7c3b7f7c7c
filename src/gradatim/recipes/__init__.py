"""What is trained on what, with the result to expect; one file a family."""

from gradatim.recipes.base import Recipe
from gradatim.recipes.images import IMAGE_RECIPES

RECIPES: dict[str, Recipe] = {**IMAGE_RECIPES}
