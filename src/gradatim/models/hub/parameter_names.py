"""What published checkpoints call their tensors.

Rules say which tensors of a checkpoint make up each tensor of ours; they are read in both
directions. Projections that we keep as one matrix (query, key and value; gate and up; all experts)
are several tensors there, one below the other.
"""

from dataclasses import dataclass
from itertools import chain

from torch import Tensor

from gradatim.models.language.bert import BERTConfig
from gradatim.models.language.gpt import GPTConfig
from gradatim.models.language.llama import LlamaConfig
from gradatim.models.language.mixtral import MixtralConfig
from gradatim.models.language.transformer import TransformerConfig
from gradatim.models.vision.vit import ViTConfig


@dataclass(frozen=True)
class Rule:
    """One tensor of ours and the tensors of a checkpoint that it is made of.

    Args:
        ours: name in our model.
        theirs: names in the checkpoint; several lie below each other.
        sizes: rows of each of them; None for equal parts.
        transposed: whether theirs is (in, out) where ours is (out, in).
        extra_axis: whether theirs has one more axis, of length 1, in front.
    """

    ours: str
    theirs: tuple[str, ...]
    sizes: tuple[int, ...] | None = None
    transposed: bool = False
    extra_axis: bool = False

    def split(self, tensor: Tensor) -> list[Tensor]:
        """Our tensor -> theirs."""
        if self.transposed:
            return [tensor.T]
        if self.extra_axis:
            return [tensor[None]]
        if len(self.theirs) == 1:
            return [tensor]
        rows = tensor.flatten(0, 1) if tensor.dim() == 3 else tensor  # experts: (E, F, C)
        return list(
            rows.split(list(self.sizes or [len(rows) // len(self.theirs)] * len(self.theirs)))
        )


def _same(ours: str, theirs: str) -> list[Rule]:
    """Weight and bias of a layer that is alike on both sides."""
    return [Rule(f"{ours}.{part}", (f"{theirs}.{part}",)) for part in ("weight", "bias")]


def _joined(ours: str, prefix: str, names: str) -> list[Rule]:
    """Weight and bias of one layer of ours that is several of theirs."""
    return [
        Rule(f"{ours}.{part}", tuple(f"{prefix}{name}.{part}" for name in names.split()))
        for part in ("weight", "bias")
    ]


# What is one layer on both sides: our name -> theirs, within an encoder layer of BERT.
BERT_LAYER = {
    "attention.project": "attention.output.dense",
    "attention_norm": "attention.output.LayerNorm",
    "feed_forward.expand": "intermediate.dense",
    "feed_forward.project": "output.dense",
    "feed_forward_norm": "output.LayerNorm",
}
# ViT has its norms first, under other names.
VIT_LAYER = {
    **BERT_LAYER,
    "attention_norm": "layernorm_before",
    "feed_forward_norm": "layernorm_after",
}


def _renamed(here: str, there: str, names: dict[str, str]) -> list[Rule]:
    """The rules of all layers in a table of names, ours -> theirs."""
    return [rule for o, t in names.items() for rule in _same(f"{here}.{o}", f"{there}.{t}")]


def gpt2_rules(config: GPTConfig) -> list[Rule]:
    rules = [
        Rule("token_embedding.weight", ("transformer.wte.weight",)),
        Rule("position_embedding.weight", ("transformer.wpe.weight",)),
        *_same("norm", "transformer.ln_f"),
    ]
    linear = {
        "attention.qkv": "attn.c_attn",
        "attention.project": "attn.c_proj",
        "feed_forward.expand": "mlp.c_fc",
        "feed_forward.project": "mlp.c_proj",
    }
    for i in range(config.n_layers):
        here, there = f"blocks.{i}", f"transformer.h.{i}"
        rules += _same(f"{here}.attention_norm", f"{there}.ln_1")
        rules += _same(f"{here}.feed_forward_norm", f"{there}.ln_2")
        for ours, theirs in linear.items():
            rules.append(
                Rule(f"{here}.{ours}.weight", (f"{there}.{theirs}.weight",), transposed=True)
            )
            rules.append(Rule(f"{here}.{ours}.bias", (f"{there}.{theirs}.bias",)))
    return rules


def llama_rules(config: LlamaConfig) -> list[Rule]:
    rules = [
        Rule("token_embedding.weight", ("model.embed_tokens.weight",)),
        Rule("norm.weight", ("model.norm.weight",)),
    ]
    if not config.tie_embeddings:
        rules.append(Rule("output.weight", ("lm_head.weight",)))
    heads = (config.n_heads, config.n_key_heads, config.n_key_heads)  # of query, key and value
    sizes = tuple(n * config.width_per_head for n in heads)
    for i in range(config.n_layers):
        here, there = f"blocks.{i}", f"model.layers.{i}"
        qkv = tuple(f"{there}.self_attn.{name}_proj.weight" for name in "qkv")
        rules += [
            Rule(f"{here}.attention_norm.weight", (f"{there}.input_layernorm.weight",)),
            Rule(f"{here}.attention.qkv.weight", qkv, sizes),
            Rule(f"{here}.attention.project.weight", (f"{there}.self_attn.o_proj.weight",)),
            Rule(f"{here}.feed_forward_norm.weight", (f"{there}.post_attention_layernorm.weight",)),
        ]
        if isinstance(config, MixtralConfig):
            mixture = f"{there}.block_sparse_moe"
            experts = [f"{mixture}.experts.{e}" for e in range(config.n_experts)]
            gates = tuple(
                chain.from_iterable((f"{e}.w1.weight", f"{e}.w3.weight") for e in experts)
            )
            projects = tuple(f"{e}.w2.weight" for e in experts)
            rules += [
                Rule(f"{here}.feed_forward.router.weight", (f"{mixture}.gate.weight",)),
                Rule(f"{here}.feed_forward.gate_up", gates),
                Rule(f"{here}.feed_forward.project", projects),
            ]
        else:
            gate_up = (f"{there}.mlp.gate_proj.weight", f"{there}.mlp.up_proj.weight")
            rules += [
                Rule(f"{here}.feed_forward.gate_up.weight", gate_up),
                Rule(f"{here}.feed_forward.project.weight", (f"{there}.mlp.down_proj.weight",)),
            ]
    return rules


def bert_rules(config: BERTConfig) -> list[Rule]:
    rules = [
        Rule("token_embedding.weight", ("bert.embeddings.word_embeddings.weight",)),
        Rule("position_embedding.weight", ("bert.embeddings.position_embeddings.weight",)),
        Rule("segment_embedding.weight", ("bert.embeddings.token_type_embeddings.weight",)),
        *_same("embedding_norm", "bert.embeddings.LayerNorm"),
        *_same("head_transform", "cls.predictions.transform.dense"),
        *_same("head_norm", "cls.predictions.transform.LayerNorm"),
        Rule("head_bias", ("cls.predictions.bias",)),
    ]
    for i in range(config.n_layers):
        here, there = f"layers.{i}", f"bert.encoder.layer.{i}"
        rules += _joined(f"{here}.attention.qkv", f"{there}.attention.self.", "query key value")
        rules += _renamed(here, there, BERT_LAYER)
    return rules


def vit_rules(config: ViTConfig) -> list[Rule]:
    rules = [
        Rule("class_token", ("vit.embeddings.cls_token",)),
        Rule("position_embedding", ("vit.embeddings.position_embeddings",)),
        *_same("patches", "vit.embeddings.patch_embeddings.projection"),
        *_same("norm", "vit.layernorm"),
        *_same("head", "classifier"),
    ]
    for i in range(config.n_layers):
        here, there = f"layers.{i}", f"vit.encoder.layer.{i}"
        query_key_value = f"{there}.attention.attention."
        rules += _joined(f"{here}.attention.qkv", query_key_value, "query key value")
        rules += _renamed(here, there, VIT_LAYER)
    return rules


def marian_rules(config: TransformerConfig) -> list[Rule]:
    rules = [
        Rule("embedding.weight", ("model.shared.weight",)),
        Rule("output_bias", ("final_logits_bias",), extra_axis=True),
    ]
    for side, i in [(side, i) for side in ("encoder", "decoder") for i in range(config.n_layers)]:
        here, there = f"{side}.{i}", f"model.{side}.layers.{i}"
        rules += _joined(f"{here}.attention.qkv", f"{there}.self_attn.", "q_proj k_proj v_proj")
        rules += _same(f"{here}.attention.project", f"{there}.self_attn.out_proj")
        rules += _same(f"{here}.attention_norm", f"{there}.self_attn_layer_norm")
        rules += _same(f"{here}.feed_forward.expand", f"{there}.fc1")
        rules += _same(f"{here}.feed_forward.project", f"{there}.fc2")
        rules += _same(f"{here}.feed_forward_norm", f"{there}.final_layer_norm")
        if side == "decoder":
            cross = f"{here}.cross_attention"
            rules += _same(f"{cross}.query", f"{there}.encoder_attn.q_proj")
            rules += _joined(f"{cross}.key_value", f"{there}.encoder_attn.", "k_proj v_proj")
            rules += _same(f"{cross}.project", f"{there}.encoder_attn.out_proj")
            rules += _same(f"{cross}_norm", f"{there}.encoder_attn_layer_norm")
    return rules
