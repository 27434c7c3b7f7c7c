"""Features without labels: two views of an image should be more similar than two images.

SimCLR (T. Chen et al. 2020, arXiv:2002.05709, equation 1) with views that suit small gray images:
zoom, stretch, rotation, flip, brightness and contrast. What these do not change is what features
hold; `gradatim.recipes.vision.low_label.recipe` measures what they are worth with a few labels.

Shapes: B batch, N images, C channels, H and W height and width, D features.
"""

import math
from dataclasses import dataclass, replace
from typing import Annotated

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.data import load
from gradatim.data.info import ImageInfo
from gradatim.data.sampler import torch_generator
from gradatim.data.vision.batches import Normalizer, TensorBatches
from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.models.vision.convnet import ConvNet, ConvNetConfig
from gradatim.recipes.base import Recipe
from gradatim.recipes.vision.classification import image_info
from gradatim.spelling import given
from gradatim.training import OptimizerConfig, Task, TrainConfig
from gradatim.validation import require_sizes

N_VALIDATION = 512  # images that are held out for the loss during the run, and of the test set
PROJECTION = 64  # numbers in which two views are compared


def view(images: Tensor, min_crop: float = 0.8, strength: float = 1.0) -> Tensor:
    """Augment each image: zoom, stretch, rotation, flip, brightness and contrast.

    Args:
        images: (B, C, H, W).
        min_crop: smallest fraction of the width that is shown at strength 1; the largest is 1.15.
        strength: of all changes, 0 to 1; the flip and shifts by 5 % stay.
    """
    B = len(images)

    def draw() -> Tensor:
        return 2 * torch.rand(B, device=images.device) - 1

    # Above 1 the image shrinks: a view may be seen from farther away as well as from near.
    shown = min_crop + (1.15 - min_crop) * (1 + draw()) / 2  # (B,)
    size, ratio = 1 + strength * (shown - 1), 1.15 ** (strength * draw())
    wide, high, angle = size * ratio, size / ratio, strength * math.radians(10) * draw()
    flip = torch.where(draw() < 0, -1.0, 1.0)
    # As far as the crop can move inside the image, and 5 % beyond it.
    across, down = ((1.05 - s).clamp(min=0.05) * draw() for s in (wide, high))
    top = torch.stack([flip * wide * angle.cos(), -wide * angle.sin(), across], 1)
    bottom = torch.stack([flip * high * angle.sin(), high * angle.cos(), down], 1)
    grid = F.affine_grid(torch.stack([top, bottom], 1), list(images.shape), align_corners=False)
    # Beyond the edge the border goes on: black corners would tell two views of one image.
    warped = F.grid_sample(images, grid, padding_mode="border", align_corners=False)
    darkest = warped.amin((1, 2, 3), keepdim=True)  # (B, 1, 1, 1)
    span = (warped.amax((1, 2, 3), keepdim=True) - darkest).clamp(min=1e-6)
    # Between an image's own darkest and brightest value: so both work on normalized pixels, too.
    gamma, contrast = 2 ** (strength * draw()), 1 + 0.4 * strength * draw()
    relative = ((warped - darkest) / span).clamp(min=1e-4) ** gamma[:, None, None, None]
    return darkest + contrast[:, None, None, None] * span * relative


def contrastive_loss(first: Tensor, second: Tensor, temperature: float = 0.2) -> Tensor:
    """Cross-entropy of finding an image's other view among all views of the batch.

    Args:
        first, second: projections of the two views, (B, D).
        temperature: below 1 sharpens the comparison.
    """
    z = F.normalize(torch.cat([first, second]), dim=1)  # (2 B, D)
    likeness = z @ z.T / temperature  # (2 B, 2 B)
    # A view is most like itself: without this the answer would always be on the diagonal.
    likeness = likeness.masked_fill(torch.eye(len(z), dtype=torch.bool, device=z.device), -1e9)
    B = len(first)
    # Row i of the first half belongs to row i of the second, and the other way round.
    partner = torch.arange(2 * B, device=z.device).roll(B)
    return F.cross_entropy(likeness, partner)


class ContrastiveTask(Task):
    """Learn features without labels.

    Args:
        model: with `stages` and a projection as its `head`.
        batches: of bytes.
        normalize: bytes to floats.
        validation: images that are measured during the run, uint8 (N, C, H, W).
        test: images that are measured once, at its end.
        min_crop: see `view`.
        info: shape of the images.
    """

    def __init__(
        self,
        model: nn.Module,
        batches: TensorBatches,
        normalize: Normalizer,
        validation: Tensor,
        test: Tensor,
        min_crop: float,
        info: ImageInfo,
    ) -> None:
        self.model, self.batches, self.normalize = model, batches, normalize
        self.validation, self.test = validation, test
        self.min_crop, self.info = min_crop, info
        # Among all views but itself: whoever guesses is right once in 2 B - 1 times.
        n_others = 2 * batches.batch_size - 1
        self.note = f"A loss of {math.log(n_others):.2f}, ln {n_others:,}, is that of guessing."

    def loss(self, batch: tuple[Tensor, ...]) -> tuple[Tensor, dict[str, Tensor]]:
        """Contrastive loss of two views."""
        images = self.normalize(batch[0].permute(0, 2, 3, 1))
        return self._compare(images), {}

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Contrastive loss on images that are not trained on, always with the same views."""
        images = self.test if final else self.validation
        images = self.normalize(images.permute(0, 2, 3, 1))
        # The same views at every evaluation: else the loss would move by the luck of the draw.
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(0)
            return {"loss": self._compare(images).item()}

    def _compare(self, images: Tensor) -> Tensor:
        both = self.model(torch.cat([view(images, self.min_crop), view(images, self.min_crop)]))
        return contrastive_loss(*both.float().chunk(2))


@dataclass(frozen=True, kw_only=True)
class SimCLR(Recipe):
    """Features without labels."""

    data: Annotated[str, Help("fashion-mnist, cifar-10, mnist, digits, or a folder of images")] = (
        "fashion-mnist"
    )
    images: Annotated[int, Help("unlabeled images, at least 1; all if there are fewer")] = 60_000
    min_crop: Annotated[
        float, Help("smallest fraction of an image's width that a view shows, above 0, up to 1")
    ] = 0.8
    widths: Annotated[tuple[int, ...], Help("feature maps of each stage, at least 1")] = (
        32,
        64,
        128,
    )

    info_type = ImageInfo

    def __post_init__(self) -> None:
        if not 0 < self.min_crop <= 1:
            raise UserError(
                f"{given('min_crop', self.min_crop)}: give a fraction above 0, at most 1."
            )
        require_sizes(self, "images", "widths")

    def build(self, device: torch.device) -> ContrastiveTask:
        """Load the images without their labels."""
        train, test = load(self.data, "train"), load(self.data, "test")
        seed = self.train.seed
        order = torch.randperm(len(train), generator=torch_generator(seed))
        n_validation = min(N_VALIDATION, len(train) // 10)
        images = train.images[order[n_validation:][: self.images]]
        info = replace(image_info(self.data, train), classes=())  # it sees no labels
        batches = TensorBatches(images, batch_size=self.train.batch_size, seed=seed, device=device)
        normalize = Normalizer(*info.statistics, images.shape[3], device)
        validation = train.images[order[:n_validation]].to(device)
        asked = test.images[:N_VALIDATION].to(device)
        model = self.build_model(info)
        return ContrastiveTask(model, batches, normalize, validation, asked, self.min_crop, info)

    def build_model(self, info: ImageInfo) -> nn.Module:
        """Build the network with its projection."""
        # A hidden layer before the projection: the loss then spoils the features below less
        # (section 4.2).
        return network(info.shape, self.widths, (256,), PROJECTION)


def network(
    shape: tuple[int, int, int], widths: tuple[int, ...], hidden: tuple[int, ...], n_outputs: int
) -> ConvNet:
    """A small convolutional network with batch norm."""
    sizes = ConvNetConfig(
        in_channels=shape[0], image_size=shape[1], n_classes=n_outputs, widths=widths,
        kernel_sizes=(3,) * len(widths), same_padding=True, hidden=hidden, batch_norm=True,
    )  # fmt: skip
    return ConvNet(sizes).to(memory_format=torch.channels_last)  # type: ignore[call-overload]


TRAIN = TrainConfig(
    epochs=2,
    batch_size=512,
    evaluate_every=500,
    optim=OptimizerConfig(learning_rate=3e-3, weight_decay=0.01),
)
RECIPES: dict[str, Recipe] = {
    "fashion-simclr": SimCLR(train=TRAIN),
    "cifar10-simclr": SimCLR(data="cifar-10", min_crop=0.5, train=TRAIN),
}
