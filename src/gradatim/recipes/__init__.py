"""What is trained on what, with the result to expect; one file a family."""

from gradatim.recipes.base import Recipe
from gradatim.recipes.language.causal_lm import LANGUAGE_RECIPES
from gradatim.recipes.language.fact_recall import FACTS_RECIPES
from gradatim.recipes.language.masked_lm import MASKED_RECIPES
from gradatim.recipes.language.translation import TRANSLATION_RECIPES
from gradatim.recipes.pyrat.dqn import DQN_RECIPES
from gradatim.recipes.pyrat.expert_iteration import SEARCH_RECIPES
from gradatim.recipes.pyrat.imitation import PYRAT_RECIPES
from gradatim.recipes.pyrat.ppo import PPO_RECIPES
from gradatim.recipes.pyrat.step_imitation import STEP_RECIPES
from gradatim.recipes.pyrat.winner_prediction import WINNER_RECIPES
from gradatim.recipes.spoken_digits import SOUND_RECIPES
from gradatim.recipes.vision.colored_digits import BIAS_RECIPES
from gradatim.recipes.vision.domain_adaptation import SHIFT_RECIPES
from gradatim.recipes.vision.image_recipes import IMAGE_RECIPES
from gradatim.recipes.vision.low_label import SCARCE_RECIPES
from gradatim.recipes.vision.medical import MEDICAL_RECIPES
from gradatim.recipes.vision.simclr import CONTRASTIVE_RECIPES
from gradatim.recipes.vision.vit import PATCH_RECIPES

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
