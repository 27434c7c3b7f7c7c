"""ViT, with the classes it was trained on or without, as DINO is published."""

from typing import Any

from gradatim.models.hub.families.bert import LAYER
from gradatim.models.hub.family import Family
from gradatim.models.hub.rules import Rule, joined, renamed, same
from gradatim.models.vision.vit import ViT, ViTConfig, ViTEncoder

# ViT has its norms first, under other names than BERT.
VIT_LAYER = {
    **LAYER,
    "attention_norm": "layernorm_before",
    "feed_forward_norm": "layernorm_after",
}


def vit_rules(config: ViTConfig) -> list[Rule]:
    rules = [
        Rule("class_token", ("vit.embeddings.cls_token",)),
        Rule("position_embedding", ("vit.embeddings.position_embeddings",)),
        *same("patches", "vit.embeddings.patch_embeddings.projection"),
        *same("norm", "vit.layernorm"),
        *same("head", "classifier"),
    ]
    for i in range(config.n_layers):
        here, there = f"layers.{i}", f"vit.encoder.layer.{i}"
        query_key_value = f"{there}.attention.attention."
        rules += joined(f"{here}.attention.qkv", query_key_value, "query key value")
        rules += renamed(here, there, VIT_LAYER)
    return rules


def read_vit(theirs: dict[str, Any]) -> dict[str, Any]:
    return {"n_classes": len(theirs.get("id2label", {})) or theirs.get("num_labels", 2)}


def write_vit(config: ViTConfig) -> dict[str, Any]:
    return {
        "attention_probs_dropout_prob": config.dropout,
        "id2label": {str(i): f"LABEL_{i}" for i in range(config.n_classes)},
        "label2id": {f"LABEL_{i}": i for i in range(config.n_classes)},
    }


FAMILIES = {
    "vit": Family(
        model=ViT,
        config=ViTConfig,
        architecture="ViTForImageClassification",
        fields={
            "width": "hidden_size",
            "hidden": "intermediate_size",
            "n_layers": "num_hidden_layers",
            "n_heads": "num_attention_heads",
            "dropout": "hidden_dropout_prob",
            "image_size": "image_size",
            "patch_size": "patch_size",
            "in_channels": "num_channels",
            "epsilon": "layer_norm_eps",
        },
        fixed={"hidden_act": ("gelu",), "qkv_bias": (True,)},
        rules=vit_rules,
        read=read_vit,
        write=write_vit,
        prefix="vit.",
        heads=("classifier.",),
        ignored=("vit.pooler.",),
        encoder=ViTEncoder,
        encoder_architecture="ViTModel",
    ),
}
