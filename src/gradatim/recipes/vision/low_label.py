"""Scarce data: what a few labels per class are worth, and what unlabeled images add.

From scratch, with augmentation, or on features that were learned without labels
(`gradatim.recipes.vision.simclr`). On these features: a linear layer, fine-tuning, or no training
at all: the nearest mean of a class, or label propagation
(`gradatim.experiments.label_propagation`). And FixMatch (K. Sohn et al. 2020, arXiv:2001.07685,
equations 3 and 4): the network predicts pseudo-labels for weakly augmented images, and trains on
the confident ones with strongly augmented views, so that labels spread to similar images.

Shapes: B batch, N images, C channels, H and W height and width, D features, K classes.
"""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.data import load
from gradatim.data.info import ImageInfo
from gradatim.data.sampler import whole_batch
from gradatim.data.vision.augment import cut_out
from gradatim.data.vision.batches import Normalizer, TensorBatches, device_batches
from gradatim.data.vision.image_set import ImageSet
from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.recipes.base import Recipe
from gradatim.recipes.runs import open_start
from gradatim.recipes.vision.classification import image_info
from gradatim.recipes.vision.domain_adaptation import SourceAndTarget, few_of_each
from gradatim.recipes.vision.simclr import SimCLR, network, view
from gradatim.spelling import given, spelled
from gradatim.training import OptimizerConfig, ScheduleConfig, Task, TrainConfig
from gradatim.validation import require_sizes

CONFIDENCE_THRESHOLD = 0.8  # a pseudo-label with at least this probability is learned from
EMA_RATE = 0.02  # weight of a new batch in the running mean of all predictions
UNLABELED = 256  # images per step of FixMatch, where nothing was said


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
        shares = self.model(weak_view(images)).float().softmax(1)  # (B, K)
        self.model.train()
        # A running mean, for one batch has too few images to know how often a class is predicted.
        self.mean_answer.lerp_(shares.mean(0), EMA_RATE)
        shares = shares / self.mean_answer
        return (shares / shares.sum(1, keepdim=True)).max(1)

    def state_dict(self) -> dict[str, Any]:
        """Keep the running mean of the answers."""
        return {"mean_answer": self.mean_answer}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take it back."""
        self.mean_answer = state["mean_answer"].to(self.device)


@dataclass(frozen=True, kw_only=True)
class LowLabel(Recipe):
    """A few labeled images per class."""

    data: Annotated[str, Help("fashion-mnist, cifar-10, mnist or digits")] = "fashion-mnist"
    labels_per_class: Annotated[int, Help("labeled images of each class, at least 1")] = 10
    method: Annotated[
        Literal["scratch", "augmented", "frozen", "fine-tuned", "fixmatch"],
        Help("from scratch, augmentation, last layer only, fine-tuning all layers, or FixMatch"),
    ] = "scratch"
    init_from: Annotated[
        str, Help("run folder of features learned without labels, for the last three methods")
    ] = ""
    unlabeled_batch_size: Annotated[
        int | None, Help("unlabeled images per step, for fixmatch, at least 1 (default: 256)")
    ] = None
    widths: Annotated[tuple[int, ...], Help("feature maps of each stage, at least 1")] = (
        32,
        64,
        128,
    )

    info_type = ImageInfo
    fixed = (
        "train.evaluate_every",
        "train.evaluate_seconds",
        "train.patience",
    )  # it is measured at its end only

    def __post_init__(self) -> None:
        require_sizes(self, "labels_per_class", "widths")
        if self.unlabeled_batch_size is not None and self.method != "fixmatch":
            raise UserError(
                f"{spelled('unlabeled_batch_size')} belongs to fixmatch, and "
                f"{given('method', self.method)}: leave it out."
            )
        if self.unlabeled_batch_size is not None and self.unlabeled_batch_size < 1:
            raise UserError(
                f"{given('unlabeled_batch_size', self.unlabeled_batch_size)}: give at least 1 "
                "image."
            )
        if self.method in ("scratch", "augmented") and self.init_from:
            raise UserError(
                f"{given('method', self.method)}, which starts from nothing: leave "
                f"{spelled('init_from')} out."
            )

    def build(self, device: torch.device) -> LowLabelTask:
        """Draw the labeled images."""
        if self.method in ("frozen", "fine-tuned") and not self.init_from:
            raise UserError(
                f"{given('method', self.method)}: add {spelled('init_from', 'RUN')}, a run of "
                "fashion-simclr or cifar10-simclr."
            )
        seed = self.train.seed
        train, test = load(self.data, "train"), load(self.data, "test")
        few = few_of_each(train, self.labels_per_class, seed)
        info = image_info(self.data, train)
        # Ten labels per class can be fewer than a batch.
        size = whole_batch(self.train.batch_size, len(few))
        batches = TensorBatches(few.images, few.labels, batch_size=size, seed=seed, device=device)
        model = self.build_model(info)
        if self.init_from:
            self._load_stages(model, info)
        if self.method == "fixmatch":
            size = whole_batch(self.unlabeled_batch_size or UNLABELED, len(train))
            others = TensorBatches(train.images, batch_size=size, seed=seed, device=device)
            return FixMatchTask(model, SourceAndTarget(batches, others), self.method, test, info)
        return LowLabelTask(model, batches, self.method, test, info)

    def _load_stages(self, model: nn.Module, info: ImageInfo) -> None:
        """Start from the stages of the run that is named."""
        recipe, learned, known = open_start(
            self.init_from, SimCLR, "fashion-simclr or cifar10-simclr"
        )
        if (known.shape, recipe.widths) != (info.shape, self.widths):
            raise UserError(
                f"{self.init_from} was trained on images of shape {known.shape} with widths "
                f"{recipe.widths}; {self.data} has images of shape {info.shape} and this recipe "
                f"widths {self.widths}: give a run that agrees."
            )
        model.stages.load_state_dict(learned.stages.state_dict())  # type: ignore[union-attr]
        model.stages.requires_grad_(self.method != "frozen")

    def build_model(self, info: ImageInfo) -> nn.Module:
        """Build the network: stages and one linear layer."""
        return network(info.shape, self.widths, (), len(info.classes))


TRAIN = TrainConfig(steps=150, batch_size=64, optim=OptimizerConfig(learning_rate=5e-3))
FIXMATCH_TRAIN = TrainConfig(
    steps=1200,
    batch_size=64,
    ema_decay=0.995,
    optim=OptimizerConfig(learning_rate=2e-3, weight_decay=0.02),
    lr_schedule=ScheduleConfig(warmup=0.1),
)
RECIPES: dict[str, Recipe] = {
    "fashion-low-label": LowLabel(train=TRAIN),
    "fashion-fixmatch": LowLabel(method="fixmatch", train=FIXMATCH_TRAIN),
    "cifar10-low-label": LowLabel(data="cifar-10", train=TRAIN),
}
