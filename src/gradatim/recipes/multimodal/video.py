"""Moving MNIST: which digit it is can be seen on one frame, where it goes only on several.

Shapes: B clips, T frames, S height and width of a frame.
"""

from dataclasses import dataclass, field, replace
from typing import Annotated, Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.data import load
from gradatim.data.info import ImageInfo
from gradatim.data.multimodal.moving_digits import IMAGE_SIZE, NAMES, ClipBatches, clips_of
from gradatim.data.vision.image_set import split_off
from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.models.multimodal.video import (
    VideoConvNet,
    VideoConvNetConfig,
    VideoTransformer,
    VideoTransformerConfig,
)
from gradatim.recipes.base import Recipe
from gradatim.spelling import given
from gradatim.training import OptimizerConfig, ScheduleConfig, Task, TrainConfig
from gradatim.training.optimizers import transformer_groups

Clips = tuple[Tensor, Tensor, Tensor]  # uint8 (N, T, S, S), digits (N,), directions (N,)
N_VALIDATION = 2_000  # clips measured during a run


class DirectionTask(Task):
    """Tell which digit moves, and where: the sum of two cross-entropies.

    Args:
        model: clips (B, T, S, S) to scores of digits and of directions.
        batches: of new clips.
        validation: clips of training digits that were held out.
        test: clips of the test digits.
        info: the directions.
        device: where the model computes.
    """

    def __init__(
        self,
        model: nn.Module,
        batches: ClipBatches,
        validation: Clips,
        test: Clips,
        *,
        info: ImageInfo,
        device: torch.device,
    ) -> None:
        self.model, self.batches, self.info, self.device = model, batches, info, device
        self.validation, self.test, self.n_test = validation, test, len(test[0])

    parameter_groups = transformer_groups

    def loss(self, batch: Clips) -> tuple[Tensor, dict[str, Tensor]]:
        """Cross-entropy of the digit and of the direction."""
        clips, digits, directions = batch
        what, where = self.model(clips.float() / 255)
        # Two questions to one network: a single frame answers the first and never the second.
        loss = F.cross_entropy(what, digits) + F.cross_entropy(where, directions)
        right = (where.detach().argmax(1) == directions).float().mean()
        return loss, {"direction_accuracy": right}

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Measure the fractions of right directions and of right digits."""
        clips, digits, directions = self.test if final else self.validation
        outputs = [self.model(part.to(self.device).float() / 255) for part in clips.split(250)]
        what, where = (torch.cat(parts).float().cpu() for parts in zip(*outputs, strict=True))
        loss = F.cross_entropy(what, digits) + F.cross_entropy(where, directions)
        return {
            "loss": loss.item(),
            "direction_accuracy": (where.argmax(1) == directions).float().mean().item(),
            "digit_accuracy": (what.argmax(1) == digits).float().mean().item(),
        }


@dataclass(frozen=True, kw_only=True)
class MovingDigits(Recipe):
    """A network for clips, and the digits that move.

    Attributes:
        network: class of the model.
        model: its config.
    """

    network: Any = field(metadata={"option": False})
    model: VideoConvNetConfig | VideoTransformerConfig
    data: Annotated[str, Help("mnist, fashion-mnist or digits: what moves")] = "mnist"
    digit_size: Annotated[int, Help("height and width of what moves, in pixels, 1 to 32")] = 14

    info_type = ImageInfo
    fixed = ("model.image_size", "model.n_classes", "model.n_directions")

    def __post_init__(self) -> None:
        if not 1 <= self.digit_size <= IMAGE_SIZE:
            raise UserError(
                f"{given('digit_size', self.digit_size)}: give 1 to {IMAGE_SIZE} pixels."
            )

    def build(self, device: torch.device) -> DirectionTask:
        """Load the digits, let them move, and join them with the model."""
        train, test = (load(self.data, split, size=self.digit_size) for split in ("train", "test"))
        if train.images.shape[1] != 1:
            raise UserError(f"{given('data', self.data)}, whose images have colors: give mnist.")
        train, validation = split_off(train, 0.1, seed=0)
        rows = torch.arange(min(N_VALIDATION, len(validation)))
        n_frames = self.model.n_frames
        info = ImageInfo(data=self.data, classes=NAMES, shape=(1, IMAGE_SIZE, IMAGE_SIZE))
        return DirectionTask(
            self.build_model(info),
            ClipBatches(
                train,
                n_frames,
                batch_size=self.train.batch_size,
                seed=self.train.seed,
                device=device,
            ),
            clips_of(validation.subset(rows), n_frames, seed=1),
            clips_of(test, n_frames, seed=2),
            info=info,
            device=device,
        )

    def build_model(self, info: ImageInfo) -> nn.Module:
        """Build the network for frames of this size."""
        return self.network(
            replace(
                self.model, image_size=info.shape[1], n_classes=10, n_directions=len(info.classes)
            )
        )


RECIPES: dict[str, Recipe] = {
    "moving-mnist": MovingDigits(
        network=VideoConvNet,
        model=VideoConvNetConfig(),
        train=TrainConfig(
            steps=400,
            batch_size=64,
            evaluate_every=200,
            threads=1,
            optim=OptimizerConfig(learning_rate=0.01),
        ),
    ),
    "moving-mnist-attention": MovingDigits(
        network=VideoTransformer,
        model=VideoTransformerConfig(),
        train=TrainConfig(
            steps=600,
            batch_size=64,
            evaluate_every=200,
            threads=1,
            optim=OptimizerConfig(
                optimizer="muon", learning_rate=0.02, adamw_lr_ratio=0.15, grad_clip=1.0
            ),
            lr_schedule=ScheduleConfig(schedule="linear", warmup=0.1),
        ),
    ),
}
