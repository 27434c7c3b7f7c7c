"""What is trained on what, with the result to expect; one file a family."""

from gradatim.recipes.audio import SOUND_RECIPES
from gradatim.recipes.base import Recipe
from gradatim.recipes.bias import BIAS_RECIPES
from gradatim.recipes.contrastive import CONTRASTIVE_RECIPES
from gradatim.recipes.facts import FACTS_RECIPES
from gradatim.recipes.ladder import IMAGE_RECIPES
from gradatim.recipes.language import LANGUAGE_RECIPES
from gradatim.recipes.masked import MASKED_RECIPES
from gradatim.recipes.medical import MEDICAL_RECIPES
from gradatim.recipes.patches import PATCH_RECIPES
from gradatim.recipes.pyrat_dqn import DQN_RECIPES
from gradatim.recipes.pyrat_imitation import PYRAT_RECIPES
from gradatim.recipes.pyrat_ppo import PPO_RECIPES
from gradatim.recipes.pyrat_search import SEARCH_RECIPES
from gradatim.recipes.pyrat_steps import STEP_RECIPES
from gradatim.recipes.pyrat_winner import WINNER_RECIPES
from gradatim.recipes.scarce import SCARCE_RECIPES
from gradatim.recipes.shift import SHIFT_RECIPES
from gradatim.recipes.translation import TRANSLATION_RECIPES

RECIPES: dict[str, Recipe] = {
    **IMAGE_RECIPES,
    **MEDICAL_RECIPES,
    **BIAS_RECIPES,
    **FACTS_RECIPES,
    **SHIFT_RECIPES,
    **CONTRASTIVE_RECIPES,
    **SCARCE_RECIPES,
    **PATCH_RECIPES,
    **TRANSLATION_RECIPES,
    **MASKED_RECIPES,
    **LANGUAGE_RECIPES,
    **SOUND_RECIPES,
    **PYRAT_RECIPES,
    **DQN_RECIPES,
    **PPO_RECIPES,
    **STEP_RECIPES,
    **WINNER_RECIPES,
    **SEARCH_RECIPES,
}
