"""What is trained on what, with the result to expect; one file a family."""

from gradatim.recipes.base import Recipe
from gradatim.recipes.bias import BIAS_RECIPES
from gradatim.recipes.facts import FACTS_RECIPES
from gradatim.recipes.ladder import IMAGE_RECIPES
from gradatim.recipes.medical import MEDICAL_RECIPES

RECIPES: dict[str, Recipe] = {
    **IMAGE_RECIPES,
    **MEDICAL_RECIPES,
    **BIAS_RECIPES,
    **FACTS_RECIPES,
}
