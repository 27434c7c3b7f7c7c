"""Spoken digits: spectrograms read in patches by a Transformer's encoder."""

from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.data.spoken_digits import (
    SpectrogramBatches,
    load_digits,
    log_mel_spectrogram,
)
from gradatim.models.audio import AudioConfig, AudioTransformer
from gradatim.recipes.base import Recipe
from gradatim.recipes.param_groups import muon_groups
from gradatim.training import Task

N_FRAMES = 96  # frames kept of a spectrogram, 10 ms each


class SoundTask(Task):
    """Name the digit that is said: cross-entropy, accuracy.

    Args:
        model: spectrograms (B, M, F) to logits (B, K).
        batches: of augmented training spectrograms.
        test: spectrograms (N, M, F) and labels (N,).
        recipe: its knobs.
        facts: see `Task.facts`.
        device: where the model computes.
    """

    def __init__(
        self,
        model: nn.Module,
        batches: SpectrogramBatches,
        test: tuple[Tensor, Tensor],
        *,
        recipe: "SoundRecipe",
        facts: dict[str, Any],
        device: torch.device,
    ) -> None:
        self.model, self.batches, self.facts, self.device = model, batches, facts, device
        self.test = tuple(tensor.to(device) for tensor in test)
        self.recipe = recipe

    def parameter_groups(self) -> list[dict[str, Any]] | None:
        """Tell Muon's matrices from the rest; the loop's own choice for other optimizers."""
        recipe = self.recipe
        if recipe.optimizer != "muon":
            return None
        return muon_groups(self.model, recipe.learning_rate, recipe.outer_rate)

    def loss(self, batch: tuple[Tensor, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
        """Cross-entropy of a batch."""
        spectrograms, labels = (tensor.to(self.device) for tensor in batch)
        logits = self.model(spectrograms)  # (B, K)
        right = (logits.detach().argmax(1) == labels).float().mean()
        loss = F.cross_entropy(logits, labels, label_smoothing=self.recipe.label_smoothing)
        return loss, {"accuracy": right}

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Measure loss and accuracy on the official test split."""
        spectrograms, labels = self.test
        logits = torch.cat([self.model(part) for part in spectrograms.split(100)]).float()
        accuracy = (logits.argmax(1) == labels).float().mean().item()
        return {"loss": F.cross_entropy(logits, labels).item(), "accuracy": accuracy}


@dataclass(frozen=True, kw_only=True)
class SoundRecipe(Recipe):
    """Digits by ear: the Free Spoken Digit Dataset."""

    width: int = 64  # channels of a patch
    n_layers: int = 4  # encoder layers
    n_heads: int = 4  # heads of attention; divides width
    dropout: float = 0.0  # share dropped in training
    shift: int = 24  # largest shift in time, in frames of 10 ms
    stripe: int = 8  # largest stripe left out of time and of pitch, in frames and bands
    label_smoothing: float = 0.0  # share of the target spread over all classes
    outer_rate: float = 0.15  # with muon: AdamW's learning rate as a share of Muon's

    def model(self, facts: dict[str, Any]) -> nn.Module:
        """Build the encoder for spectrograms of this size."""
        bands, frames = facts["shape"]
        config = AudioConfig(
            n_bands=bands,
            n_frames=frames,
            patch_bands=bands,
            patch_frames=4,
            n_classes=len(facts["classes"]),
            width=self.width,
            n_layers=self.n_layers,
            n_heads=self.n_heads,
            dropout=self.dropout,
        )
        return AudioTransformer(config)

    def build(self, device: torch.device) -> SoundTask:
        """Load the recordings, make spectrograms of them and join them with the model."""
        train, test = load_digits("train"), load_digits("test")
        pictures = log_mel_spectrogram(train.waves)[..., :N_FRAMES]  # (N, M, F)
        mean, std = pictures.mean().item(), pictures.std().item()
        facts = {
            "classes": [str(digit) for digit in range(10)],
            "shape": list(pictures.shape[1:]),  # mel bands, frames
            "mean": mean,
            "std": std,
        }
        batches = SpectrogramBatches(
            (pictures - mean) / std,
            train.labels,
            self.batch_size,
            seed=self.seed,
            shift=self.shift,
            stripe=self.stripe,
        )
        return SoundTask(
            self.model(facts),
            batches,
            (spectrogram(test.waves, facts), test.labels),
            recipe=self,
            facts=facts,
            device=device,
        )


def spectrogram(waves: Tensor, facts: dict[str, Any]) -> Tensor:
    """Make the spectrograms (N, M, F) that a model with these facts was trained on."""
    return (log_mel_spectrogram(waves)[..., : facts["shape"][1]] - facts["mean"]) / facts["std"]


SOUND_RECIPES: dict[str, Recipe] = {
    "spoken-digits": SoundRecipe(
        batch_size=64,
        epochs=12.0,
        optimizer="muon",
        learning_rate=0.02,
        schedule="linear",
        warmup=0.1,
        threads=1,
        expect="98.7 % of the official test right; 213,000 parameters, 32 s of one core",
    ),
}
