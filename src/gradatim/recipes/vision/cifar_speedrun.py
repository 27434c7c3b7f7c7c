"""CIFAR-10 in seconds: the recipe of the speed records, in the loop of everything else.

After K. Jordan, "94% on CIFAR-10 in 3.29 Seconds on a Single GPU", arXiv:2404.00498, with Muon for
the filters: whitened first layer, filters initialized as the identity, alternating flip, label
smoothing, a linear learning-rate schedule, and test-time augmentation with six versions of each
image. On a GPU add `--compile`. A CPU takes a narrow form to 91.9 % in ten minutes of one core:
`--widths 32 128 128 --batch-size 500 --precision bfloat16`.
"""

from dataclasses import dataclass
from typing import Any

import torch

from gradatim.data.vision.augment import Augmentation
from gradatim.data.vision.batches import device_batches
from gradatim.models.vision.speednet import SpeedNet, SpeedNetConfig
from gradatim.recipes.base import Recipe
from gradatim.recipes.vision.classification import Classification, ImageClassification, ImageData
from gradatim.training import OptimizerConfig, ScheduleConfig, TrainConfig
from gradatim.training.run_folder.checkpoint import unwrapped

BIAS_RATE = 0.053  # of the summed loss, as published; a mean loss needs batch_size times as much
HEAD_RATE = 0.67  # where logits are divided by the width of the last map
DECAY = 2e-6  # weight decay per example, relative to the learning rate
N_WHITENING = 5000  # training images from which the whitening filters are computed


class SpeedrunClassification(Classification):
    """Classification with a learning rate for each kind of weight."""

    def all_groups(self, config: OptimizerConfig) -> list[dict[str, Any]]:
        """Filters by the optimizer; biases, norms and the last layer by SGD (Nesterov)."""
        model = unwrapped(self.model)
        assert isinstance(model, SpeedNet)  # built by SpeedrunRecipe
        batch_size = self.batches.batch_size
        filters = [p for p in model.parameters() if p.ndim == 4 and p.requires_grad]
        vectors = [p for p in model.parameters() if p.ndim == 1 and p.requires_grad]
        head = [p for p in model.parameters() if p.ndim == 2]
        sgd = {"optimizer": "sgd", "momentum": 0.85}
        bias_rate, head_rate = BIAS_RATE * batch_size, HEAD_RATE * batch_size
        # Weights n times smaller before a factor n times larger learn alike at a rate / n^2.
        width, scale = model.head.in_features, model.config.logit_scale
        head_rate /= (width * scale) ** 2
        head_decay = DECAY * batch_size / head_rate
        fixed = {"fixed_norm": True} if config.optimizer == "muon" else {}
        return [
            {"params": filters, **fixed},
            {"params": vectors, **sgd, "lr": bias_rate, "weight_decay": DECAY / BIAS_RATE},
            {"params": head, **sgd, "lr": head_rate, "weight_decay": head_decay},
        ]


@dataclass(frozen=True, kw_only=True)
class SpeedrunRecipe(ImageClassification):
    """The network of the CIFAR-10 speed records."""

    fixed = (
        *ImageClassification.fixed,
        "model.patch_size",
        "model.batch_norm_momentum",
        "model.logit_scale",
        "train.optim.adamw_lr_ratio",
        # Its first layer is computed from the images, so that it takes over no weights.
        *("init_from", "tuning.frozen", "tuning.lr_ratio"),
    )
    task = SpeedrunClassification

    def build(self, device: torch.device) -> Classification:
        """Compute the whitening filters from the first training images, too."""
        task = super().build(device)
        batches = task.batches
        first = batches.images[:N_WHITENING].cpu()
        parts = device_batches(first, batches.mean, batches.std, batch_size=N_WHITENING)
        assert isinstance(task.model, SpeedNet)
        # Neighboring pixels are nearly equal: decorrelated, the first layer learns at once.
        task.model.whiten(next(parts))
        return task


RECIPES: dict[str, Recipe] = {
    "cifar10-speedrun": SpeedrunRecipe(
        network=SpeedNet,
        model=SpeedNetConfig(),
        data=ImageData(data="cifar-10"),
        augment=Augmentation(flip=True, alternating_flip=True, shift=2),
        label_smoothing=0.2,
        tta="flip-shift",
        train=TrainConfig(
            epochs=8,
            batch_size=2000,
            optim=OptimizerConfig(optimizer="muon", learning_rate=0.24, momentum=0.6),
            lr_schedule=ScheduleConfig(schedule="linear", warmup=0.0),
        ),
    ),
}
