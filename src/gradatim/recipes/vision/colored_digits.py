"""Bias: a classifier of incomes that treats groups differently, and one that looks at colour.

adult-mlp learns from the census of 1994 who earns more than 50,000 dollars, and with it that women
rarely did. coloured-digits learns colour instead of shape. For each there are repairs, each with a
price.

Shapes: B batch, N people or images, F numbers a person, G groups, K classes.
"""

from dataclasses import dataclass
from typing import Any, Literal

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.data import load
from gradatim.data.sampler import seeded
from gradatim.data.vision.batches import Normaliser, TensorBatches, device_batches
from gradatim.data.vision.colored_digits import GROUPS, Coloured, paint
from gradatim.data.vision.image_set import channel_statistics
from gradatim.errors import UserError
from gradatim.insight.fairness import require_groups
from gradatim.models.vision.convnet import ConvNet, ConvNetConfig
from gradatim.recipes.base import Recipe
from gradatim.recipes.tabular import AdultRecipe
from gradatim.training import Task


class ColouredTask(Task):
    """Small or large digit? Each group can count as much as every other, or the worst one most.

    Args:
        model: images (B, 3, H, W) to logits (B, 2).
        batches: of bytes, labels and groups.
        statistics: mean and standard deviation of each channel.
        same: test images whose colours are those of training.
        reversed_: test images whose colours are the other way round.
        repair: none, reweigh or group-dro.
        facts: see `Task.facts`.
    """

    def __init__(
        self,
        model: nn.Module,
        batches: TensorBatches,
        statistics: tuple[Tensor, Tensor],
        same: Coloured,
        reversed_: Coloured,
        repair: str,
        facts: dict[str, Any],
    ) -> None:
        self.model, self.batches, self.facts = model, batches, facts
        self.mean, self.std, self.device = *statistics, batches.device
        width = same.images.images.shape[3]
        self.normalise = Normaliser(*statistics, width, batches.device)
        self.same, self.reversed, self.repair = same, reversed_, repair
        self.step_size = 0.01  # eta of Sagawa et al.
        counts = batches.tensors[2].bincount(minlength=len(GROUPS)).float()
        there = counts > 0
        self.balance = there * counts.sum() / (counts.clamp_min(1) * there.sum())  # (G,)
        self.q = there.float() / there.sum()  # weight of each group, (G,)

    def loss(self, batch: tuple[Tensor, ...]) -> tuple[Tensor, dict[str, Tensor]]:
        """Mean cross-entropy; balanced; or of the groups, weighted by how badly each does.

        S. Sagawa et al., "Distributionally Robust Neural Networks for Group Shifts", ICLR 2020,
        arXiv:1911.08731, algorithm 1.
        """
        pixels, labels, groups = batch
        logits = self.model(self.normalise(pixels.permute(0, 2, 3, 1)))
        losses = F.cross_entropy(logits, labels, reduction="none")  # (B,)
        accuracy = {"accuracy": (logits.detach().argmax(1) == labels).float().mean()}
        if self.repair == "none":
            return losses.mean(), accuracy
        if self.repair == "reweigh":
            return (self.balance[groups] * losses).mean(), accuracy
        member = F.one_hot(groups, len(GROUPS)).float()  # (B, G)
        means = (member * losses[:, None]).sum(0) / member.sum(0).clamp_min(1)  # (G,)
        with torch.no_grad():
            self.q = self.q * torch.exp(self.step_size * means)
            self.q = self.q / self.q.sum()
        return (self.q * means).sum(), accuracy

    def state_dict(self) -> dict[str, Any]:
        """Keep the weights of the groups."""
        return {"q": self.q}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take them back."""
        self.q = state["q"].to(self.q)

    def logits(self, painted: Coloured) -> Tensor:
        """Run the model over a set, (N, 2)."""
        pixels = painted.images.images
        parts = device_batches(pixels, self.mean, self.std, device=self.device)
        return torch.cat([self.model(part) for part in parts]).cpu()

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Accuracy with colours as in training, reversed, and of the worst group."""
        groups = self.reversed.groups
        require_groups(groups.numpy(), list(range(len(GROUPS))))
        other = self.logits(self.reversed)
        right = (other.argmax(1) == self.reversed.images.labels).float()
        familiar = self.logits(self.same).argmax(1) == self.same.images.labels
        return {
            "loss": F.cross_entropy(other, self.reversed.images.labels).item(),
            "accuracy": right.mean().item(),
            "accuracy_same_colours": familiar.float().mean().item(),
            "worst_group": min(right[groups == g].mean().item() for g in range(len(GROUPS))),
        }


@dataclass(frozen=True, kw_only=True)
class ColouredRecipe(Recipe):
    """A small convolutional network on painted digits."""

    data: str = "mnist"  # grey digits that are painted: mnist or digits
    images: int = 10_000  # training images; few are enough to learn colour
    agreement: float = 0.99  # share of training images whose colour says the label
    repair: Literal["none", "reweigh", "group-dro"] = "none"  # what training does about groups

    def check(self) -> None:
        """Check that every group has members."""
        if not 0 < self.agreement < 1:
            raise UserError(
                f"agreement is {self.agreement}: give a share between 0 and 1, so that no group "
                "is without members."
            )

    def build(self, device: torch.device) -> ColouredTask:
        """Paint the digits: alike in training and one test, the other way round in another."""
        train, test = load(self.data, "train"), load(self.data, "test")
        rows = torch.randperm(len(train), generator=seeded(self.seed))[: self.images]
        painted = paint(train.subset(rows), self.agreement, self.seed)
        statistics = channel_statistics(painted.images.images)
        facts = {
            "data": painted.images.name,
            "classes": list(painted.images.classes),
            "shape": list(painted.images.images.shape[1:]),
            "mean": statistics[0].tolist(),
            "std": statistics[1].tolist(),
        }
        batches = TensorBatches(
            painted.images.images,
            painted.images.labels,
            painted.groups,
            batch_size=self.batch_size,
            seed=self.seed,
            device=device,
        )
        model = self.model(facts)
        same, other = (paint(test, share, 0) for share in (self.agreement, 1 - self.agreement))
        return ColouredTask(model, batches, statistics, same, other, self.repair, facts)

    def model(self, facts: dict[str, Any]) -> nn.Module:
        """Build the network for images of this size."""
        sizes = ConvNetConfig(
            in_channels=3, image_size=facts["shape"][1], n_classes=2, widths=(16, 32),
            kernel_sizes=(3, 3), same_padding=True, hidden=(64,),
        )  # fmt: skip
        return ConvNet(sizes).to(memory_format=torch.channels_last)  # type: ignore[call-overload]


BIAS_RECIPES: dict[str, Recipe] = {
    "adult-mlp": AdultRecipe(
        epochs=5.0, batch_size=256, learning_rate=2e-3, weight_decay=0.01, threads=1,
        expect="accuracy 85.4 %, and men selected 18 points oftener than women; 7 s",
    ),
    "coloured-digits": ColouredRecipe(
        epochs=5.0, batch_size=128, learning_rate=2e-3,
        expect="99 % right, and 10 % when the colours are reversed; 25 s",
    ),
}  # fmt: skip
