"""Marian, the Transformer of 2017 as the translators of OPUS-MT."""

from typing import Any

from gradatim.errors import UserError
from gradatim.models.hub.family import Family
from gradatim.models.hub.rules import Rule, joined, same
from gradatim.models.language.transformer import Transformer, TransformerConfig

ACTIVATIONS = {"relu": "relu", "gelu": "gelu", "swish": "silu", "silu": "silu"}
TWINS = ("ffn_dim", "layers", "attention_heads")  # equal in encoder and decoder


def marian_rules(config: TransformerConfig) -> list[Rule]:
    rules = [
        Rule("embedding.weight", ("model.shared.weight",)),
        Rule("output_bias", ("final_logits_bias",), extra_axis=True),
    ]
    for side, i in [(side, i) for side in ("encoder", "decoder") for i in range(config.n_layers)]:
        here, there = f"{side}.{i}", f"model.{side}.layers.{i}"
        rules += joined(f"{here}.attention.qkv", f"{there}.self_attn.", "q_proj k_proj v_proj")
        rules += same(f"{here}.attention.project", f"{there}.self_attn.out_proj")
        rules += same(f"{here}.attention_norm", f"{there}.self_attn_layer_norm")
        rules += same(f"{here}.feed_forward.expand", f"{there}.fc1")
        rules += same(f"{here}.feed_forward.project", f"{there}.fc2")
        rules += same(f"{here}.feed_forward_norm", f"{there}.final_layer_norm")
        if side == "decoder":
            cross = f"{here}.cross_attention"
            rules += same(f"{cross}.query", f"{there}.encoder_attn.q_proj")
            rules += joined(f"{cross}.key_value", f"{there}.encoder_attn.", "k_proj v_proj")
            rules += same(f"{cross}.project", f"{there}.encoder_attn.out_proj")
            rules += same(f"{cross}_norm", f"{there}.encoder_attn_layer_norm")
    return rules


def read_marian(theirs: dict[str, Any]) -> dict[str, Any]:
    for part in TWINS:
        sides = [theirs.get(f"{side}_{part}") for side in ("encoder", "decoder")]
        if sides[0] != sides[1]:
            raise UserError(
                f"this marian checkpoint has {part} {sides[0]} in the encoder and {sides[1]} "
                "in the decoder; only equal sides are supported."
            )
    activation = theirs.get("activation_function", "gelu")
    if activation not in ACTIVATIONS:
        raise UserError(f"this marian checkpoint has activation {activation!r}: not supported.")
    return {"activation": ACTIVATIONS[activation]}


def write_marian(config: TransformerConfig) -> dict[str, Any]:
    sizes = {"ffn_dim": config.hidden, "layers": config.n_layers, "attention_heads": config.n_heads}
    return {
        **{f"decoder_{part}": size for part, size in sizes.items()},
        "decoder_vocab_size": config.vocabulary_size,
        "activation_function": config.activation,
    }


FAMILIES = {
    "marian": Family(
        model=Transformer,
        config=TransformerConfig,
        architecture="MarianMTModel",
        fields={
            "vocabulary_size": "vocab_size",
            "width": "d_model",
            "hidden": "encoder_ffn_dim",
            "n_layers": "encoder_layers",
            "n_heads": "encoder_attention_heads",
            "dropout": "dropout",
            "scale_embeddings": "scale_embedding",
        },
        defaults={"scale_embedding": False},
        fixed={
            "share_encoder_decoder_embeddings": (True,),
            "tie_word_embeddings": (True,),
            "normalize_before": (False,),
            "normalize_embedding": (False,),
        },
        rules=marian_rules,
        read=read_marian,
        write=write_marian,
        ignored=("lm_head.weight", "embed_tokens.weight", "embed_positions.weight"),
    ),
}
