"""ResNet: our names are torchvision's, which timm has too; the transformers library has its own."""

from typing import Any

from gradatim.models.hub.family import Family, refuse
from gradatim.models.hub.rules import Rule, same
from gradatim.models.vision.resnet import Bottleneck, ResNet, ResNetConfig
from gradatim.typed import validated

MOST = 100_000  # blocks of a stage, maps of a layer
STATISTICS = ("weight", "bias", "running_mean", "running_var", "num_batches_tracked")


def resnet_rules(config: ResNetConfig) -> list[Rule]:
    """A convolution and its norm are one layer there: `convolution` and `normalization`."""
    rules = _layer("conv1", "bn1", "resnet.embedder.embedder")
    for stage, depth in enumerate(config.depths):
        for block in range(depth):
            here = f"layer{stage + 1}.{block}"
            there = f"resnet.encoder.stages.{stage}.layers.{block}"
            rules += _layer(f"{here}.downsample.0", f"{here}.downsample.1", f"{there}.shortcut")
            for k in range(3 if config.bottleneck else 2):
                rules += _layer(f"{here}.conv{k + 1}", f"{here}.bn{k + 1}", f"{there}.layer.{k}")
    return [*rules, *same("fc", "classifier.1")]


def _layer(convolution: str, norm: str, there: str) -> list[Rule]:
    weight = Rule(f"{convolution}.weight", (f"{there}.convolution.weight",))
    return [
        weight,
        *(Rule(f"{norm}.{part}", (f"{there}.normalization.{part}",)) for part in STATISTICS),
    ]


def read_resnet(theirs: dict[str, Any]) -> dict[str, Any]:
    """Widths are those of the blocks' output there, and of their 3x3 convolution here."""
    bottleneck = theirs.get("layer_type", "bottleneck") == "bottleneck"
    outputs = _numbers(theirs, "hidden_sizes", [256, 512, 1024, 2048])
    depths = _numbers(theirs, "depths", [3, 4, 6, 3])
    widths = tuple(n // (Bottleneck.expansion if bottleneck else 1) for n in outputs)
    if theirs.get("embedding_size", 64) != widths[0]:
        raise refuse(theirs, f"begins with {theirs.get('embedding_size', 64)} maps of features")
    return {
        "widths": widths,
        "depths": depths,
        "bottleneck": bottleneck,
        "n_classes": len(theirs.get("id2label", {})) or theirs.get("num_labels", 2),
        "shortcut": "projection",
        "stem": "imagenet",
    }


def _numbers(theirs: dict[str, Any], name: str, default: list[int]) -> tuple[int, ...]:
    what = f"{name} in config.json of this resnet checkpoint"
    found = validated(list[int], theirs.get(name, default), what, "download it again.")
    if not found or not all(0 < n <= MOST for n in found):
        raise refuse(theirs, f"has {name} {found}")
    return tuple(found)


def write_resnet(config: ResNetConfig) -> dict[str, Any]:
    if config.shortcut != "projection" or config.stem != "imagenet":
        raise refuse({"model_type": "resnet"}, "has the stem or the shortcuts of CIFAR's networks")
    times = Bottleneck.expansion if config.bottleneck else 1
    return {
        "embedding_size": config.widths[0],
        "depths": list(config.depths),
        "hidden_sizes": [width * times for width in config.widths],
        "layer_type": "bottleneck" if config.bottleneck else "basic",
        "id2label": {str(i): f"LABEL_{i}" for i in range(config.n_classes)},
        "label2id": {f"LABEL_{i}": i for i in range(config.n_classes)},
    }


FAMILIES = {
    "resnet": Family(
        model=ResNet,
        config=ResNetConfig,
        architecture="ResNetForImageClassification",
        fields={"in_channels": "num_channels"},
        fixed={
            "hidden_act": ("relu",),
            "downsample_in_first_stage": (False,),
            "downsample_in_bottleneck": (False,),
        },
        rules=resnet_rules,
        read=read_resnet,
        write=write_resnet,
        prefix="resnet.",
        heads=("classifier.",),
    ),
}
