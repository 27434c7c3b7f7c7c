"""FixMatch: learn from unlabeled images by the answers that the network is sure of.

K. Sohn et al. 2020, arXiv:2001.07685, equations 3 and 4: the network predicts pseudo-labels for
weakly augmented images, and trains on the confident ones with strongly augmented views, so that
labels spread to similar images. A threshold keeps it from learning its own mistakes.

Shapes: B batch, C channels, H and W height and width, K classes.
"""

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from gradatim.data.vision.augment import cut_out
from gradatim.recipes.vision.low_label.simclr import view
from gradatim.recipes.vision.low_label.task import LowLabelTask

CONFIDENCE_THRESHOLD = 0.8  # a pseudo-label with at least this probability is learned from
EMA_RATE = 0.02  # weight of a new batch in the running mean of all predictions


def weak_view(images: Tensor) -> Tensor:
    """Augment weakly, so that the class stays clear, (B, C, H, W)."""
    return view(images, strength=0.3)


def strong_view(images: Tensor) -> Tensor:
    """Augment strongly: a `view` with more zoom, and a dark square of a third of the image."""
    B, _, H, W = images.shape
    row, column = (torch.randint(side, (B,), device=images.device) for side in (H, W))
    # `cut_out` fills with 0, and images are normalized: 0 is their mean, not black.
    darkest = images.amin((1, 2, 3), keepdim=True)
    return cut_out(view(images, min_crop=0.6) - darkest, W // 3, row, column) + darkest


class FixMatchTask(LowLabelTask):
    """Learn from a few labeled images, and from confident pseudo-labels of all the others.

    Predictions are divided by their running mean, because the classes are known to be equally
    frequent (distribution alignment, D. Berthelot et al. 2020, arXiv:1911.09785, section 3.1): a
    class that is predicted too often needs more confidence.

    Args:
        given: as for `LowLabelTask`; the batches hold bytes and labels, and bytes without labels.
    """

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        K = len(self.info.classes)
        self.mean_answer = torch.full((K,), 1 / K, device=self.device)

    def loss(self, batch: tuple[Tensor, ...]) -> tuple[Tensor, dict[str, Tensor]]:
        """Cross-entropy of the labeled images and of the confident ones among the others."""
        labeled, labels, unlabeled = batch
        few, others = (self.normalize(x.permute(0, 2, 3, 1)) for x in (labeled, unlabeled))
        # In one pass, so that batch norm sees both with common statistics.
        logits = self.model(torch.cat([view(few), strong_view(others)])).float()
        seen, unseen = logits.split([len(few), len(others)])
        # The answer is from the weak view, the gradient through the strong one: the network learns
        # that both show the same thing.
        sure, answers = self.answers(others)
        taught = (sure >= CONFIDENCE_THRESHOLD).float()  # (B,)
        learned = (F.cross_entropy(unseen, answers, reduction="none") * taught).mean()
        return F.cross_entropy(seen, labels) + learned, {"sure": taught.mean()}

    @torch.no_grad()
    def answers(self, images: Tensor) -> tuple[Tensor, Tensor]:
        """Confidence on weakly augmented images, and their pseudo-labels; (B,) each."""
        self.model.eval()
        probabilities = self.model(weak_view(images)).float().softmax(1)  # (B, K)
        self.model.train()
        # A running mean, for one batch has too few images to know how often a class is predicted.
        self.mean_answer.lerp_(probabilities.mean(0), EMA_RATE)
        probabilities = probabilities / self.mean_answer
        return (probabilities / probabilities.sum(1, keepdim=True)).max(1)

    def state_dict(self) -> dict[str, Any]:
        """Keep the running mean of the answers."""
        return {"mean_answer": self.mean_answer}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take it back."""
        self.mean_answer = state["mean_answer"].to(self.device)
