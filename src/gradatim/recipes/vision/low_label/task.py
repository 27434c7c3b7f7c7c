"""Few labels on features that were learned without any: the nearest mean, and a task that trains.

Shapes: B batch, M labeled images, N images, D features, K classes.
"""

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.data.info import ImageInfo
from gradatim.data.vision.batches import Normalizer, TensorBatches, device_batches
from gradatim.data.vision.image_set import ImageSet
from gradatim.recipes.vision.domain_adaptation import SourceAndTarget
from gradatim.recipes.vision.low_label.simclr import view
from gradatim.training import OptimizerConfig, Task


def features(model: nn.Module, images: Tensor) -> Tensor:
    """Last maps of the network, summed over an image and its flip, scaled to length 1, (B, D)."""
    maps = model.stages(images) + model.stages(images.flip(3))  # type: ignore[operator]
    return F.normalize(maps.flatten(1), dim=1)


def nearest_mean(seen: Tensor, labels: Tensor, asked: Tensor) -> Tensor:
    """Predict the class whose labeled images have the nearest mean of features, (N,).

    Args:
        seen: features of the labeled images, of length 1, (M, D).
        labels: their classes, each there at least once, (M,).
        asked: features of the images to classify, of length 1, (N, D).
    """
    # With a few labels a mean is all that can be estimated: no weights, so nothing overfits.
    means = torch.stack([seen[labels == k].mean(0) for k in labels.unique()])
    return (asked @ F.normalize(means, dim=1).T).argmax(1)


class LowLabelTask(Task):
    """Learn from a few labeled images.

    Args:
        model: with `stages` and `head`.
        batches: of bytes and labels.
        method: of the recipe.
        test: images and labels.
        info: classes, shape and statistics of the images.
    """

    has_validation = False  # ten labels are all there are: none can be spared

    def __init__(
        self,
        model: nn.Module,
        batches: TensorBatches | SourceAndTarget,
        method: str,
        test: ImageSet,
        info: ImageInfo,
    ) -> None:
        self.model, self.batches, self.method = model, batches, method
        self.test, self.info, self.n_test = test, info, len(test)
        self.device = batches.device
        self.normalize = Normalizer(*info.statistics, test.images.shape[3], batches.device)

    def loss(self, batch: tuple[Tensor, ...]) -> tuple[Tensor, dict[str, Tensor]]:
        """Cross-entropy."""
        images = self.normalize(batch[0].permute(0, 2, 3, 1))
        if self.method in ("augmented", "fine-tuned"):
            images = view(images)
        if self.method == "frozen":
            self.model.eval()  # batch norm must not learn either
        loss = F.cross_entropy(self.model(images), batch[1])
        self.model.train()
        return loss, {}

    def parameter_groups(self, config: OptimizerConfig) -> list[dict[str, Any]] | None:
        """With frozen features only the last layer learns; fine-tuned ones learn slowly."""
        head = {"params": list(self.model.head.parameters())}  # type: ignore[union-attr]
        if self.method == "frozen":
            return [head]
        if self.method == "fine-tuned":
            # The new layer is random at first: at the full rate its errors would spoil good
            # features.
            slow = 0.1 * config.learning_rate
            return [head, {"params": list(self.model.stages.parameters()), "lr": slow}]  # type: ignore[union-attr]
        return None

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Loss and accuracy on the test set, at the end."""
        parts = device_batches(self.test.images, *self.info.statistics, device=self.device)
        logits = torch.cat([self.model(part) for part in parts]).cpu()
        accuracy = (logits.argmax(1) == self.test.labels).float().mean().item()
        return {"loss": F.cross_entropy(logits, self.test.labels).item(), "accuracy": accuracy}
