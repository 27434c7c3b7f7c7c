"""Images from noise and words by flow matching, on MNIST and Fashion-MNIST.

Shapes: B images, C channels, H and W height and width, L words.
"""

from dataclasses import dataclass, field, replace
from typing import Annotated

import torch
import torch.nn.functional as F
from torch import Tensor

from gradatim.data.info import CaptionInfo
from gradatim.data.sampler import torch_generator
from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.models.multimodal.dit import DiT, DiTConfig
from gradatim.recipes.base import Recipe
from gradatim.recipes.multimodal.drawing import DrawingEvaluation
from gradatim.recipes.multimodal.text_to_image import DrawingTask, TextToImage
from gradatim.spelling import given
from gradatim.training import OptimizerConfig, ScheduleConfig, TrainConfig
from gradatim.training.run_folder.checkpoint import unwrapped

FARTHEST = 5  # logit of a time: 0.7 % of the way
N_MEASURED = 1000  # held-out images that are measured during a run


class FlowTask(DrawingTask):
    """Learn the direction from noise to an image.

    The model gives directions for images between noise and image, times and captions.
    """

    noise_shift = 0.0  # logits by which the times lie nearer to noise

    def loss(self, batch: tuple[Tensor, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
        """Squared error of the direction at a random time, mean over pixels."""
        images, captions = batch
        noise = torch.randn_like(images)
        # Most of what is seen of an image is decided half way: times there come more often (Esser
        # et al. 2024, "Scaling rectified flow Transformers", section 3.1).
        times = self.times(torch.randn(len(images), device=images.device))
        return self.error(images, captions, noise, times), {}

    def times(self, normal: Tensor) -> Tensor:
        """Times from 0 to 1, of standard normal numbers (B,)."""
        return torch.sigmoid(normal - self.noise_shift)

    def error(self, images: Tensor, captions: Tensor, noise: Tensor, times: Tensor) -> Tensor:
        """Squared error of the direction; images with pixels from 0 to 1, times (B,)."""
        target = 2 * images - 1
        t = times[:, None, None, None]
        found = self.model((1 - t) * noise + t * target, times, captions)
        return F.mse_loss(found.float(), target - noise)

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Measure the loss, always with the same noise; at the end, what is drawn."""
        images = self.test if final else self.validation
        images = images.subset(torch.arange(min(N_MEASURED, len(images))))
        generator = torch_generator(0, 6)
        captions = self.measurement.captions.draw(images.labels, generator)[1]
        total = 0.0
        for rows in torch.arange(len(images)).split(250):
            pixels = images.images[rows].float() / 255
            noise = torch.randn(pixels.shape, generator=generator)
            times = self.times(torch.randn(len(rows), generator=generator))
            parts = (part.to(self.device) for part in (pixels, captions[rows], noise, times))
            total += len(rows) * self.error(*parts).item()
        measured = {"loss": total / len(images)}
        if final:
            measured |= self.measurement.measure(unwrapped(self.model), seed=1)
        return measured


@dataclass(frozen=True, kw_only=True)
class TextToImageFlow(TextToImage):
    """A diffusion Transformer, and the images with their captions."""

    model: DiTConfig = field(default_factory=DiTConfig)
    noise_shift: Annotated[
        float,
        Help(
            "logits by which the times learned lie nearer to noise, where little but the caption "
            "tells what is on the image, 0 to 5; 0: half way on average"
        ),
    ] = 0.0

    task = FlowTask
    fixed = ("model.in_channels", "model.image_size", "model.n_words")

    def __post_init__(self) -> None:
        if not 0 <= self.noise_shift <= FARTHEST:
            raise UserError(f"{given('noise_shift', self.noise_shift)}: give a number from 0 to 5.")

    def build(self, device: torch.device) -> FlowTask:
        """Load the images, join them with the model, and say which times are learned."""
        task = super().build(device)
        assert isinstance(task, FlowTask)
        task.noise_shift = self.noise_shift
        return task

    def build_model(self, info: CaptionInfo) -> DiT:
        """Build the network for images and words of these sizes."""
        channels, height, _ = info.shape
        return DiT(
            replace(
                self.model, in_channels=channels, image_size=height, n_words=2 + len(info.words)
            )
        )


RECIPES: dict[str, Recipe] = {
    "mnist-flow": TextToImageFlow(
        model=DiTConfig(width=96),
        evaluation=DrawingEvaluation(guidance=1.4),
        train=TrainConfig(
            steps=2000,
            batch_size=64,
            evaluate_every=500,
            threads=1,
            ema_decay=0.995,
            optim=OptimizerConfig(
                optimizer="muon", learning_rate=0.02, adamw_lr_ratio=0.1, grad_clip=1.0
            ),
            lr_schedule=ScheduleConfig(schedule="linear", warmup=0.05),
        ),
    ),
}
