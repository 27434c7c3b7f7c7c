"""Spoken digits: spectrograms read in patches by a Transformer's encoder."""

from dataclasses import dataclass, field, replace
from typing import Annotated

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.data.heard import spectrogram
from gradatim.data.info import SoundInfo
from gradatim.data.sampler import stratified
from gradatim.data.spoken_digits import (
    N_MELS,
    SpectrogramBatches,
    load_digits,
    log_mel_spectrogram,
)
from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.models.audio import AudioConfig, AudioTransformer
from gradatim.recipes.base import Recipe, ValFraction
from gradatim.spelling import given
from gradatim.training import OptimizerConfig, ScheduleConfig, Task, TrainConfig
from gradatim.training.losses.label_smoothing import LabelSmoothing, smoothed_cross_entropy
from gradatim.training.optimizers import transformer_groups
from gradatim.validation import require_at_most, require_fraction

N_FRAMES = 96  # frames kept of a spectrogram, 10 ms each


class SoundTask(Task):
    """Classify spoken digits: cross-entropy, accuracy.

    Args:
        model: spectrograms (B, M, F) to logits (B, K).
        batches: of augmented training spectrograms.
        validation: spectrograms (N, M, F) and labels (N,) that are measured during the run; None:
            nothing is.
        test: likewise, measured once, at its end.
        info: classes, shape and statistics of the spectrograms.
        label_smoothing: fraction of the target spread over all classes.
        device: where the model computes.
    """

    def __init__(
        self,
        model: nn.Module,
        batches: SpectrogramBatches,
        validation: tuple[Tensor, Tensor] | None,
        test: tuple[Tensor, Tensor],
        *,
        info: SoundInfo,
        label_smoothing: float,
        device: torch.device,
    ) -> None:
        self.model, self.batches, self.info, self.device = model, batches, info, device
        self.validation, self.test = validation, test
        self.has_validation, self.n_test = validation is not None, len(test[1])
        self.label_smoothing = label_smoothing

    parameter_groups = transformer_groups

    def loss(self, batch: tuple[Tensor, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
        """Cross-entropy of a batch."""
        spectrograms, labels = (tensor.to(self.device) for tensor in batch)
        logits = self.model(spectrograms)  # (B, K)
        right = (logits.detach().argmax(1) == labels).float().mean()
        loss = smoothed_cross_entropy(logits, labels, self.label_smoothing)
        return loss, {"accuracy": right}

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Measure loss and accuracy on validation recordings, at the end on the official test."""
        measured = self.test if final else self.validation
        assert measured is not None  # the loop asks only where `has_validation`
        spectrograms, labels = (tensor.to(self.device) for tensor in measured)
        logits = torch.cat([self.model(part) for part in spectrograms.split(100)]).float()
        accuracy = (logits.argmax(1) == labels).float().mean().item()
        return {"loss": F.cross_entropy(logits, labels).item(), "accuracy": accuracy}


@dataclass(frozen=True, kw_only=True)
class SoundClassification(Recipe):
    """Spoken digits: the Free Spoken Digit Dataset."""

    model: AudioConfig = field(default_factory=lambda: AudioConfig(width=64))
    shift: Annotated[int, Help("largest random shift in time, in frames of 10 ms, at least 0")] = 24
    mask_width: Annotated[
        int, Help("widest stripe masked in time and in pitch, in frames and mel bands, at least 0")
    ] = 8
    label_smoothing: LabelSmoothing = 0.0

    val_fraction: ValFraction = 0.1

    info_type = SoundInfo
    fixed = (
        "model.n_bands",
        "model.n_frames",
        "model.patch_bands",
        "model.patch_frames",
        "model.n_classes",
    )

    def __post_init__(self) -> None:
        require_fraction(self, "val_fraction")
        require_fraction(self, "label_smoothing")
        for name in ("shift", "mask_width"):
            if getattr(self, name) < 0:
                raise UserError(f"{given(name, getattr(self, name))}: give 0 (off) or more.")
        require_at_most(self, N_MELS - 1, "mask_width")  # of so many bands one stays

    def build_model(self, info: SoundInfo) -> nn.Module:
        """Build the encoder for spectrograms of this size."""
        bands, frames = info.shape
        config = replace(
            self.model,
            n_bands=bands,
            n_frames=frames,
            patch_bands=bands,
            patch_frames=4,
            n_classes=len(info.classes),
        )
        return AudioTransformer(config)

    def build(self, device: torch.device) -> SoundTask:
        """Load the recordings, make spectrograms of them and join them with the model."""
        train, test = load_digits("train"), load_digits("test")
        waves, labels, held_out = train.waves, train.labels, None
        if self.val_fraction:
            held_out = stratified(labels, 10, self.val_fraction, seed=0)
            # Before mean and deviation are taken: held-out recordings must not leak into them.
            waves, labels = waves[~held_out], labels[~held_out]
        # Computed once for all: nothing of a batch but shifts and masks is drawn anew.
        spectrograms = log_mel_spectrogram(waves)[..., :N_FRAMES]  # (N, M, F)
        bands, frames = spectrograms.shape[1:]
        info = SoundInfo(
            classes=tuple("0123456789"),
            shape=(bands, frames),
            mean=spectrograms.mean().item(),
            std=spectrograms.std().item(),
        )
        batches = SpectrogramBatches(
            (spectrograms - info.mean) / info.std,
            labels,
            self.train.batch_size,
            seed=self.train.seed,
            shift=self.shift,
            stripe=self.mask_width,
        )
        validation = None
        if held_out is not None:
            validation = spectrogram(train.waves[held_out], info), train.labels[held_out]
        return SoundTask(
            self.build_model(info),
            batches,
            validation,
            (spectrogram(test.waves, info), test.labels),
            info=info,
            label_smoothing=self.label_smoothing,
            device=device,
        )

    def test_sounds(self, info: SoundInfo) -> Tensor:
        """The test recordings as samples, (N, S)."""
        return load_digits("test").waves


RECIPES: dict[str, Recipe] = {
    "spoken-digits": SoundClassification(
        train=TrainConfig(
            epochs=12,
            batch_size=64,
            threads=1,
            optim=OptimizerConfig(optimizer="muon", learning_rate=0.02, adamw_lr_ratio=0.15),
            lr_schedule=ScheduleConfig(schedule="linear", warmup=0.1),
        ),
    ),
}
