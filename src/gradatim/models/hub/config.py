"""What the config.json of published checkpoints says, in our words, by `model_type`."""

from difflib import get_close_matches
from typing import Any

from gradatim.errors import UserError
from gradatim.models.hub.families import bert, gpt, llama, marian, resnet, timm, vit
from gradatim.models.hub.family import Family
from gradatim.models.hub.refusals import require_types
from gradatim.models.language.llama import LlamaConfig

FAMILIES: dict[str, Family] = {
    **gpt.FAMILIES,
    **llama.FAMILIES,
    **bert.FAMILIES,
    **vit.FAMILIES,
    **marian.FAMILIES,
    **resnet.FAMILIES,
    **timm.FAMILIES,
}

# Types that are not read, and what computes most nearly the same.
RELATIVES = {
    "gemma": "gemma3_text", "gemma2": "gemma3_text", "gemma3": "gemma3_text", "gptj": "gpt_neox",
    "phi": "gpt_neox", "falcon": "gpt_neox", "bloom": "gpt2", "mpt": "gpt2", "olmo": "olmo2",
    "qwen2_moe": "mixtral", "qwen3_moe": "mixtral", "olmoe": "mixtral", "deepseek_v3": "mixtral",
    "t5": "marian", "bart": "marian", "m2m_100": "marian", "mbart": "marian",
    "electra": "bert", "albert": "bert", "mpnet": "roberta", "deberta": "roberta",
    "deberta-v2": "roberta", "flaubert": "camembert", "deit": "vit", "dinov2": "vit",
    "beit": "vit", "clip": "vit",
}  # fmt: skip


def family_of(name: str, kind: Any) -> Family:
    """The family of a checkpoint by its `model_type`.

    Raises:
        UserError: a type that is not read here, with the nearest one that is.
    """
    if kind in FAMILIES:
        return FAMILIES[kind]
    near = RELATIVES.get(str(kind)) or next(
        iter(get_close_matches(str(kind), FAMILIES, 1, 0.5)), ""
    )
    hint = f"the nearest that is: {near!r}." if near else f"allowed: {', '.join(FAMILIES)}."
    raise UserError(f"{name} is a checkpoint of type {kind!r}, which is not read here; {hint}")


def read_config(kind: str, theirs: dict[str, Any]) -> Any:
    """Turn a config.json into our config.

    Raises:
        UserError: a value that our model does not compute, or one that is missing or impossible.
    """
    family = FAMILIES[kind]
    theirs = {**family.defaults, **theirs}
    for key, allowed in family.fixed.items():
        if theirs.get(key, allowed[0]) not in allowed:
            raise UserError(
                f"this {kind} checkpoint has {key} = {theirs[key]!r}; "
                f"only {' or '.join(map(repr, allowed))} is supported."
            )
    values = {ours: theirs[name] for ours, name in family.fields.items() if name in theirs}
    values = require_types(kind, family.config, values)
    for always in ("width", "n_layers", "n_heads"):
        if always in family.fields and always not in values:
            raise UserError(
                f"config.json of this {kind} checkpoint lacks {family.fields[always]!r}."
            )
    try:
        values |= family.read(theirs)
        if issubclass(family.config, LlamaConfig):
            values = _heads(values)
        return family.config(**values)
    except KeyError as error:
        raise UserError(f"config.json of this {kind} checkpoint lacks {error}.") from None
    except (AttributeError, TypeError, ValueError) as error:
        if isinstance(error, UserError) and str(error).startswith("this "):
            raise
        raise UserError(f"config.json of this {kind} checkpoint is impossible: {error}") from None


def _heads(values: dict[str, Any]) -> dict[str, Any]:
    """As many key heads as heads, and heads as wide as follows, where nothing else is said."""
    if values.get("n_key_heads") is None:
        values["n_key_heads"] = values["n_heads"]
    own_width = values.get("head_width")
    if own_width is not None and own_width * values["n_heads"] == values["width"]:
        del values["head_width"]  # it follows the width
    return values


def write_config(kind: str, config: Any, architecture: str) -> dict[str, Any]:
    """Turn our config into a config.json that the transformers library reads.

    Args:
        kind: its `model_type`.
        config: of our model.
        architecture: name of the transformers class.
    """
    family = FAMILIES[kind]
    theirs: dict[str, Any] = {"architectures": [architecture], "model_type": kind}
    theirs |= {name: getattr(config, ours) for ours, name in family.fields.items()}
    theirs |= {key: allowed[0] for key, allowed in family.fixed.items()}
    if isinstance(config, LlamaConfig) and "head_dim" in theirs:
        theirs["head_dim"] = config.width_per_head
    return theirs | family.write(config)
