"""BERT, DistilBERT, RoBERTa, CamemBERT and ModernBERT."""

from typing import Any

from gradatim.models.hub.family import Family, kinds_of_layer, layer_types, refuse
from gradatim.models.hub.rotary import read_rotary
from gradatim.models.hub.rules import Rule, joined, renamed, same
from gradatim.models.language.bert import BERT, BERTConfig, BERTEncoder
from gradatim.models.language.variants.modernbert import (
    ModernBERT,
    ModernBERTConfig,
    ModernBERTEncoder,
)
from gradatim.models.language.variants.roberta import RoBERTa, RoBERTaEncoder

# What is one layer on both sides: our name -> theirs, within an encoder layer of BERT.
LAYER = {
    "attention.project": "attention.output.dense",
    "attention_norm": "attention.output.LayerNorm",
    "feed_forward.expand": "intermediate.dense",
    "feed_forward.project": "output.dense",
    "feed_forward_norm": "output.LayerNorm",
}
FIELDS = {
    "vocabulary_size": "vocab_size",
    "width": "hidden_size",
    "hidden": "intermediate_size",
    "n_layers": "num_hidden_layers",
    "n_heads": "num_attention_heads",
    "dropout": "hidden_dropout_prob",
    "n_segments": "type_vocab_size",
    "norm_epsilon": "layer_norm_eps",
}
FIXED = {
    "hidden_act": ("gelu",),
    "position_embedding_type": ("absolute",),
    "is_decoder": (False,),
    "tie_word_embeddings": (True,),
}
IGNORED = (
    "pooler.",
    "seq_relationship.",
    "predictions.decoder.",
    "lm_head.decoder.",
    "position_ids",
)


def encoder_rules(config: BERTConfig, prefix: str) -> list[Rule]:
    """The tensors of a BERT without its head."""
    tables = {"token": "word", "position": "position", "segment": "token_type"}
    rules = [
        Rule(f"{ours}_embedding.weight", (f"{prefix}.embeddings.{theirs}_embeddings.weight",))
        for ours, theirs in tables.items()
    ]
    rules += same("embedding_norm", f"{prefix}.embeddings.LayerNorm")
    for i in range(config.n_layers):
        here, there = f"layers.{i}", f"{prefix}.encoder.layer.{i}"
        rules += joined(f"{here}.attention.qkv", f"{there}.attention.self.", "query key value")
        rules += renamed(here, there, LAYER)
    return rules


def bert_rules(config: BERTConfig) -> list[Rule]:
    return [
        *encoder_rules(config, "bert"),
        *same("head_transform", "cls.predictions.transform.dense"),
        *same("head_norm", "cls.predictions.transform.LayerNorm"),
        Rule("head_bias", ("cls.predictions.bias",)),
    ]


def roberta_rules(config: BERTConfig) -> list[Rule]:
    return [
        *encoder_rules(config, "roberta"),
        *same("head_transform", "lm_head.dense"),
        *same("head_norm", "lm_head.layer_norm"),
        Rule("head_bias", ("lm_head.bias",)),
    ]


def distilbert_rules(config: BERTConfig) -> list[Rule]:
    embeddings = "distilbert.embeddings"
    rules = [
        Rule("token_embedding.weight", (f"{embeddings}.word_embeddings.weight",)),
        Rule("position_embedding.weight", (f"{embeddings}.position_embeddings.weight",)),
        *same("embedding_norm", f"{embeddings}.LayerNorm"),
        *same("head_transform", "vocab_transform"),
        *same("head_norm", "vocab_layer_norm"),
        Rule("head_bias", ("vocab_projector.bias",)),
    ]
    names = {
        "attention.project": "attention.out_lin",
        "attention_norm": "sa_layer_norm",
        "feed_forward.expand": "ffn.lin1",
        "feed_forward.project": "ffn.lin2",
        "feed_forward_norm": "output_layer_norm",
    }
    for i in range(config.n_layers):
        here, there = f"layers.{i}", f"distilbert.transformer.layer.{i}"
        rules += joined(f"{here}.attention.qkv", f"{there}.attention.", "q_lin k_lin v_lin")
        rules += renamed(here, there, names)
    return rules


def modernbert_rules(config: ModernBERTConfig) -> list[Rule]:
    names = {
        "token_embedding": "model.embeddings.tok_embeddings",
        "embedding_norm": "model.embeddings.norm",
        "norm": "model.final_norm",
        "head_transform": "head.dense",
        "head_norm": "head.norm",
    }
    for i in range(config.n_layers):
        here, there = f"layers.{i}", f"model.layers.{i}"
        names |= {
            f"{here}.attention.qkv": f"{there}.attn.Wqkv",
            f"{here}.attention.project": f"{there}.attn.Wo",
            f"{here}.feed_forward_norm": f"{there}.mlp_norm",
            f"{here}.feed_forward.expand": f"{there}.mlp.Wi",
            f"{here}.feed_forward.project": f"{there}.mlp.Wo",
        }
        if i > 0:  # what the first layer reads is normed already
            names[f"{here}.attention_norm"] = f"{there}.attn_norm"
    weights = [Rule(f"{ours}.weight", (f"{theirs}.weight",)) for ours, theirs in names.items()]
    return [*weights, Rule("head_bias", ("decoder.bias",))]


def read_roberta(theirs: dict[str, Any]) -> dict[str, Any]:
    # The first two rows of the table of positions are never read.
    return {"context": theirs.get("max_position_embeddings", 512) - RoBERTa.first_position}


def write_roberta(config: BERTConfig) -> dict[str, Any]:
    positions = config.context + RoBERTa.first_position
    return {
        "max_position_embeddings": positions,
        "attention_probs_dropout_prob": config.dropout,
    }


def read_modernbert(theirs: dict[str, Any]) -> dict[str, Any]:
    bases = {}
    old = {"full_attention": "global_rope_theta", "sliding_attention": "local_rope_theta"}
    usual = {"full_attention": 160_000.0, "sliding_attention": 10_000.0}
    for kind, name in old.items():
        values = {**theirs, "rope_theta": theirs.get(name, usual[kind])}
        rotary = read_rotary(values, kind=kind)
        if "rotary_scaling" in rotary:
            raise refuse(theirs, "stretches its rotary positions")
        bases[kind] = rotary["rotary_base"]
    return {
        "n_segments": None,
        "whole": kinds_of_layer(theirs, theirs.get("global_attn_every_n_layers", 3)),
        "rotary_base": bases["full_attention"],
        "local_rotary_base": bases["sliding_attention"],
    }


def write_modernbert(config: ModernBERTConfig) -> dict[str, Any]:
    return {
        "layer_types": layer_types(config.whole),
        "rope_parameters": {
            "full_attention": {"rope_theta": config.rotary_base, "rope_type": "default"},
            "sliding_attention": {"rope_theta": config.local_rotary_base, "rope_type": "default"},
        },
    }


def _roberta(name: str) -> Family:
    """RoBERTa under one of the names of its descendants."""
    return Family(
        model=RoBERTa,
        config=BERTConfig,
        architecture=f"{name}ForMaskedLM",
        fields=FIELDS,
        fixed={**FIXED, "pad_token_id": (1,)},
        rules=roberta_rules,
        read=read_roberta,
        write=write_roberta,
        prefix="roberta.",
        ignored=IGNORED,
        encoder=RoBERTaEncoder,
        encoder_architecture=f"{name}Model",
    )


FAMILIES = {
    "bert": Family(
        model=BERT,
        config=BERTConfig,
        architecture="BertForMaskedLM",
        fields={**FIELDS, "context": "max_position_embeddings"},
        fixed=FIXED,
        rules=bert_rules,
        write=lambda config: {"attention_probs_dropout_prob": config.dropout},
        prefix="bert.",
        heads=("cls.",),
        ignored=IGNORED,
        encoder=BERTEncoder,
        encoder_architecture="BertModel",
    ),
    "distilbert": Family(
        model=BERT,
        config=BERTConfig,
        architecture="DistilBertForMaskedLM",
        fields={
            "vocabulary_size": "vocab_size",
            "context": "max_position_embeddings",
            "width": "dim",
            "hidden": "hidden_dim",
            "n_layers": "n_layers",
            "n_heads": "n_heads",
            "dropout": "dropout",
        },
        fixed={"activation": ("gelu",), "tie_word_embeddings": (True,)},
        rules=distilbert_rules,
        read=lambda theirs: {"n_segments": None},
        write=lambda config: {"attention_dropout": config.dropout},
        prefix="distilbert.",
        heads=("vocab_",),
        ignored=("vocab_projector.weight", "position_ids"),
        encoder=BERTEncoder,
        encoder_architecture="DistilBertModel",
    ),
    "roberta": _roberta("Roberta"),
    "camembert": _roberta("Camembert"),
    "xlm-roberta": _roberta("XLMRoberta"),
    "modernbert": Family(
        model=ModernBERT,
        config=ModernBERTConfig,
        architecture="ModernBertForMaskedLM",
        fields={
            "vocabulary_size": "vocab_size",
            "context": "max_position_embeddings",
            "width": "hidden_size",
            "hidden": "intermediate_size",
            "n_layers": "num_hidden_layers",
            "n_heads": "num_attention_heads",
            "norm_epsilon": "norm_eps",
            "window": "local_attention",
        },
        fixed={
            "hidden_activation": ("gelu",),
            "classifier_activation": ("gelu",),
            "norm_bias": (False,),
            "attention_bias": (False,),
            "mlp_bias": (False,),
            "classifier_bias": (False,),
            "decoder_bias": (True,),
            "tie_word_embeddings": (True,),
        },
        rules=modernbert_rules,
        read=read_modernbert,
        write=write_modernbert,
        prefix="model.",
        heads=("head.", "decoder."),
        ignored=("decoder.weight",),
        encoder=ModernBERTEncoder,
        encoder_architecture="ModernBertModel",
    ),
}
