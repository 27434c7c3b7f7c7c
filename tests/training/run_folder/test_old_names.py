"""Runs of earlier versions open: options, values and recipes by their names of today."""

import pytest

from gradatim.recipes import get
from gradatim.recipes.options import change, values_of
from gradatim.training.run_folder.old_names import FORMAT, upgrade

TRAIN = {"seed": 3, "epochs": 10.0, "steps": 40, "batch_size": 8, "optimizer": "adamw"}
TRAIN |= {"momentum": 0.9, "beta2": 0.99, "clip": 1.0, "ema": None, "outer_rate": 0.1}
IMITATION = {"settings": ["small"], "stray": 0.5, "visits": 2, "second_goals": 0, "width": 16}
IMITATION |= {"judged": ["lab"], "ladder": ["greedy"], "games": 4, "final_games": 6}
DQN = {"setting": "lab", "players": 16, "replay": 900, "first": 50, "explore": 7, "follow": 0.1}
DQN |= {"bonus": 2.0, "ladder": ["random"], "games": 4, "final_games": 6}
PPO = {"from_": "", "network": "cheese-transformer", "settings": ["small"], "players": 8}
PPO |= {"turns": 4, "start_entropy": 0.5, "past_every": 3, "pasts": 2, "width": 32}
WINNER = {"network": "convnet", "hidden": [64, 32], "width": 8, "dropout": 0.5, "turn": False}


def reopened(recipe, options):
    """The recipe of a run that an earlier version wrote, as `recipes.runs.reopen` makes it."""
    config = upgrade({"recipe": recipe, "settings": {**TRAIN, **options}, "facts": {}})
    found = get(config["recipe"])
    known = values_of(found)
    values = {k: v for k, v in config["options"].items() if k in known}
    return values_of(change(recipe, found, values, unread_too=True))


@pytest.mark.parametrize(
    ("recipe", "options", "expected"),
    [
        (
            "pyrat-imitation",
            IMITATION,
            {
                "presets": ("small",),
                "behavior_temperature": 0.5,
                "eval_presets": ("lab",),
                "eval_opponents": ("greedy",),
                "eval_games": 4,
                "final_eval_games": 6,
                "width": 16,
            },
        ),
        (
            "pyrat-dqn",
            DQN,
            {
                "preset": "lab",
                "n_envs": 16,
                "buffer_size": 900,
                "learning_starts": 50,
                "epsilon_decay_turns": 7,
                "tau": 0.1,
                "win_reward": 2.0,
            },
        ),
        (
            "pyrat-ppo",
            PPO,
            {
                "n_envs": 8,
                "rollout_length": 4,
                "snapshot_every": 3,
                "opponent_pool_size": 2,
                "width": 32,
                "target_entropy": None,
            },
        ),
        (
            "pyrat-ppo",
            PPO | {"from_": "runs/x"},
            {"init_from": "runs/x", "target_entropy": 0.5, "width": 64},
        ),
        ("pyrat-ppo", PPO | {"network": "board-convnet"}, {"network": "board-convnet"}),
        ("pyrat-winner", WINNER, {"hidden": (64,), "width": 8, "rotated": False}),
        ("pyrat-winner", WINNER | {"network": "logistic"}, {"hidden": None, "width": None}),
    ],
)
def test_runs_of_pyrat_have_the_options_of_today(recipe, options, expected):
    found = reopened(recipe, options)
    assert {name: found[name] for name in expected} == expected
    assert (found["seed"], found["steps"], found["grad_clip"]) == (3, 40, 1.0)


@pytest.mark.parametrize(
    ("recipe", "options", "today", "expected"),
    [
        ("cifar10-grey", {"data": "cifar-10-grey", "steps": 5}, "cifar10-gray",
         {"data": "cifar-10-gray", "steps": 5}),
        ("fashion-fixmatch", {"unlabelled_batch_size": 32}, "fashion-fixmatch",
         {"unlabeled_batch_size": 32}),
        ("pyrat-imitation", {"behaviour_temperature": 0.25, "presets": ["lab"]}, "pyrat-imitation",
         {"behavior_temperature": 0.25, "presets": ("lab",)}),
    ],
)  # fmt: skip
def test_a_run_of_format_2_opens_under_the_spelling_of_today(recipe, options, today, expected):
    old = {"recipe": recipe, "format": 2, "options": options, "info": {}, "runtime": {}}
    config = upgrade(old)
    assert (config["recipe"], config["format"]) == (today, FORMAT)
    values = values_of(change(today, get(today), config["options"], unread_too=True))
    assert {name: values[name] for name in expected} == expected
    assert upgrade(config) == config
    assert old["recipe"] == recipe


def test_a_run_of_format_1_opens_under_the_spelling_of_today():
    old = {"recipe": "cifar10-grey", "settings": TRAIN | {"data": "cifar-10-grey"}, "facts": {}}
    config = upgrade(old)
    assert config["recipe"] == "cifar10-gray"
    assert config["options"]["data"] == "cifar-10-gray"
