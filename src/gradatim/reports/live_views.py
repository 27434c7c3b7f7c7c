"""Which live view of the course shows a model like that of a run; by the module of its recipe."""

from pathlib import Path
from urllib.parse import urlencode

from gradatim.recipes.registry import RECIPES

# The beginning of a recipe's module, and of its name -> the view, and where its controls stand;
# the longest that fits counts. "run" opens the newest run of its kind.
VIEWS: dict[tuple[str, str], tuple[str, dict[str, str]]] = {
    ("vision", ""): ("convnet", {}),
    ("vision.image_recipes", "mnist"): ("convnet", {"data": "mnist"}),
    ("vision.image_recipes", "fashion"): ("convnet", {"data": "fashion-mnist"}),
    ("vision.domain_adaptation", ""): ("unseen_data", {}),
    ("tables", ""): ("mlp", {}),
    ("language.text_recipes", ""): ("language_model", {"task": "next", "model": "run"}),
    ("language.text_recipes", "wikitext-llama"): (
        "language_model",
        {"task": "llama", "model": "run"},
    ),
    ("language.text_recipes", "wikitext-mixtral"): (
        "language_model",
        {"task": "mixtral", "model": "run"},
    ),
    ("language.chat.pretraining", ""): ("language_model", {"task": "llama", "model": "run"}),
    ("language.chat", ""): ("chat", {}),
    ("language.masked_lm", ""): ("language_model", {"task": "masked", "model": "run"}),
    ("language.fill_mask", ""): ("language_model", {"task": "masked", "model": "run"}),
    ("language.own_masked_text", ""): ("language_model", {"task": "masked", "model": "run"}),
    ("language.translation.recipe", ""): ("alignment", {"model": "run"}),
    ("language.fact_recall", ""): ("hallucination", {}),
    ("multimodal.dalle", ""): ("text_to_image", {"model": "run"}),
    ("multimodal.flow", ""): ("text_to_image", {"model": "run"}),
    ("multimodal.caption_flow", ""): ("text_to_image", {"model": "run"}),
    ("multimodal.captioning", ""): ("image_and_word", {"task": "caption", "model": "run"}),
    ("multimodal.matching", ""): ("image_and_word", {"task": "match", "model": "run"}),
    ("pyrat", ""): ("pyrat_match", {"rat": "run", "python": "greedy"}),
    ("pyrat.winner_prediction", ""): ("pyrat_match", {}),
    ("pyrat.dream", ""): ("pyrat_match", {}),
}
# Of a model of language that went on from another: the class of its model -> what the view shows.
TASKS = {"GPT": "next", "Llama": "llama", "Mixtral": "mixtral", "BERT": "masked"}


def live_view(recipe: str, run: str, network: str = "") -> str:
    """The address of the view that fits a run, below that of the server.

    Args:
        recipe: its name.
        run: the name of the run, to which the view leads back.
        network: class of its model, where it went on from another; see `data.info.TextInfo`.

    Returns:
        such as "view/convnet?of=digits-convnet"; "" where no view shows a model of this kind.
    """
    module = RECIPES[recipe].module if recipe in RECIPES else ""
    fitting = [key for key in VIEWS if module.startswith(key[0]) and recipe.startswith(key[1])]
    if not fitting:
        return ""
    view, controls = VIEWS[max(fitting, key=lambda key: (len(key[0]), len(key[1])))]
    if network and "task" in controls:
        if network not in TASKS:
            return ""
        controls = {**controls, "task": TASKS[network]}
    return f"view/{view}?{urlencode({**controls, 'of': run}, errors='surrogateescape')}"


def name_of(folder: Path) -> str:
    """The name of a run on the page: its folder below `runs`."""
    parts = folder.resolve().parts
    below = parts[len(parts) - parts[::-1].index("runs") :] if "runs" in parts else parts[-1:]
    return "/".join(below)
