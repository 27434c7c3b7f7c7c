"""GPT-2, GPT-Neo, OPT and GPT-NeoX."""

from typing import Any

from gradatim.models.hub.family import Family, refuse
from gradatim.models.hub.rotary import read_rotary, write_rotary
from gradatim.models.hub.rules import Rule, joined, renamed, same
from gradatim.models.language.gpt import GPT, GPTConfig
from gradatim.models.language.variants.gpt_neo import OPT, GPTNeo, GPTNeoConfig, OPTConfig
from gradatim.models.language.variants.neox import NeoX, NeoXConfig

GELU = ("gelu_new", "gelu_pytorch_tanh")


def gpt2_rules(config: GPTConfig) -> list[Rule]:
    rules = [
        Rule("token_embedding.weight", ("transformer.wte.weight",)),
        Rule("position_embedding.weight", ("transformer.wpe.weight",)),
        *same("norm", "transformer.ln_f"),
    ]
    linear = {
        "attention.qkv": "attn.c_attn",
        "attention.project": "attn.c_proj",
        "feed_forward.expand": "mlp.c_fc",
        "feed_forward.project": "mlp.c_proj",
    }
    # GPT-2 was written with 1x1 convolutions, whose matrices are (inputs, outputs): transposed.
    for i in range(config.n_layers):
        here, there = f"blocks.{i}", f"transformer.h.{i}"
        rules += same(f"{here}.attention_norm", f"{there}.ln_1")
        rules += same(f"{here}.feed_forward_norm", f"{there}.ln_2")
        for ours, theirs in linear.items():
            rules.append(
                Rule(f"{here}.{ours}.weight", (f"{there}.{theirs}.weight",), transposed=True)
            )
            rules.append(Rule(f"{here}.{ours}.bias", (f"{there}.{theirs}.bias",)))
    return rules


def read_gpt2(theirs: dict[str, Any]) -> dict[str, Any]:
    hidden, usual = theirs.get("n_inner"), 4 * theirs.get("n_embd", 0)
    if hidden not in (None, usual):
        raise refuse(theirs, f"has n_inner = {hidden!r} instead of 4 x n_embd = {usual}")
    return {}


def gpt_neo_rules(config: GPTNeoConfig) -> list[Rule]:
    rules = [
        Rule("token_embedding.weight", ("transformer.wte.weight",)),
        Rule("position_embedding.weight", ("transformer.wpe.weight",)),
        *same("norm", "transformer.ln_f"),
    ]
    names = {
        "attention_norm": "ln_1",
        "attention.project": "attn.attention.out_proj",
        "feed_forward_norm": "ln_2",
        "feed_forward.expand": "mlp.c_fc",
        "feed_forward.project": "mlp.c_proj",
    }
    for i in range(config.n_layers):
        here, there = f"blocks.{i}", f"transformer.h.{i}"
        # Without biases, unlike every other projection of this family.
        qkv = tuple(f"{there}.attn.attention.{name}_proj.weight" for name in "qkv")
        rules.append(Rule(f"{here}.attention.qkv.weight", qkv))
        rules += renamed(here, there, names)
    return rules


def opt_rules(config: OPTConfig) -> list[Rule]:
    rules = [
        Rule("token_embedding.weight", ("model.decoder.embed_tokens.weight",)),
        Rule("position_embedding.weight", ("model.decoder.embed_positions.weight",)),
        *same("norm", "model.decoder.final_layer_norm"),
    ]
    names = {
        "attention_norm": "self_attn_layer_norm",
        "attention.project": "self_attn.out_proj",
        "feed_forward_norm": "final_layer_norm",
        "feed_forward.expand": "fc1",
        "feed_forward.project": "fc2",
    }
    for i in range(config.n_layers):
        here, there = f"blocks.{i}", f"model.decoder.layers.{i}"
        rules += joined(f"{here}.attention.qkv", f"{there}.self_attn.", "q_proj k_proj v_proj")
        rules += renamed(here, there, names)
    return rules


def neox_rules(config: NeoXConfig) -> list[Rule]:
    rules = [
        Rule("token_embedding.weight", ("gpt_neox.embed_in.weight",)),
        *same("norm", "gpt_neox.final_layer_norm"),
    ]
    if not config.tie_embeddings:
        rules.append(Rule("output.weight", ("embed_out.weight",)))
    names = {
        "attention_norm": "input_layernorm",
        "attention.project": "attention.dense",
        "feed_forward_norm": "post_attention_layernorm",
        "feed_forward.expand": "mlp.dense_h_to_4h",
        "feed_forward.project": "mlp.dense_4h_to_h",
    }
    for i in range(config.n_layers):
        here, there = f"blocks.{i}", f"gpt_neox.layers.{i}"
        for part in ("weight", "bias"):
            # Query, key and value stand side by side per head here, not one after the other.
            ours, theirs = f"{here}.attention.qkv.{part}", f"{there}.attention.query_key_value"
            rules.append(Rule(ours, (f"{theirs}.{part}",), heads=config.n_heads))
        rules += renamed(here, there, names)
    return rules


def read_gpt_neo(theirs: dict[str, Any]) -> dict[str, Any]:
    kinds = theirs.get("attention_layers")
    if kinds is None:
        types = theirs.get("attention_types") or [[["global", "local"], 12]]
        kinds = [kind for names, times in types for kind in names * times]
    hidden = theirs.get("intermediate_size") or 4 * theirs.get("hidden_size", 0)
    return {"hidden": hidden, "whole": tuple(kind == "global" for kind in kinds)}


def write_gpt_neo(config: GPTNeoConfig) -> dict[str, Any]:
    kinds = ["global" if on else "local" for on in config.whole]
    return {
        "intermediate_size": config.hidden,
        "attention_layers": kinds,
        "attention_types": [[[kind], 1] for kind in kinds],
        "attention_dropout": config.dropout,
        "embed_dropout": config.dropout,
    }


def read_opt(theirs: dict[str, Any]) -> dict[str, Any]:
    width = theirs.get("hidden_size")
    if theirs.get("word_embed_proj_dim") not in (None, width):
        raise refuse(theirs, "has embeddings of another width than its layers")
    return {}


def read_neox(theirs: dict[str, Any]) -> dict[str, Any]:
    rotary = theirs.get("rope_parameters") or {}
    fraction = rotary.get("partial_rotary_factor", theirs.get("rotary_pct", 0.25))
    base = theirs.get("rotary_emb_base", 10_000.0)
    plain = {**theirs, "rope_parameters": {**rotary, "partial_rotary_factor": 1.0}}
    heads = {"n_key_heads": theirs.get("num_attention_heads")}
    return read_rotary(plain, base) | heads | {"rotary_fraction": float(fraction)}


def write_neox(config: NeoXConfig) -> dict[str, Any]:
    rotary = write_rotary(config)
    rotary["rope_parameters"]["partial_rotary_factor"] = config.rotary_fraction
    old = {"rotary_pct": config.rotary_fraction, "rotary_emb_base": config.rotary_base}
    return rotary | old


_TIED = {"tie_word_embeddings": (True,)}
FAMILIES = {
    "gpt2": Family(
        model=GPT,
        config=GPTConfig,
        architecture="GPT2LMHeadModel",
        fields={
            "vocabulary_size": "vocab_size",
            "context": "n_positions",
            "width": "n_embd",
            "n_layers": "n_layer",
            "n_heads": "n_head",
            "dropout": "resid_pdrop",
        },
        fixed={
            "activation_function": GELU,
            "layer_norm_epsilon": (1e-5,),
            "scale_attn_weights": (True,),
            "scale_attn_by_inverse_layer_idx": (False,),
            "add_cross_attention": (False,),
            **_TIED,
        },
        rules=gpt2_rules,
        read=read_gpt2,
        write=lambda config: {"attn_pdrop": config.dropout, "embd_pdrop": config.dropout},
        prefix="transformer.",
        ignored=("lm_head.weight", ".attn.bias", ".attn.masked_bias"),
    ),
    "gpt_neo": Family(
        model=GPTNeo,
        config=GPTNeoConfig,
        architecture="GPTNeoForCausalLM",
        fields={
            "vocabulary_size": "vocab_size",
            "context": "max_position_embeddings",
            "width": "hidden_size",
            "n_layers": "num_layers",
            "n_heads": "num_heads",
            "window": "window_size",
            "dropout": "resid_dropout",
        },
        fixed={"activation_function": GELU, "layer_norm_epsilon": (1e-5,), **_TIED},
        rules=gpt_neo_rules,
        read=read_gpt_neo,
        write=write_gpt_neo,
        prefix="transformer.",
        ignored=("lm_head.weight", ".attn.attention.bias", ".attn.attention.masked_bias"),
    ),
    "opt": Family(
        model=OPT,
        config=OPTConfig,
        architecture="OPTForCausalLM",
        fields={
            "vocabulary_size": "vocab_size",
            "context": "max_position_embeddings",
            "width": "hidden_size",
            "hidden": "ffn_dim",
            "n_layers": "num_hidden_layers",
            "n_heads": "num_attention_heads",
            "dropout": "dropout",
        },
        fixed={
            "activation_function": ("relu",),
            "do_layer_norm_before": (True,),
            "_remove_final_layer_norm": (False,),
            "enable_bias": (True,),
            "layer_norm_elementwise_affine": (True,),
            **_TIED,
        },
        rules=opt_rules,
        read=read_opt,
        write=lambda config: {"word_embed_proj_dim": config.width},
        prefix="model.",
        ignored=("lm_head.weight",),
    ),
    "gpt_neox": Family(
        model=NeoX,
        config=NeoXConfig,
        architecture="GPTNeoXForCausalLM",
        fields={
            "vocabulary_size": "vocab_size",
            "context": "max_position_embeddings",
            "width": "hidden_size",
            "hidden": "intermediate_size",
            "n_layers": "num_hidden_layers",
            "n_heads": "num_attention_heads",
            "norm_epsilon": "layer_norm_eps",
            "tie_embeddings": "tie_word_embeddings",
            "parallel": "use_parallel_residual",
        },
        defaults={"tie_word_embeddings": False, "layer_norm_eps": 1e-5},
        fixed={"hidden_act": ("gelu",), "attention_bias": (True,)},
        rules=neox_rules,
        read=read_neox,
        write=write_neox,
        prefix="gpt_neox.",
        heads=("embed_out.",),
        ignored=(".attention.bias", ".attention.masked_bias", "rotary_emb.inv_freq"),
    ),
}
