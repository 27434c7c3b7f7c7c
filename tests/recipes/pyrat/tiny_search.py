"""Expert iteration so small that a test trains it in seconds."""

from gradatim.recipes import get
from gradatim.recipes.options import change

TINY = {
    "presets": ("small",),
    "mazes": 8,
    "batch_size": 16,
    "eval_presets": ("small",),
    "eval_games": 4,
    "final_eval_games": 4,
    "threads": 1,
}
NETWORK = {"width": 16, "n_layers": 1, "hidden": 16, "second_goals": 0}


def tiny_search(folder, **changes):
    """The recipe pyrat-search, guided by the network of this run."""
    changes = {"init_from": str(folder), "rollouts": 40, "steps": 8} | TINY | changes
    return change("pyrat-search", get("pyrat-search"), changes)
