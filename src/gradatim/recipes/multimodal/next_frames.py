"""`moving-mnist-next`: ten frames are seen, the next ten are predicted.

`frame_mse` is the squared error summed over the pixels of a frame, mean over frames and clips,
pixels from 0 to 1: the counting of the published tables, on their 64 x 64 pixels. On 32 x 32 pixels
there are a quarter as many pixels, so the numbers of both sizes cannot be compared.

Shapes: B clips, T frames seen and as many predicted, S height and width of a frame.
"""

import io
from dataclasses import dataclass, field
from typing import Annotated

import torch
import torch.nn.functional as F
from torch import Tensor

from gradatim.data import load
from gradatim.data.info import ImageInfo
from gradatim.data.multimodal.bouncing_digits import CANONICAL, BouncingBatches, draw_clips
from gradatim.data.sampler import torch_generator
from gradatim.data.vision.image_set import ImageSet, split_off
from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.insight.image_sheet import image_sheet
from gradatim.models.multimodal.next_frames import NextFrames, NextFramesConfig
from gradatim.recipes.base import Recipe
from gradatim.spelling import given
from gradatim.training import OptimizerConfig, ScheduleConfig, Task, TrainConfig
from gradatim.training.run_folder.checkpoint import unwrapped
from gradatim.validation import require_sizes

DIGIT = 28  # pixels of a digit on the canonical 64 x 64
PART = 100  # clips predicted at once
N_SAMPLED = 8  # frames of each row of a sample
SAMPLE_ROWS = "first row: seen; second row: predicted; third row: what came"


class NextFramesTask(Task):
    """Predict the next frames, pixel by pixel.

    Args:
        model: frames (B, T, S, S) to scores of the next.
        batches: of new clips.
        validation: clips of held-out training digits, uint8 (N, 2 T, S, S).
        test: clips of test digits.
        info: kind of the data.
        device: where the model computes.
    """

    def __init__(
        self,
        model: NextFrames,
        batches: BouncingBatches,
        validation: Tensor,
        test: Tensor,
        *,
        info: ImageInfo,
        device: torch.device,
    ) -> None:
        self.model, self.batches, self.info, self.device = model, batches, info, device
        self.validation, self.test = validation, test

    def loss(self, batch: Tensor) -> tuple[Tensor, dict[str, Tensor]]:
        """Cross-entropy of each pixel with its brightness, summed over a frame."""
        seen, following = (batch.float() / 255).chunk(2, dim=1)
        scores = self.model(seen).float()
        # A squared error would hardly move a pixel that is sure and wrong; cross-entropy does, and
        # it is least at the same value.
        loss = F.binary_cross_entropy_with_logits(scores, following, reduction="none")
        error = (scores.detach().sigmoid() - following).square()
        return loss.sum((2, 3)).mean(), {"frame_mse": error.sum((2, 3)).mean()}

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Measure the error of the next frames, and that of repeating the last one seen."""
        losses, errors, repeated = [], [], []
        for part in (self.test if final else self.validation).split(PART):
            clips = part.to(self.device).float() / 255
            seen, following = clips.chunk(2, dim=1)
            scores = self.model(seen).float()
            loss = F.binary_cross_entropy_with_logits(scores, following, reduction="none")
            losses.append(loss.sum((2, 3)).mean(1))
            errors.append((scores.sigmoid() - following).square().sum((2, 3)).mean(1))
            repeated.append((seen[:, -1:] - following).square().sum((2, 3)).mean(1))
        return {
            "loss": torch.cat(losses).mean().item(),
            "frame_mse": torch.cat(errors).mean().item(),
            "last_frame_mse": torch.cat(repeated).mean().item(),
        }

    def sample(self) -> dict[str, bytes]:
        """A validation clip: the last frames seen, those predicted, those that came."""
        clip = self.validation[:1].to(self.device).float() / 255
        seen, following = clip.chunk(2, dim=1)
        predicted = unwrapped(self.model)(seen).float().sigmoid()
        shown = min(N_SAMPLED, seen.shape[1])
        rows = torch.cat([seen[0, -shown:], predicted[0, :shown], following[0, :shown]])
        sheet = io.BytesIO()
        image_sheet(rows[:, None].cpu(), shown).save(sheet, "PNG")
        return {"png": sheet.getvalue(), "txt": SAMPLE_ROWS.encode()}


@dataclass(frozen=True, kw_only=True)
class NextFramesOfDigits(Recipe):
    """A network that predicts frames, and the digits that bounce."""

    data: Annotated[str, Help("mnist, fashion-mnist or digits: what moves")] = "mnist"
    eval_clips: Annotated[int, Help("test clips predicted at the end, at least 1")] = 1000
    model: NextFramesConfig = field(default_factory=NextFramesConfig)

    info_type = ImageInfo

    def __post_init__(self) -> None:
        require_sizes(self, "eval_clips")

    def build(self, device: torch.device) -> NextFramesTask:
        """Load the digits, draw the clips that are measured, and join all with the model."""
        side, n_frames = self.model.image_size, 2 * self.model.n_frames
        size = max(1, DIGIT * side // CANONICAL)
        train, test = (load(self.data, split, size=size) for split in ("train", "test"))
        if train.images.shape[1] != 1:
            raise UserError(f"{given('data', self.data)}, whose images have colors: give mnist.")
        train, validation = split_off(train, 0.1, seed=0)

        def clips(digits: ImageSet, n: int, seed: int) -> Tensor:
            generator = torch_generator(seed, 14)
            first = torch.arange(n) % len(digits)
            return draw_clips(digits, first, n_frames, side, generator)

        info = ImageInfo(data=self.data, classes=(), shape=(1, side, side))
        batches = BouncingBatches(
            train,
            n_frames,
            side,
            batch_size=self.train.batch_size,
            seed=self.train.seed,
            device=device,
        )
        return NextFramesTask(
            self.build_model(info),
            batches,
            clips(validation, max(1, self.eval_clips // 5), 1),
            clips(test, self.eval_clips, 2),
            info=info,
            device=device,
        )

    def build_model(self, info: ImageInfo) -> NextFrames:
        """Build the network."""
        return NextFrames(self.model)


RECIPES: dict[str, Recipe] = {
    "moving-mnist-next": NextFramesOfDigits(
        train=TrainConfig(
            steps=1000,
            batch_size=16,
            evaluate_every=250,
            threads=1,
            optim=OptimizerConfig(learning_rate=3e-3, grad_clip=1.0),
            lr_schedule=ScheduleConfig(schedule="cosine", warmup=0.05),
        ),
    ),
    "moving-mnist-next-long": NextFramesOfDigits(
        eval_clips=10_000,
        model=NextFramesConfig(image_size=CANONICAL, filters=64, hidden=512, n_layers=8),
        train=TrainConfig(
            steps=120_000,
            batch_size=16,
            evaluate_every=5_000,
            optim=OptimizerConfig(learning_rate=1e-3, grad_clip=1.0),
            lr_schedule=ScheduleConfig(schedule="cosine", warmup=0.02),
        ),
    ),
}
