"""What the config.json of published checkpoints says, in our words, by `model_type`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from torch import nn

from gradatim.errors import UserError
from gradatim.models.hub.parameter_names import (
    Rule,
    bert_rules,
    gpt2_rules,
    llama_rules,
    marian_rules,
    vit_rules,
)
from gradatim.models.language.bert import BERT, BERTConfig
from gradatim.models.language.gpt import GPT, GPTConfig
from gradatim.models.language.llama import Llama, LlamaConfig
from gradatim.models.language.mixtral import Mixtral, MixtralConfig
from gradatim.models.language.transformer import Transformer, TransformerConfig
from gradatim.models.vision.vit import ViT, ViTConfig


@dataclass(frozen=True)
class Family:
    """A kind of checkpoint.

    Args:
        model, config: our classes.
        architecture: name of the transformers class that writes such checkpoints.
        fields: our field -> theirs in config.json.
        fixed: what else config.json may only say if our model is to compute the same (the first of
            the values is written, and assumed where nothing is said).
        rules: config -> which tensors are which.
        prefix: what some writers leave out at the beginning of tensor names.
        ignored: parts of names of tensors that are not needed.
    """

    model: type[nn.Module]
    config: type
    architecture: str
    fields: dict[str, str]
    fixed: dict[str, tuple[Any, ...]]
    rules: Callable[[Any], list[Rule]]
    prefix: str = ""
    ignored: tuple[str, ...] = ()


_LLAMA_FIELDS = {
    "vocabulary_size": "vocab_size",
    "context": "max_position_embeddings",
    "width": "hidden_size",
    "hidden": "intermediate_size",
    "n_layers": "num_hidden_layers",
    "n_heads": "num_attention_heads",
    "n_key_heads": "num_key_value_heads",
    "head_width": "head_dim",
    "norm_epsilon": "rms_norm_eps",
    "tie_embeddings": "tie_word_embeddings",
}
_LLAMA_FIXED = {"hidden_act": ("silu",), "attention_bias": (False,), "mlp_bias": (False,)}
_MISTRAL_FIELDS = {**_LLAMA_FIELDS, "window": "sliding_window"}
_ENCODER_FIELDS = {
    "width": "hidden_size",
    "hidden": "intermediate_size",
    "n_layers": "num_hidden_layers",
    "n_heads": "num_attention_heads",
    "dropout": "hidden_dropout_prob",
}
_ROTARY_EXTRAS = ("rotary_emb.inv_freq",)

FAMILIES: dict[str, Family] = {
    "gpt2": Family(
        GPT,
        GPTConfig,
        "GPT2LMHeadModel",
        {
            "vocabulary_size": "vocab_size",
            "context": "n_positions",
            "width": "n_embd",
            "n_layers": "n_layer",
            "n_heads": "n_head",
            "dropout": "resid_pdrop",
        },
        {
            "activation_function": ("gelu_new", "gelu_pytorch_tanh"),
            "n_inner": (None,),
            "layer_norm_epsilon": (1e-5,),
            "scale_attn_weights": (True,),
            "scale_attn_by_inverse_layer_idx": (False,),
            "add_cross_attention": (False,),
            "tie_word_embeddings": (True,),
        },
        gpt2_rules,
        prefix="transformer.",
        ignored=("lm_head.weight", ".attn.bias", ".attn.masked_bias"),
    ),
    "llama": Family(
        Llama, LlamaConfig, "LlamaForCausalLM", _LLAMA_FIELDS, _LLAMA_FIXED, llama_rules,
        ignored=_ROTARY_EXTRAS,
    ),
    "mistral": Family(
        Llama, LlamaConfig, "MistralForCausalLM", _MISTRAL_FIELDS, _LLAMA_FIXED, llama_rules,
        ignored=_ROTARY_EXTRAS,
    ),
    "mixtral": Family(
        Mixtral,
        MixtralConfig,
        "MixtralForCausalLM",
        {**_MISTRAL_FIELDS, "n_experts": "num_local_experts", "n_active": "num_experts_per_tok"},
        _LLAMA_FIXED,
        llama_rules,
        ignored=_ROTARY_EXTRAS,
    ),
    "bert": Family(
        BERT,
        BERTConfig,
        "BertForMaskedLM",
        {
            **_ENCODER_FIELDS,
            "vocabulary_size": "vocab_size",
            "context": "max_position_embeddings",
            "n_segments": "type_vocab_size",
        },
        {
            "hidden_act": ("gelu",),
            "layer_norm_eps": (1e-12,),
            "position_embedding_type": ("absolute",),
            "is_decoder": (False,),
            "tie_word_embeddings": (True,),
        },
        bert_rules,
        ignored=("pooler.", "seq_relationship.", "predictions.decoder.", "position_ids"),
    ),
    "vit": Family(
        ViT,
        ViTConfig,
        "ViTForImageClassification",
        {
            **_ENCODER_FIELDS,
            "image_size": "image_size",
            "patch_size": "patch_size",
            "in_channels": "num_channels",
        },
        {"hidden_act": ("gelu",), "layer_norm_eps": (1e-12,), "qkv_bias": (True,)},
        vit_rules,
        ignored=("vit.pooler.",),
    ),
    "marian": Family(
        Transformer,
        TransformerConfig,
        "MarianMTModel",
        {
            "vocabulary_size": "vocab_size",
            "width": "d_model",
            "hidden": "encoder_ffn_dim",
            "n_layers": "encoder_layers",
            "n_heads": "encoder_attention_heads",
            "dropout": "dropout",
            "scale_embeddings": "scale_embedding",
        },
        {
            "share_encoder_decoder_embeddings": (True,),
            "tie_word_embeddings": (True,),
            "normalize_before": (False,),
            "normalize_embedding": (False,),
        },
        marian_rules,
        ignored=("lm_head.weight", "embed_tokens.weight", "embed_positions.weight"),
    ),
}  # fmt: skip

MARIAN_ACTIVATIONS = {"relu": "relu", "gelu": "gelu", "swish": "silu", "silu": "silu"}
MARIAN_TWINS = ("ffn_dim", "layers", "attention_heads")


def read_config(kind: str, theirs: dict[str, Any]) -> Any:
    """Turn a config.json into our config.

    Raises:
        UserError: a value that our model does not compute, or one that is missing or impossible.
    """
    family = FAMILIES[kind]
    for key, allowed in family.fixed.items():
        if theirs.get(key, allowed[0]) not in allowed:
            raise UserError(
                f"this {kind} checkpoint has {key} = {theirs[key]!r}; "
                f"only {' or '.join(map(repr, allowed))} is supported."
            )
    values = {ours: theirs[name] for ours, name in family.fields.items() if name in theirs}
    for always in ("width", "n_layers", "n_heads"):
        if always not in values:
            raise UserError(
                f"config.json of this {kind} checkpoint lacks {family.fields[always]!r}."
            )
    if kind in ("llama", "mistral", "mixtral"):
        values.setdefault("n_key_heads", values["n_heads"])
        own_width = values.get("head_width")
        if own_width is not None and own_width * values["n_heads"] == values["width"]:
            del values["head_width"]  # it follows the width
        rotary = theirs.get("rope_parameters") or theirs.get("rope_scaling") or {}
        scaling = rotary.get("rope_type", rotary.get("type", "default"))
        if scaling != "default":
            raise UserError(
                f"this {kind} checkpoint stretches its rotary positions ({scaling!r}), "
                "which is not supported."
            )
        base = rotary.get("rope_theta", theirs.get("rope_theta", 10_000.0))
        values["rotary_base"] = float(base)
    if kind == "vit":
        values["n_classes"] = len(theirs.get("id2label", {})) or theirs.get("num_labels", 2)
    if kind == "marian":
        for part in MARIAN_TWINS:
            sides = [theirs.get(f"{side}_{part}") for side in ("encoder", "decoder")]
            if sides[0] != sides[1]:
                raise UserError(
                    f"this marian checkpoint has {part} {sides[0]} in the encoder and {sides[1]} "
                    "in the decoder; only equal sides are supported."
                )
        activation = theirs.get("activation_function", "gelu")
        if activation not in MARIAN_ACTIVATIONS:
            raise UserError(f"this marian checkpoint has activation {activation!r}: not supported.")
        values["activation"] = MARIAN_ACTIVATIONS[activation]
    try:
        return family.config(**values)
    except (TypeError, ValueError) as error:
        raise UserError(f"config.json of this {kind} checkpoint is impossible: {error}") from None


def write_config(kind: str, config: Any) -> dict[str, Any]:
    """Turn our config into a config.json that the transformers library reads."""
    family = FAMILIES[kind]
    theirs: dict[str, Any] = {"architectures": [family.architecture], "model_type": kind}
    theirs |= {name: getattr(config, ours) for ours, name in family.fields.items()}
    theirs |= {key: allowed[0] for key, allowed in family.fixed.items()}
    if isinstance(config, LlamaConfig):
        if config.head_width is None:
            del theirs["head_dim"]  # the library takes width / heads, as we do
        theirs["rope_theta"] = config.rotary_base
        theirs["rope_parameters"] = {"rope_theta": config.rotary_base, "rope_type": "default"}
    if isinstance(config, GPTConfig):
        theirs |= {"attn_pdrop": config.dropout, "embd_pdrop": config.dropout}
    if isinstance(config, BERTConfig | ViTConfig):
        theirs["attention_probs_dropout_prob"] = config.dropout
    if isinstance(config, ViTConfig):
        theirs["id2label"] = {str(i): f"LABEL_{i}" for i in range(config.n_classes)}
        theirs["label2id"] = {f"LABEL_{i}": i for i in range(config.n_classes)}
    if isinstance(config, TransformerConfig):
        theirs |= {f"decoder_{part}": theirs[f"encoder_{part}"] for part in MARIAN_TWINS}
        theirs["decoder_vocab_size"] = config.vocabulary_size
        theirs["activation_function"] = config.activation
    return theirs
