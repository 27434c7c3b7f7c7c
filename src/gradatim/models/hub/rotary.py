"""What config.json says of rotary positions: their base, and how they are stretched.

Sources: Peng et al. 2023, "YaRN", equation 22; Ding et al. 2024, "LongRoPE", for the factors of
scores; both are the defaults of published checkpoints.
"""

import math
from typing import Any

from gradatim.models.hub.family import refuse
from gradatim.models.language.llama import LlamaConfig
from gradatim.models.rotary_positions import RotaryScaling

# What may stand in config.json itself.
BESIDE = ("rope_theta", "partial_rotary_factor", "max_position_embeddings")


def read_rotary(
    theirs: dict[str, Any], base: float = 10_000.0, kind: str = "full_attention"
) -> dict[str, Any]:
    """Base of the rotary frequencies, how they are stretched, and a context where that limits it.

    Args:
        theirs: config.json; in newer files it has the values for each kind of layer.
        base: the one where config.json says nothing.
        kind: of layer.
    """
    # Version 5 of transformers renamed the field; files of both kinds are published.
    values = theirs.get("rope_scaling") or theirs.get("rope_parameters") or {}
    if not isinstance(values, dict):
        raise refuse(theirs, f"stretches its rotary positions by {values!r}")
    beside = {name: theirs.get(name) for name in BESIDE}
    values = {**beside, **values, **(values.get(kind) or {})}
    values = {name: value for name, value in values.items() if value is not None}
    stretched = values.get("rope_type", values.get("type", "default"))
    # Refused rather than ignored: the model would load and speak nonsense.
    if values.get("partial_rotary_factor", 1.0) != 1:
        raise refuse(theirs, "rotates only a part of each head")
    found: dict[str, Any] = {"rotary_base": float(values.get("rope_theta", base))}
    # Dynamic scaling leaves texts alone that fit the context, and no longer ones are read here.
    if stretched in ("default", "dynamic"):
        return found
    if stretched == "linear":
        return found | {"rotary_scaling": RotaryScaling(factor=float(values["factor"]))}
    context = values.get("max_position_embeddings", 0)
    original = "original_max_position_embeddings"
    trained = int(theirs.get(original) or values.get(original) or context)
    if "short_factor" in values:  # of longrope, which older files call "su" or "yarn"
        scaling = _longrope(values, trained)
        # Another list of factors holds for longer texts, and would turn what is cached.
        found["context"] = trained
    elif stretched == "llama3":
        scaling = RotaryScaling(
            kind="llama3",
            factor=float(values["factor"]),
            bounds=(float(values["low_freq_factor"]), float(values["high_freq_factor"])),
            trained_context=trained,
        )
    elif stretched == "yarn" and values.get("truncate") is not False:
        scaling = _yarn(values, trained)
    else:
        how = f"{stretched!r}" + " without truncation" * (stretched == "yarn")
        raise refuse(theirs, f"stretches its rotary positions by {how}")
    return found | {"rotary_scaling": scaling}


def _yarn(values: dict[str, Any], trained: int) -> RotaryScaling:
    factor = float(
        values.get("factor") or values.get("max_position_embeddings", 0) / max(trained, 1)
    )

    def sharpened(by: float) -> float:
        return 0.1 * by * math.log(factor) + 1 if factor > 1 else 1.0

    magnitude = sharpened(1.0)
    if values.get("mscale") and values.get("mscale_all_dim"):
        magnitude = sharpened(values["mscale"]) / sharpened(values["mscale_all_dim"])
    return RotaryScaling(
        kind="yarn",
        factor=factor,
        bounds=(float(values.get("beta_slow") or 1), float(values.get("beta_fast") or 32)),
        trained_context=trained,
        magnitude=float(values.get("attention_factor") or magnitude),
    )


def _longrope(values: dict[str, Any], trained: int) -> RotaryScaling:
    factor = float(
        values.get("factor") or values.get("max_position_embeddings", 0) / max(trained, 1)
    )
    usual = math.sqrt(1 + math.log(factor) / math.log(trained)) if factor > 1 else 1.0
    return RotaryScaling(
        kind="longrope",
        factor=factor,
        pairs=tuple(float(pair) for pair in values["short_factor"]),
        trained_context=trained,
        magnitude=float(values.get("attention_factor") or usual),
    )


def write_rotary(config: LlamaConfig) -> dict[str, Any]:
    """The fields of config.json for base and scaling of the rotary frequencies."""
    values: dict[str, Any] = {"rope_theta": config.rotary_base, "rope_type": "default"}
    scaling = config.rotary_scaling
    if scaling is not None:
        low, high = scaling.bounds
        values |= {"rope_type": scaling.kind, "factor": scaling.factor}
        if scaling.kind != "linear":
            values["original_max_position_embeddings"] = scaling.trained_context
        if scaling.kind == "llama3":
            values |= {"low_freq_factor": low, "high_freq_factor": high}
        if scaling.kind == "yarn":
            values |= {"beta_slow": low, "beta_fast": high}
        if scaling.kind == "longrope":
            values |= {"short_factor": scaling.pairs, "long_factor": scaling.pairs}
        if scaling.kind in ("yarn", "longrope"):
            values["attention_factor"] = scaling.magnitude
    return {"rope_theta": config.rotary_base, "rope_parameters": values}
