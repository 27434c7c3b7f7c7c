"""ResNet and ViT as the timm library publishes them: the same networks under other names.

Its config.json names an architecture, and the sizes follow from that name.
"""

import re
from typing import Any

from gradatim.errors import UserError
from gradatim.models.hub.families import resnet
from gradatim.models.hub.family import Family
from gradatim.models.hub.rules import Rule, renamed, same
from gradatim.models.vision.resnet import ResNet, ResNetConfig
from gradatim.models.vision.vit import ViT, ViTConfig

RESNETS = ("resnet18", "resnet34", "resnet50")
VIT_NAME = re.compile(r"vit_(tiny|small|base|large)_patch(\d+)_(\d+)")
VIT_SIZES = {"tiny": (192, 3, 12), "small": (384, 6, 12), "base": (768, 12, 12)}
VIT_SIZES["large"] = (1024, 16, 24)  # width, heads, layers
VIT_LAYER = {
    "attention_norm": "norm1",
    "attention.qkv": "attn.qkv",
    "attention.project": "attn.proj",
    "feed_forward_norm": "norm2",
    "feed_forward.expand": "mlp.fc1",
    "feed_forward.project": "mlp.fc2",
}


def kind_of_timm(theirs: dict[str, Any]) -> str | None:
    """Our name of the kind of a checkpoint of timm; None for another library's.

    Raises:
        UserError: an architecture that is not read here.
    """
    name = theirs.get("architecture")
    if not isinstance(name, str) or "pretrained_cfg" not in theirs:
        return None
    if name in RESNETS:
        return "timm-resnet"
    if VIT_NAME.fullmatch(name):
        return "timm-vit"
    raise UserError(
        f"the architecture {name!r} of timm is not read here: allowed are {', '.join(RESNETS)}, "
        f"and vit_{{{','.join(VIT_SIZES)}}}_patchP_SIZE."
    )


def _n_classes(theirs: dict[str, Any]) -> int:
    return int(theirs.get("num_classes") or theirs["pretrained_cfg"].get("num_classes", 1000))


def read_resnet(theirs: dict[str, Any]) -> dict[str, Any]:
    sizes = ResNet.configs[theirs["architecture"]](n_classes=_n_classes(theirs))
    return dict(vars(sizes))


def resnet_rules(config: ResNetConfig) -> list[Rule]:
    """Its names are torchvision's, and so are ours."""
    return [Rule(rule.ours, (rule.ours,)) for rule in resnet.resnet_rules(config)]


def read_vit(theirs: dict[str, Any]) -> dict[str, Any]:
    found = VIT_NAME.fullmatch(theirs["architecture"])
    assert found is not None  # kind_of_timm has looked
    width, n_heads, n_layers = VIT_SIZES[found[1]]
    return {
        "width": width,
        "hidden": 4 * width,
        "n_heads": n_heads,
        "n_layers": n_layers,
        "patch_size": int(found[2]),
        "image_size": int(found[3]),
        "n_classes": _n_classes(theirs),
        "epsilon": 1e-6,
    }


def vit_rules(config: ViTConfig) -> list[Rule]:
    rules = [
        Rule("class_token", ("cls_token",)),
        Rule("position_embedding", ("pos_embed",)),
        *same("patches", "patch_embed.proj"),
        *same("norm", "norm"),
        *same("head", "head"),
    ]
    for i in range(config.n_layers):
        rules += renamed(f"layers.{i}", f"blocks.{i}", VIT_LAYER)
    return rules


FAMILIES = {
    "timm-resnet": Family(
        model=ResNet,
        config=ResNetConfig,
        architecture="resnet50",
        fields={},
        rules=resnet_rules,
        read=read_resnet,
        heads=("fc.",),
    ),
    "timm-vit": Family(
        model=ViT,
        config=ViTConfig,
        architecture="vit_base_patch16_224",
        fields={},
        rules=vit_rules,
        read=read_vit,
        heads=("head.",),
    ),
}
