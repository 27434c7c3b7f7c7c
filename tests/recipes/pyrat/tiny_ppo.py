"""PPO so small that a test trains it in seconds."""

from gradatim.recipes import get
from gradatim.recipes.options import change

TINY = {
    "presets": ("small",),
    "opponents": ("greedy", "past", "self"),
    "mazes": 8,
    "n_envs": 24,
    "rollout_length": 8,
    "update_epochs": 2,
    "snapshot_every": 1,
    "value_warmup": 0,
    "batch_size": 32,
    "eval_presets": ("small",),
    "eval_opponents": ("greedy",),
    "eval_games": 8,
    "final_eval_games": 8,
    "threads": 1,
}

SIZES = {"width": 16, "n_layers": 1, "hidden": 32}


def tiny_ppo(**changes):
    """The recipe pyrat-ppo of few games and turns; sizes only where no network is given."""
    new = not {"network", "init_from"} & changes.keys()
    given = TINY | (SIZES if new else {}) | changes
    if "past" not in given["opponents"]:
        given.pop("snapshot_every")  # which nothing reads without past opponents
    return change("pyrat-ppo", get("pyrat-ppo"), given)
