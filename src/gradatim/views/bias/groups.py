"""Two groups in one data set, and a classifier that learns from both of them.

Digits in ink and the same digits in chalk: only how many of each stand in the training set differs.
The census of 1994: men and women, and who earns more than 50,000 dollars.

Shapes: N images, M people.
"""

from dataclasses import replace
from functools import cache

import numpy as np
import torch
from torch import Tensor

from gradatim.data.adult import Table
from gradatim.data.sampler import torch_generator
from gradatim.data.vision.batches import ImageBatches
from gradatim.data.vision.datasets import load as load_images
from gradatim.data.vision.image_set import ImageSet
from gradatim.insight.metrics.fairness import accuracy, selection_rate, true_positive_rate
from gradatim.models.vision.convnet import ConvNet, ConvNetConfig
from gradatim.recipes.registry import get
from gradatim.recipes.tables.adult import AdultIncome, AdultTask, scores
from gradatim.recipes.vision.classification import Classification, image_info
from gradatim.views.core.engine import temporary_seed

N_TRAIN, N_UNSEEN = 400, 400  # digits
N_EXAMPLES = 8  # digits of each group that are shown
REPAIRS = ("none", "weigh", "blind")
Rates = dict[str, tuple[float, float]]  # metric -> of both groups


@cache
def digits() -> tuple[ImageSet, ImageSet]:
    """Read digits to learn from and others that stay unseen, all from the training images."""
    every = load_images("digits", "train")
    n = len(every) - N_UNSEEN

    def part(rows: slice) -> ImageSet:
        return replace(every, images=every.images[rows], labels=every.labels[rows])

    return part(slice(n)), part(slice(n, None))


class PaperGroups:
    """Digits in ink on paper, and in chalk on a blackboard.

    Args:
        fraction: of the training images that are in chalk, 0 to 0.5.
        repair: one of `REPAIRS`. weigh: those in chalk are repeated until they are as many; blind:
            every image is turned into ink, so that the network cannot see its group.
        seed: of weights and choice of images.
    """

    names = ("ink", "chalk")

    def __init__(self, fraction: float, repair: str, seed: int) -> None:
        every, self.unseen = digits()
        order = torch.randperm(len(every), generator=torch_generator(seed, 16))[:N_TRAIN]
        n_chalk = max(1, round(fraction * N_TRAIN))
        images, labels = 255 - every.images[order], every.labels[order]  # dark ink on light paper
        images[:n_chalk] = 255 - images[:n_chalk]
        self.examples = torch.cat(
            (images[n_chalk : n_chalk + N_EXAMPLES], images[:n_chalk][:N_EXAMPLES])
        )
        self.n_train = (N_TRAIN - n_chalk, n_chalk)
        self.n_unseen = (N_UNSEEN, N_UNSEEN)
        self.blind = repair == "blind"
        if repair == "weigh":
            times = max(1, round((N_TRAIN - n_chalk) / n_chalk))
            rows = torch.cat((torch.arange(n_chalk, N_TRAIN), torch.arange(n_chalk).repeat(times)))
            images, labels = images[rows], labels[rows]
        if self.blind:
            images = as_ink(images)
        with temporary_seed(seed):
            model = ConvNet(
                ConvNetConfig(
                    in_channels=1,
                    image_size=8,
                    n_classes=10,
                    widths=(16, 32),
                    kernel_sizes=(3, 3),
                    same_padding=True,
                    hidden=(64,),
                )
            )
        self.mean, self.std = torch.tensor([0.5]), torch.tensor([0.5])
        batches = ImageBatches(
            images, labels, batch_size=32, mean=self.mean, std=self.std, seed=seed
        )
        info = image_info("digits", every)
        self.task = Classification(model, batches, self.unseen, self.unseen, info)

    @torch.no_grad()
    def answers(self) -> Tensor:
        """What the network says to the unseen images in ink and in chalk, (2, N)."""
        chalk = self.unseen.images
        both = torch.cat((255 - chalk, chalk))
        pixels = (as_ink(both) if self.blind else both).float() / 255
        self.task.model.eval()
        found = self.task.model((pixels - self.mean) / self.std).argmax(1)
        self.task.model.train()
        return found.view(2, -1)

    def rates(self) -> Rates:
        """The error of both groups: the same digits, written in ink and in chalk."""
        wrong = (self.answers() != self.unseen.labels).float().mean(1)
        return {"error": (float(wrong[0]), float(wrong[1]))}


def as_ink(images: Tensor) -> Tensor:
    """Turn images that are mostly dark around, so that all are ink on paper; uint8 (N, 1, H, W)."""
    dark = images.float().mean((1, 2, 3), keepdim=True) < 127.5
    return torch.where(dark, 255 - images, images)


class CensusGroups:
    """Men and women of the census, and who earns more than 50,000 dollars.

    Args:
        repair: one of `REPAIRS`. weigh: every cell of sex and income counts as if the two were
            independent; blind: the column `sex` is left out.
        seed: of weights and order.
    """

    names = ("men", "women")
    examples = torch.zeros(0, 1, 8, 8, dtype=torch.uint8)

    def __init__(self, repair: str, seed: int) -> None:
        recipe = get("adult-mlp")
        assert isinstance(recipe, AdultIncome)
        recipe = replace(
            recipe,
            repair="reweigh" if repair == "weigh" else "none",
            without=("sex",) if repair == "blind" else (),
            train=replace(recipe.train, seed=seed),
        )
        with temporary_seed(seed):
            self.task: AdultTask = recipe.build(torch.device("cpu"))
        train, self.people, _ = people()
        self.sex = self.people.groups("sex")  # (M,)
        self.n_train = _count(train.groups("sex"))
        self.n_unseen = _count(self.sex)

    def rates(self) -> Rates:
        """Error, selected, and selected of those who earn as much, of both groups."""
        score = scores(self.task.model, self.task.encoding, self.people)
        answer, truth = (score > 0).astype(int), self.people.labels
        found: Rates = {}
        for name, measure in (
            ("error", lambda t, a: 1 - accuracy(t, a)),
            ("truth", lambda t, _: float(t.mean())),
            ("selected", selection_rate),
            ("recall", true_positive_rate),
        ):
            men, women = (self.sex == sex for sex in ("Male", "Female"))
            found[name] = (measure(truth[men], answer[men]), measure(truth[women], answer[women]))
        return found


@cache
def people() -> tuple[Table, Table, Table]:
    """Read the census once for all visitors: training, held-out and test people."""
    recipe = get("adult-mlp")
    assert isinstance(recipe, AdultIncome)
    train, held_out, test = recipe.load()
    assert held_out is not None
    return train, held_out, test


def _count(sex: np.ndarray) -> tuple[int, int]:
    return int((sex == "Male").sum()), int((sex == "Female").sum())


Groups = PaperGroups | CensusGroups  # a data set with two groups, the large one first
