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
_NEAREST = {
    "llama": "apertus baichuan cohere cohere2 ernie4_5 exaone4 glm glm4 granite internlm2 lfm2 "
    "llava mamba mamba2 nemotron rwkv rwkv7 stablelm starcoder2",
    "mistral": "mistral3 ministral pixtral",
    "mixtral": "dbrx deepseek_v2 deepseek_v3 gpt_oss granitemoe llama4 olmoe phimoe qwen2_moe "
    "qwen3_moe qwen3_next",
    "qwen2": "qwen qwen2_vl qwen2_5_vl",
    "qwen3": "qwen3_vl qwen3_5",
    "phi3": "phi4 phi4_multimodal",
    "gemma3_text": "gemma gemma2 gemma3 gemma3n gemma4",
    "gpt_neox": "gptj phi falcon codegen gpt_neox_japanese",
    "gpt2": "bloom mpt gpt_bigcode openai-gpt xglm biogpt ctrl",
    "marian": "t5 mt5 bart m2m_100 mbart pegasus",
    "bert": "electra albert xlnet ernie funnel",
    "roberta": "deberta deberta-v2 mpnet longformer xlm-roberta-xl",
    "camembert": "flaubert xlm",
    "modernbert": "nomic_bert neobert",
    "vit": "deit dinov2 dinov3_vit beit clip siglip swin",
}
RELATIVES = {kind: near for near, kinds in _NEAREST.items() for kind in kinds.split()}
# Of types that nobody listed, by what the class of transformers does that wrote them.
DOING = {
    "CausalLM": "llama",
    "MaskedLM": "bert",
    "ConditionalGeneration": "marian",
    "ImageClassification": "vit",
}


def family_of(name: str, theirs: dict[str, Any], kind: Any) -> Family:
    """The family of a checkpoint.

    Args:
        name: of the checkpoint, for messages.
        theirs: config.json.
        kind: its `model_type`.

    Raises:
        UserError: a type that is not read here, with the nearest one that is.
    """
    if kind in FAMILIES:
        return FAMILIES[kind]
    if not kind:
        raise UserError(f"config.json of {name} has no model_type: it is no checkpoint's.")
    near = RELATIVES.get(str(kind)) or next(
        iter(get_close_matches(str(kind).lower(), FAMILIES, 1, 0.7)), ""
    )
    wrote = str(theirs.get("architectures"))  # a list of one name
    near = near or next((near for doing, near in DOING.items() if doing in wrote), "")
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
    except (ArithmeticError, AttributeError, TypeError, ValueError) as error:
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
