"""DALL-E in small on MNIST and Fashion-MNIST: words in, an image out, code by code.

Shapes: B images, C channels, H and W height and width, L words, G codes per image, K codes.
"""

from dataclasses import dataclass, field, replace

import torch
import torch.nn.functional as F
from torch import Tensor

from gradatim.data.info import CaptionInfo
from gradatim.models.multimodal.dalle import DALLE, DALLEConfig
from gradatim.models.multimodal.vqvae import perplexity
from gradatim.recipes.base import Recipe
from gradatim.recipes.multimodal.text_to_image import CaptionedImages, DrawingTask, TextToImage
from gradatim.training import OptimizerConfig, ScheduleConfig, TrainConfig
from gradatim.training.run_folder.checkpoint import unwrapped

SCALE = 0.1  # about the variance of the pixels: an error relative to it weighs as much as the codes


class DALLETask(DrawingTask):
    """Reconstruct images from codes, and predict the codes from captions.

    The model gives reconstructions, codes and scores of the codes for images and captions.
    """

    model: DALLE

    def loss(self, batch: tuple[Tensor, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
        """Error of the reconstruction, distance from the codebook, cross-entropy of the codes."""
        images, captions = batch
        found = self.model(images, captions)
        error = F.mse_loss(found.reconstructions.float(), images)
        # It teaches the Transformer alone: codes are whole numbers, and no gradient passes through
        # them to the encoder that chose them.
        code_loss = F.cross_entropy(found.logits.flatten(0, 1).float(), found.codes.flatten())
        metrics = {
            "reconstruction": error,
            "code_loss": code_loss,
            "code_perplexity": perplexity(found.codes, found.logits.shape[2]),
        }
        return error / SCALE + found.codebook_loss + code_loss, metrics

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Measure the loss of the codes and the reconstruction; at the end, what is drawn."""
        images = self.test if final else self.validation
        generator = torch.Generator().manual_seed(0)
        captions = self.measurement.captions.draw(images.labels, generator)[1]
        parts, errors, losses, codes = [], 0.0, 0.0, []
        for rows in torch.arange(len(images)).split(500):
            pixels = images.images[rows].to(self.device).float() / 255
            found = self.model(pixels, captions[rows].to(self.device))
            reconstructions = found.reconstructions.float().clamp(0, 1)
            errors += len(rows) * F.mse_loss(reconstructions, pixels).item()
            logits = found.logits.flatten(0, 1).float()
            losses += len(rows) * F.cross_entropy(logits, found.codes.flatten()).item()
            codes.append(found.codes.cpu())
            if final:
                parts.append(reconstructions.cpu())
        n = len(images)
        measured = {"loss": losses / n, "reconstruction": errors / n}
        measured["codes_in_use"] = float(len(torch.cat(codes).unique()))
        if final:
            judge = self.measurement.judge()
            read = self.measurement.read(judge, torch.cat(parts), images.labels)
            measured["reconstruction_accuracy"] = read.float().mean().item()
            measured |= self.measurement.measure(unwrapped(self.model), seed=1)
        return measured


@dataclass(frozen=True, kw_only=True)
class TextToCodes(TextToImage):
    """A discrete autoencoder, and a GPT over words and codes."""

    model: DALLEConfig = field(default_factory=DALLEConfig)

    task = DALLETask
    fixed = (
        "model.n_words",
        "model.caption_length",
        "model.autoencoder.in_channels",
        "model.autoencoder.image_size",
        "model.gpt.vocabulary_size",
        "model.gpt.context",
    )

    def build_model(self, info: CaptionInfo) -> DALLE:
        """Build both networks for images and words of these sizes."""
        channels, height, _ = info.shape
        autoencoder = replace(self.model.autoencoder, in_channels=channels, image_size=height)
        config = replace(
            self.model,
            n_words=2 + len(info.words),
            caption_length=info.length,
            autoencoder=autoencoder,
        )
        return DALLE(config)


MUON = OptimizerConfig(optimizer="muon", learning_rate=0.02, adamw_lr_ratio=0.15, grad_clip=1.0)
LR_SCHEDULE = ScheduleConfig(schedule="linear", warmup=0.1)

RECIPES: dict[str, Recipe] = {
    "mnist-dalle": TextToCodes(
        train=TrainConfig(
            steps=800,
            batch_size=64,
            evaluate_every=200,
            threads=1,
            optim=MUON,
            lr_schedule=LR_SCHEDULE,
        ),
    ),
    "fashion-dalle": TextToCodes(
        data=CaptionedImages(data="fashion-mnist"),
        train=TrainConfig(
            steps=1000, evaluate_every=250, threads=1, optim=MUON, lr_schedule=LR_SCHEDULE
        ),
    ),
    "mnist-pairs-dalle": TextToCodes(
        data=CaptionedImages(two_things=True),
        model=DALLEConfig(code_dropout=0.3),
        train=TrainConfig(
            steps=1600,
            batch_size=64,
            evaluate_every=800,
            threads=1,
            optim=MUON,
            lr_schedule=LR_SCHEDULE,
        ),
    ),
}
