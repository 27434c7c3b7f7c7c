"""Scarce data: what a few labelled pictures a class are worth, and what unlabelled ones add.

From scratch, with augmentation, or on features that were learned without labels
(`gradatim.recipes.vision.simclr`). On these features: a linear layer, fine-tuning, or no training
at all: the nearest mean of a class, or label propagation
(`gradatim.experiments.label_propagation`). And FixMatch (K. Sohn et al. 2020, arXiv:2001.07685,
equations 3 and 4): what the network is sure of when it sees a hardly changed picture, it learns for
a strongly changed view of the same picture, so that labels spread to pictures like the few.

Shapes: B batch, N images, C channels, H and W height and width, D features, K classes.
"""

from dataclasses import dataclass
from typing import Any, Literal

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.data import load
from gradatim.data.vision.augment import cut_out
from gradatim.data.vision.batches import Normaliser, TensorBatches, device_batches
from gradatim.data.vision.image_set import ImageSet, channel_statistics
from gradatim.errors import UserError
from gradatim.recipes.base import Recipe
from gradatim.recipes.runs import open_start
from gradatim.recipes.vision.domain_adaptation import TwoSets, few_of_each
from gradatim.recipes.vision.simclr import ViewsRecipe, network, view
from gradatim.training import Task

SURE = 0.8  # an own answer with at least this probability is learned from
FORGET = 0.02  # share of a new batch in the running mean of all answers


def features(model: nn.Module, images: Tensor) -> Tensor:
    """The last maps of the network, of each picture and its mirror image; of length 1, (B, D)."""
    maps = model.stages(images) + model.stages(images.flip(3))  # type: ignore[operator]
    return F.normalize(maps.flatten(1), dim=1)


def nearest_mean(seen: Tensor, labels: Tensor, asked: Tensor) -> Tensor:
    """Answer with the class whose labelled pictures have the nearest mean of features, (N,).

    Args:
        seen: features of the labelled pictures, of length 1, (M, D).
        labels: their classes, each there at least once, (M,).
        asked: features of the pictures asked about, of length 1, (N, D).
    """
    means = torch.stack([seen[labels == k].mean(0) for k in labels.unique()])
    return (asked @ F.normalize(means, dim=1).T).argmax(1)


class FewTask(Task):
    """Learn from a few labelled pictures.

    Args:
        model: with `stages` and `head`.
        batches: of bytes and labels.
        recipe: how.
        test: images and labels.
        statistics: mean and standard deviation of each channel.
        facts: see `Task.facts`.
    """

    def __init__(
        self,
        model: nn.Module,
        batches: TensorBatches | TwoSets,
        recipe: "ScarceRecipe",
        test: ImageSet,
        statistics: tuple[Tensor, Tensor],
        facts: dict[str, Any],
    ) -> None:
        self.model, self.batches, self.recipe = model, batches, recipe
        self.test, self.facts, self.statistics = test, facts, statistics
        self.device = batches.device
        self.normalise = Normaliser(*statistics, test.images.shape[3], batches.device)

    def loss(self, batch: tuple[Tensor, ...]) -> tuple[Tensor, dict[str, Tensor]]:
        """Cross-entropy."""
        images = self.normalise(batch[0].permute(0, 2, 3, 1))
        if self.recipe.method in ("augmented", "fine-tuned"):
            images = view(images)
        if self.recipe.method == "frozen":
            self.model.eval()  # batch norm must not learn either
        loss = F.cross_entropy(self.model(images), batch[1])
        self.model.train()
        return loss, {}

    def parameter_groups(self) -> list[dict[str, Any]] | None:
        """With frozen features only the last layer learns; fine-tuned ones learn slowly."""
        head = {"params": list(self.model.head.parameters())}  # type: ignore[union-attr]
        if self.recipe.method == "frozen":
            return [head]
        if self.recipe.method == "fine-tuned":
            slow = 0.1 * self.recipe.learning_rate
            return [head, {"params": list(self.model.stages.parameters()), "lr": slow}]  # type: ignore[union-attr]
        return None

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Loss and accuracy on the test set."""
        parts = device_batches(self.test.images, *self.statistics, device=self.device)
        logits = torch.cat([self.model(part) for part in parts]).cpu()
        accuracy = (logits.argmax(1) == self.test.labels).float().mean().item()
        return {"loss": F.cross_entropy(logits, self.test.labels).item(), "accuracy": accuracy}


def weak_view(images: Tensor) -> Tensor:
    """Change each picture so little that its class is as plain as before, (B, C, H, W)."""
    return view(images, strength=0.3)


def strong_view(images: Tensor) -> Tensor:
    """Change each picture much: a `view` from nearer by, with a dark square of a third of it."""
    B, _, H, W = images.shape
    row, column = (torch.randint(side, (B,), device=images.device) for side in (H, W))
    darkest = images.amin((1, 2, 3), keepdim=True)
    return cut_out(view(images, closest=0.6) - darkest, W // 3, row, column) + darkest


class FixMatchTask(FewTask):
    """Learn from a few labelled pictures, and from own sure answers about all the others.

    Answers are divided by their running mean, because the classes are known to be equally frequent
    (distribution alignment, D. Berthelot et al. 2020, arXiv:1911.09785, section 3.1): a class that
    is named too often must be the surer.

    Args:
        given: as for `FewTask`; the batches are of bytes and labels, beside bytes without labels.
    """

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        K = len(self.facts["classes"])
        self.mean_answer = torch.full((K,), 1 / K, device=self.device)

    def loss(self, batch: tuple[Tensor, ...]) -> tuple[Tensor, dict[str, Tensor]]:
        """Cross-entropy of the labelled pictures and of the sure ones among the others."""
        labelled, labels, unlabelled = batch
        few, others = (self.normalise(x.permute(0, 2, 3, 1)) for x in (labelled, unlabelled))
        logits = self.model(torch.cat([view(few), strong_view(others)])).float()
        seen, unseen = logits.split([len(few), len(others)])
        sure, answers = self._answers(others)
        taught = (sure >= SURE).float()  # (B,)
        learned = (F.cross_entropy(unseen, answers, reduction="none") * taught).mean()
        return F.cross_entropy(seen, labels) + learned, {"sure": taught.mean()}

    @torch.no_grad()
    def _answers(self, images: Tensor) -> tuple[Tensor, Tensor]:
        """How sure the network is of hardly changed pictures, and what it calls them; (B,) each."""
        self.model.eval()
        shares = self.model(weak_view(images)).float().softmax(1)  # (B, K)
        self.model.train()
        self.mean_answer.lerp_(shares.mean(0), FORGET)
        shares = shares / self.mean_answer
        return (shares / shares.sum(1, keepdim=True)).max(1)

    def state_dict(self) -> dict[str, Any]:
        """Keep the running mean of the answers."""
        return {"mean_answer": self.mean_answer}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take it back."""
        self.mean_answer = state["mean_answer"].to(self.device)


@dataclass(frozen=True, kw_only=True)
class ScarceRecipe(Recipe):
    """A few labelled pictures a class."""

    data: str = "fashion-mnist"  # fashion-mnist, cifar-10, mnist or digits
    per_class: int = 10  # labelled pictures of each class
    method: Literal["scratch", "augmented", "frozen", "fine-tuned", "fixmatch"] = "scratch"
    start: str = ""  # run folder of features learned without labels, for the last three methods
    unlabelled: int = 256  # unlabelled pictures a step, for fixmatch
    widths: tuple[int, ...] = (32, 64, 128)  # feature maps of each stage

    def check(self) -> None:
        """Check that there are pictures, and features where they are needed."""
        if self.per_class < 1:
            raise UserError(
                f"per_class is {self.per_class}: give at least 1 picture of each class."
            )
        if self.unlabelled < 1:
            raise UserError(f"unlabelled is {self.unlabelled}: give at least 1 picture a step.")
        if self.method in ("frozen", "fine-tuned") and not self.start:
            raise UserError(
                "frozen and fine-tuned need --start RUN, a run of fashion-views or cifar10-views."
            )
        if self.method in ("scratch", "augmented") and self.start:
            raise UserError(f"{self.method} starts from nothing: leave --start away.")

    def build(self, device: torch.device) -> FewTask:
        """Draw the labelled pictures."""
        train, test = load(self.data, "train"), load(self.data, "test")
        few = few_of_each(train, self.per_class, self.seed)
        statistics = channel_statistics(train.images)
        facts = {
            "data": self.data,
            "classes": list(train.classes),
            "shape": list(train.images.shape[1:]),
            "mean": statistics[0].tolist(),
            "std": statistics[1].tolist(),
        }
        size = min(self.batch_size, len(few))
        batches = TensorBatches(
            few.images, few.labels, batch_size=size, seed=self.seed, device=device
        )
        model = self.model(facts)
        if self.start:
            self._take_over(model, facts)
        if self.method == "fixmatch":
            size = min(self.unlabelled, len(train))
            others = TensorBatches(train.images, batch_size=size, seed=self.seed, device=device)
            both = TwoSets(batches, others)
            return FixMatchTask(model, both, self, test, statistics, facts)
        return FewTask(model, batches, self, test, statistics, facts)

    def _take_over(self, model: nn.Module, facts: dict[str, Any]) -> None:
        """Let the stages of a model be those of the run it starts from."""
        recipe, learned, known = open_start(
            self.start, ViewsRecipe, "fashion-views or cifar10-views"
        )
        if (known["shape"], recipe.widths) != (facts["shape"], self.widths):
            raise UserError(
                f"{self.start} learned from pictures {known['shape']} with widths "
                f"{recipe.widths}; {self.data} has pictures {facts['shape']} and this recipe "
                f"widths {self.widths}: give a run that agrees."
            )
        model.stages.load_state_dict(learned.stages.state_dict())  # type: ignore[union-attr]
        model.stages.requires_grad_(self.method != "frozen")

    def model(self, facts: dict[str, Any]) -> nn.Module:
        """Build the network: stages and one linear layer."""
        return network(facts["shape"], self.widths, (), len(facts["classes"]))


_FEW: dict[str, Any] = {"steps": 150, "batch_size": 64, "learning_rate": 5e-3}
FIXMATCH: dict[str, Any] = {
    "method": "fixmatch", "steps": 1200, "batch_size": 64, "learning_rate": 2e-3, "warmup": 0.1,
    "weight_decay": 0.02, "ema": 0.995,
}  # fmt: skip
SCARCE_RECIPES: dict[str, Recipe] = {
    "fashion-few": ScarceRecipe(
        **_FEW, evaluate_every=150, expect="ten labelled pictures a class; see `gradatim beyond`"
    ),
    "fashion-fixmatch": ScarceRecipe(
        **FIXMATCH, evaluate_every=300,
        expect="80 % from ten labelled pictures a class, with --start a run of fashion-views",
    ),
    "cifar10-few": ScarceRecipe(
        data="cifar-10", **_FEW, evaluate_every=150,
        expect="ten labelled pictures a class; see `gradatim beyond`",
    ),
}  # fmt: skip
