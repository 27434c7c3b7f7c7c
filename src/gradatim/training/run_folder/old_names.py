"""config.json of earlier versions: what its options, values and recipes are called today."""

from collections.abc import Iterable
from typing import Any

FORMAT = 3

RECIPES = {
    "coloured-digits": "colored-digits",
    "fashion-views": "fashion-simclr",
    "cifar10-views": "cifar10-simclr",
    "fashion-few": "fashion-low-label",
    "cifar10-few": "cifar10-low-label",
    "cifar10-fast": "cifar10-speedrun",
}
OPTIONS = {
    "accumulate": "grad_accum_steps",
    "align": "coral_weight",
    "alternate": "alternating_flip",
    "balance": "balance_weight",
    "beam": "beam_size",
    "bonus": "win_reward",
    "clip": "grad_clip",
    "closest": "min_crop",
    "colour": "color_jitter",
    "ema": "ema_decay",
    "embedding": "embedding_width",
    "explore": "epsilon_decay_turns",
    "final_games": "final_eval_games",
    "first": "learning_starts",
    "follow": "tau",
    "frame": "crop_to_content",
    "from_": "init_from",
    "games": "eval_games",
    "hidden_share": "mask_fraction",
    "hold_out": "val_fraction",
    "judged": "eval_presets",
    "labelled": "labels_per_class",
    "ladder": "eval_opponents",
    "members": "ensemble_size",
    "mark_healthy": "shortcut_rate_healthy",
    "mark_ill": "shortcut_rate_ill",
    "outer_rate": "adamw_lr_ratio",
    "per_class": "labels_per_class",
    "unlabelled": "unlabeled_batch_size",
    "past_every": "snapshot_every",
    "pasts": "opponent_pool_size",
    "players": "n_envs",
    "quiet_start": "zero_init_residual",
    "replay": "buffer_size",
    "self_training": "self_training_weight",
    "strangers": "unseen_people",
    "stripe": "mask_width",
    "setting": "preset",
    "settings": "presets",
    "start": "init_from",
    "start_entropy": "target_entropy",
    "stray": "behavior_temperature",
    "turn": "rotated",
    "turns": "rollout_length",
    "looks": "tta",
}
# Format 2 is written as today, but for the spelling of these names and values.
RESPELLED = {
    "behaviour_temperature": "behavior_temperature",
    "cifar-10-grey": "cifar-10-gray",
    "cifar10-grey": "cifar10-gray",
    "unlabelled_batch_size": "unlabeled_batch_size",
}
TTA = {1: "none", 2: "flip", 6: "flip-shift"}


# Networks that were wrapped since, by the beginning that the names of their weights have today:
# "network." is that of OwnClasses and OwnQuantity.
WRAPPED = ("network.",)


def weight_names(stored: Iterable[str], wanted: Iterable[str]) -> dict[str, str]:
    """What the weights of a run are called today, by their names in its file.

    A network that was wrapped after the run was trained has the same weights under longer names.
    What its wrapper has beside them, such as how far from its classes an example may lie, the run
    never learned: it stays as it is in a new one.

    Args:
        stored: names in the file.
        wanted: those of the model.
    """
    names, known = list(stored), set(wanted)
    for beginning in WRAPPED:
        longer = {name: beginning + name for name in names}
        if not known & set(names) and set(longer.values()) <= known:
            return longer
    return {name: name for name in names}


def _drop_pyrat_ppo(options: dict[str, Any]) -> None:
    """Without a run to start from an entropy meant nothing, with one a kind and sizes did."""
    if not options.get("init_from"):
        options.pop("target_entropy", None)
    if options.get("init_from"):
        options.pop("network", None)
    if options.get("init_from") or options.get("network") != "cheese-transformer":
        for name in ("width", "n_layers", "n_heads", "hidden"):
            options.pop(name, None)


def _drop_pyrat_winner(options: dict[str, Any]) -> None:
    """Drop the sizes of other networks; the convnet took the first hidden layer."""
    if options["network"] != "convnet":
        options.pop("width", None)
    if options["network"] == "logistic":
        for name in ("hidden", "dropout"):
            options.pop(name, None)
    if options["network"] == "convnet":
        options.pop("dropout", None)  # the convnet had one of its own
        options["hidden"] = options["hidden"][:1]


def _respelled(value: Any) -> Any:
    """A name or value of format 2 in the spelling of today; lists stay as they are."""
    return RESPELLED.get(value, value) if isinstance(value, str) else value


def _all_respelled(config: dict[str, Any]) -> dict[str, Any]:
    parts = {
        part: {_respelled(name): _respelled(value) for name, value in config[part].items()}
        for part in ("options", "info")
    }
    return {**config, **parts, "recipe": _respelled(config["recipe"])}


def upgrade(config: dict[str, Any]) -> dict[str, Any]:
    """Give the config.json of any version in the form of today.

    Format 1 called the options `settings`, what is known of the data `facts`, and where to compute
    `options`. It listed every option of a tower of classes, some of which meant nothing; whoever
    builds the recipe again leaves those out (`recipes.runs.reopen`).
    """
    if config.get("format", 1) >= FORMAT:
        return config
    if config.get("format", 1) == 2:
        return {**_all_respelled(config), "format": FORMAT}
    options = {OPTIONS.get(name, name): value for name, value in config["settings"].items()}
    if "tta" in options:
        options["tta"] = next((v for k, v in TTA.items() if k == options["tta"]), options["tta"])
    if options.get("optimizer") != "muon":
        options["adamw_lr_ratio"] = None
        options["momentum"] = options.get("momentum") if options["optimizer"] == "sgd" else None
    if options.get("optimizer") == "sgd":
        options["beta2"] = None
    if options.get("method") != "fixmatch":
        options.pop("unlabeled_batch_size", None)
    if options.get("repair") != "penalty":
        options.pop("penalty", None)
    if config["recipe"] == "pyrat-ppo":
        _drop_pyrat_ppo(options)
    if config["recipe"] == "pyrat-winner":
        _drop_pyrat_winner(options)
    if not config["recipe"].startswith("folder-"):
        options.pop("image_size", None)  # it meant nothing for data sets of one size
    if options.get("steps") is not None:
        options["epochs"] = None
    info = dict(config.get("facts", {}))
    if info.get("network") == "q-network":
        info = {"network": "q-network", "sizes": {k: info.get(k) for k in ("width", "height")}}
    runtime = dict(config.get("options", {}))
    if "head" in runtime:
        runtime["master_address"] = runtime.pop("head")
    named = {
        "format": 1,  # what the options were, not how they are written now
        "recipe": RECIPES.get(config["recipe"], config["recipe"]),
        "options": options,
        "info": info,
        "runtime": runtime,
        "versions": config.get("versions", {}),
    }
    return _all_respelled(named)
