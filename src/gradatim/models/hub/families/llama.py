"""LLaMA and what was made of it: Mistral, Mixtral, Qwen, Phi-3, OLMo 2, SmolLM3, Gemma 3."""

from itertools import chain
from typing import Any

from gradatim.models.hub.family import Family, kinds_of_layer, layer_types, refuse
from gradatim.models.hub.rotary import read_rotary, write_rotary
from gradatim.models.hub.rules import Rule
from gradatim.models.language.llama import Llama, LlamaConfig
from gradatim.models.language.mixtral import Mixtral, MixtralConfig
from gradatim.models.language.variants.gemma import Gemma3, Gemma3Config
from gradatim.models.language.variants.olmo import Olmo2
from gradatim.models.language.variants.qwen import Qwen2, Qwen3
from gradatim.models.language.variants.smollm import SmolLM3, SmolLM3Config

FIELDS = {
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
WINDOWED = {**FIELDS, "window": "sliding_window"}
DEFAULTS = {"rms_norm_eps": 1e-6, "tie_word_embeddings": False}
FIXED = {"hidden_act": ("silu",), "attention_bias": (False,), "mlp_bias": (False,)}
ROTARY_EXTRAS = ("rotary_emb.inv_freq",)


def llama_rules(
    config: LlamaConfig, *, biases: str = "", extras: tuple[tuple[str, str], ...] = ()
) -> list[Rule]:
    """The tensors of a LLaMA.

    Args:
        config: its sizes.
        biases: letters of the projections that have biases, of "qkv".
        extras: further weights of a block, pairs of our name and theirs.
    """
    rules = [
        Rule("token_embedding.weight", ("model.embed_tokens.weight",)),
        Rule("norm.weight", ("model.norm.weight",)),
    ]
    if not config.tie_embeddings:
        rules.append(Rule("output.weight", ("lm_head.weight",)))
    # With grouped queries the three parts of our one matrix are of different height.
    heads = (config.n_heads, config.n_key_heads, config.n_key_heads)  # of query, key and value
    sizes = tuple(n * config.width_per_head for n in heads)
    for i in range(config.n_layers):
        here, there = f"blocks.{i}", f"model.layers.{i}"
        for part in ("weight", "bias") if biases else ("weight",):
            qkv = tuple(f"{there}.self_attn.{name}_proj.{part}" for name in "qkv")
            rules.append(Rule(f"{here}.attention.qkv.{part}", qkv, sizes))
        rules += [
            Rule(f"{here}.{ours}.weight", (f"{there}.{theirs}.weight",))
            for ours, theirs in (("attention.project", "self_attn.o_proj"), *extras)
        ]
        if isinstance(config, MixtralConfig):
            rules += _expert_rules(config, f"{here}.feed_forward", f"{there}.block_sparse_moe")
        else:
            gate_up = (f"{there}.mlp.gate_proj.weight", f"{there}.mlp.up_proj.weight")
            rules += [
                Rule(f"{here}.feed_forward.gate_up.weight", gate_up),
                Rule(f"{here}.feed_forward.project.weight", (f"{there}.mlp.down_proj.weight",)),
            ]
    return rules


def _expert_rules(config: MixtralConfig, here: str, there: str) -> list[Rule]:
    # Theirs has a matrix per expert, ours one tensor of all: so a batch of experts is one product.
    experts = [f"{there}.experts.{e}" for e in range(config.n_experts)]
    # w1 is the gate and w3 the values that it lets through: their order in our stacked matrix.
    gates = tuple(chain.from_iterable((f"{e}.w1.weight", f"{e}.w3.weight") for e in experts))
    return [
        Rule(f"{here}.router.weight", (f"{there}.gate.weight",)),
        Rule(f"{here}.gate_up", gates),
        Rule(f"{here}.project", tuple(f"{e}.w2.weight" for e in experts)),
    ]


# What is one weight on both sides: ours, theirs.
PRE_NORMS = (
    ("attention_norm", "input_layernorm"),
    ("feed_forward_norm", "post_attention_layernorm"),
)
POST_NORMS = (
    ("attention_norm", "post_attention_layernorm"),
    ("feed_forward_norm", "post_feedforward_layernorm"),
)
SANDWICH_NORMS = (
    ("attention_norm", "input_layernorm"),
    ("attention_end_norm", "post_attention_layernorm"),
    ("feed_forward_norm", "pre_feedforward_layernorm"),
    ("feed_forward_end_norm", "post_feedforward_layernorm"),
)
QUERY_KEY_NORMS = (
    ("attention.query_norm", "self_attn.q_norm"),
    ("attention.key_norm", "self_attn.k_norm"),
)


def phi3_rules(config: LlamaConfig) -> list[Rule]:
    """Phi-3 keeps query, key and value as one matrix, and gate and up, as we do."""
    rules = []
    for rule in llama_rules(config, extras=PRE_NORMS):
        first = rule.theirs[0]
        one = first.replace("self_attn.q_proj", "self_attn.qkv_proj")
        one = one.replace("mlp.gate_proj", "mlp.gate_up_proj")
        rules.append(Rule(rule.ours, (one,)))
    return rules


def read_smollm3(theirs: dict[str, Any]) -> dict[str, Any]:
    n_layers = theirs.get("num_hidden_layers", 0)
    # Every fourth layer has no positions: `no_rope_layers` lists 1 for a layer that does rotate.
    every = theirs.get("no_rope_layer_interval", 4)
    rotated = theirs.get("no_rope_layers") or [(i + 1) % every for i in range(n_layers)]
    return read_rotary(theirs, 2e6) | {"rotated": tuple(map(bool, rotated))}


def write_smollm3(config: SmolLM3Config) -> dict[str, Any]:
    return write_rotary(config) | {"no_rope_layers": [int(on) for on in config.rotated]}


def read_gemma3(theirs: dict[str, Any]) -> dict[str, Any]:
    pattern = theirs.get("sliding_window_pattern", theirs.get("_sliding_window_pattern", 6))
    near = {**theirs, "rope_theta": theirs.get("rope_local_base_freq", 10_000.0)}
    # Only the layers that see everything are stretched; those of a window never see far.
    near["rope_scaling"] = None
    local = read_rotary(near, kind="sliding_attention")
    if "rotary_scaling" in local:
        raise refuse(theirs, "stretches the rotary positions of its local layers")
    return read_rotary(theirs, 1e6) | {
        "whole": kinds_of_layer(theirs, pattern, 1),
        "local_rotary_base": local["rotary_base"],
        "score_width": theirs.get("query_pre_attn_scalar", 256),
    }


def write_gemma3(config: Gemma3Config) -> dict[str, Any]:
    far = write_rotary(config)["rope_parameters"]
    near = {"rope_theta": config.local_rotary_base, "rope_type": "default"}
    return {
        "rope_parameters": {"full_attention": far, "sliding_attention": near},
        "layer_types": layer_types(config.whole),
        "query_pre_attn_scalar": config.score_width,
    }


def _family(**changes: Any) -> Family:
    """A family that differs from LLaMA in some points."""
    values: dict[str, Any] = {
        "model": Llama,
        "config": LlamaConfig,
        "fields": FIELDS,
        "defaults": DEFAULTS,
        "fixed": FIXED,
        "rules": lambda config: llama_rules(config, extras=PRE_NORMS),
        "read": read_rotary,
        "write": write_rotary,
        "prefix": "model.",
        "ignored": ROTARY_EXTRAS,
    }
    return Family(**values | changes)


_UNWINDOWED = {"use_sliding_window": (False,)}
FAMILIES = {
    "llama": _family(architecture="LlamaForCausalLM"),
    "mistral": _family(architecture="MistralForCausalLM", fields=WINDOWED),
    "mixtral": _family(
        model=Mixtral,
        config=MixtralConfig,
        architecture="MixtralForCausalLM",
        fields={**WINDOWED, "n_experts": "num_local_experts", "n_active": "num_experts_per_tok"},
        defaults={**DEFAULTS, "rms_norm_eps": 1e-5},
        read=lambda theirs: read_rotary(theirs, 1e6),
    ),
    "qwen2": _family(
        model=Qwen2,
        architecture="Qwen2ForCausalLM",
        fixed={"hidden_act": ("silu",), **_UNWINDOWED},
        rules=lambda config: llama_rules(config, biases="qkv", extras=PRE_NORMS),
    ),
    "qwen3": _family(
        model=Qwen3,
        architecture="Qwen3ForCausalLM",
        defaults={**DEFAULTS, "head_dim": 128},
        fixed={**FIXED, **_UNWINDOWED},
        rules=lambda config: llama_rules(config, extras=(*PRE_NORMS, *QUERY_KEY_NORMS)),
    ),
    "phi3": _family(
        architecture="Phi3ForCausalLM",
        fields=WINDOWED,
        defaults={**DEFAULTS, "rms_norm_eps": 1e-5, "original_max_position_embeddings": 4096},
        rules=phi3_rules,
    ),
    "olmo2": _family(
        model=Olmo2,
        architecture="Olmo2ForCausalLM",
        defaults={**DEFAULTS, "rms_norm_eps": 1e-5},
        rules=lambda config: llama_rules(config, extras=(*POST_NORMS, *QUERY_KEY_NORMS)),
    ),
    "smollm3": _family(
        model=SmolLM3,
        config=SmolLM3Config,
        architecture="SmolLM3ForCausalLM",
        defaults={**DEFAULTS, "tie_word_embeddings": True, "num_key_value_heads": 4},
        fixed={**FIXED, **_UNWINDOWED},
        read=read_smollm3,
        write=write_smollm3,
    ),
    "gemma3_text": _family(
        model=Gemma3,
        config=Gemma3Config,
        architecture="Gemma3ForCausalLM",
        fields=WINDOWED,
        defaults={
            **DEFAULTS,
            "tie_word_embeddings": True,
            "head_dim": 256,
            "num_key_value_heads": 4,
            "sliding_window": 4096,
        },
        fixed={
            "hidden_activation": ("gelu_pytorch_tanh",),
            "attention_bias": (False,),
            "attn_logit_softcapping": (None,),
            "final_logit_softcapping": (None,),
            "use_bidirectional_attention": (False, None),
        },
        rules=lambda config: llama_rules(config, extras=(*SANDWICH_NORMS, *QUERY_KEY_NORMS)),
        read=read_gemma3,
        write=write_gemma3,
    ),
}
