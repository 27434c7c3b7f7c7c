"""Own sounds: spectrograms as images of one channel, read by a small residual network.

Shapes: B batch, N sounds, M mel bands, F frames, S samples, K classes, C features.
"""

from dataclasses import dataclass, field, replace
from typing import Annotated, Any, ClassVar, Self

import torch
from torch import Tensor

from gradatim.data.heard import spectrogram
from gradatim.data.info import SoundInfo
from gradatim.data.own_sounds import OwnSounds, SoundSet, load_sounds
from gradatim.data.sampler import part_of
from gradatim.data.spoken_digits import SpectrogramBatches, log_mel_spectrogram
from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.models.audio import SpectrogramNetwork
from gradatim.models.own_classes import OwnClasses
from gradatim.models.vision.resnet import ResNet, ResNetConfig
from gradatim.recipes.base import Recipe, TrainFraction, ValFraction
from gradatim.recipes.fine_tuning import (
    NOTHING_LEARNED,
    OPTIONS,
    FineTuning,
    learn_in_turn,
    load_all_but_last,
    slower_groups,
)
from gradatim.recipes.own_training import (
    Balance,
    check_learned,
    class_weights,
    evened_out,
    fitted,
    tell_rare,
)
from gradatim.recipes.sounds.spoken_digits import SoundTask
from gradatim.recipes.vision.first_weights import (
    FirstWeights,
    first_weights,
    inner,
    pretrained_sizes,
)
from gradatim.spelling import given, spelled
from gradatim.training import OptimizerConfig, Task, TrainConfig
from gradatim.training.losses.label_smoothing import LabelSmoothing, smoothed_cross_entropy
from gradatim.training.optimizers import default_groups
from gradatim.validation import (
    require_fraction,
    require_not_negative,
    require_part,
    require_positive,
)

N_BANDS = 40
OWN_SOUNDS = "SOUNDS"  # stands in the recipe for the folder that the user is to name


class OwnSoundTask(SoundTask):
    """Classify sounds of one's own, and learn what is none of their classes.

    Attributes:
        training_sounds: spectrograms (N, M, F) and labels (N,), whose responses count as usual.
        weights: of every class in the loss, (K,); None: all alike.
        accepted: fraction of unseen sounds of the classes that is to count as known.
        n_frozen: steps in which only the last layer learns, if the others have before.
        lr_ratio: learning rate of the other layers relative to that of the last one.
    """

    training_sounds: tuple[Tensor, Tensor]
    weights: Tensor | None = None
    accepted: float = 1.0
    n_frozen: int = 0
    lr_ratio: float = 1.0

    def parameter_groups(self, config: OptimizerConfig) -> list[dict[str, Any]]:
        """Filters and matrices alike, as in a network for images."""
        groups = default_groups(self.model, config)
        if self.lr_ratio == 1:
            return groups
        return slower_groups(groups, self.model, config, self.lr_ratio)

    def loss(self, batch: tuple[Tensor, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
        """Cross-entropy of a batch; in the first steps only the last layer may learn from it."""
        if self.n_frozen:
            assert isinstance(self.batches, SpectrogramBatches)
            learn_in_turn(self.model, self.batches.order, self.n_frozen)
        spectrograms, labels = (tensor.to(self.device) for tensor in batch)
        logits = self.model(spectrograms)  # (B, K)
        right = (logits.detach().argmax(1) == labels).float().mean()
        smoothing, weights = self.label_smoothing, self.weights
        loss = smoothed_cross_entropy(logits, labels, smoothing, weight=weights)
        return loss, {"accuracy": right}

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Loss and accuracy; at the end also how many test sounds count as none of the classes."""
        metrics = super().evaluate(final)
        if final and self.validation is not None:
            model = next(m for m in self.model.modules() if isinstance(m, OwnClasses))
            # What is usual is learned on training sounds, the limit on unseen ones: of what it was
            # trained on a network is too sure.
            model.learn_usual(self._responses(model, self.training_sounds[0])[1])
            model.learn_limits(*self._responses(model, self.validation[0]), self.accepted)
            known = model.is_known(*self._responses(model, self.test[0]))
            metrics["answered_unknown"] = (~known).float().mean().item()
        return metrics

    def _responses(self, model: OwnClasses, spectrograms: Tensor) -> tuple[Tensor, Tensor]:
        """Logits (N, K) and responses in the middle of the network (N, M)."""
        parts = spectrograms.split(100)
        found = [model.with_responses(part.to(self.device)) for part in parts]
        return torch.cat([logits for logits, _ in found]), torch.cat([r for _, r in found])


@dataclass(frozen=True, kw_only=True)
class OwnSoundClassification(Recipe):
    """Sounds of one's own in folders: words, birds, machines."""

    data: Annotated[
        str, Help("folder with a subfolder of WAV or FLAC files per class, CSV of files, or zip")
    ] = OWN_SOUNDS
    init_from: Annotated[
        str | None,
        Help(
            "first weights: pretrained (a small ResNet of images that comes along), a run "
            "folder of sounds or images, a ResNet as transformers or timm publish it, or none "
            "(default: none)"
        ),
    ] = None
    tuning: FineTuning = field(default_factory=FineTuning)
    seconds: Annotated[
        float | None,
        Help(
            "seconds of an example, its loudest part, 0.1 to 60 (default: nine of ten fit into it)"
        ),
    ] = None
    rate: Annotated[
        int | None,
        Help("samples per second, 4,000 to 48,000 (default: 16000, or 8000 of telephone sounds)"),
    ] = None
    shift: Annotated[int, Help("largest random shift in time, in frames of 10 ms, at least 0")] = 12
    mask_width: Annotated[
        int, Help("widest stripe masked in time and in pitch, in frames and mel bands, at least 0")
    ] = 6
    balance: Annotated[
        Balance, Help("rare classes: weights in the loss, or sampling as often as the others")
    ] = "none"
    accepted: Annotated[
        float,
        Help("fraction of unseen sounds of the classes that is to count as known, above 0 to 1"),
    ] = 0.98
    label_smoothing: LabelSmoothing = 0.0
    val_fraction: ValFraction = 0.2
    train_fraction: TrainFraction = 1.0
    known: SoundInfo | None = field(default=None, metadata={"option": False})
    model: ResNetConfig = field(
        default_factory=lambda: ResNetConfig(
            widths=(32, 64, 128), depths=(1, 1, 1), stem="imagenet", shortcut="projection"
        )
    )

    info_type = SoundInfo
    fixed: ClassVar[tuple[str, ...]] = ("model.in_channels", "model.n_classes")

    def __post_init__(self) -> None:
        require_fraction(self, "val_fraction")
        require_fraction(self, "label_smoothing")
        require_not_negative(self, "shift", "mask_width")
        require_positive(self, "seconds")
        require_part(self, "accepted", "train_fraction")
        if self.rate is not None and not 4_000 <= self.rate <= 48_000:
            raise UserError(f"{given('rate', self.rate)}: give 4000 to 48000 samples per second.")
        if self.seconds is not None and not 0.1 <= self.seconds <= 60:
            raise UserError(f"{given('seconds', self.seconds)}: give 0.1 to 60 seconds.")

    def unread(self) -> dict[str, str]:
        """What nothing reads beside the other options, and why."""
        if self.init_from in (None, "none"):
            return dict.fromkeys(OPTIONS, NOTHING_LEARNED)
        return {}

    def of_run(self, info: Any, files: dict[str, str]) -> Self:
        """Use the classes, the rate and the length of a run."""
        return replace(self, known=info)

    def train_config(self, task: Task) -> TrainConfig:
        """As long as the sounds need it; stopped early."""
        return fitted(self.train, task, epochs=30, fewest=200, most=3000)

    def build(self, device: torch.device) -> OwnSoundTask:
        """Load the sounds, make spectrograms of them and join them with the network."""
        if self.data == OWN_SOUNDS:
            raise UserError(
                f"your own sounds are needed: add {spelled('data', 'FOLDER')}, a subfolder per "
                "class."
            )
        start = self._first_weights()
        known, sounds = self.known, self._load(self.known, start.rate if start else None)
        check_learned(sounds.train.labels, sounds.classes)
        offered = f"{spelled('balance', 'weights')} or {spelled('balance', 'sampling')}"
        tell_rare(sounds.train.labels, sounds.classes, self.balance, offered)
        part = part_of(sounds.train.labels, len(sounds.classes), self.train_fraction)
        waves, labels = sounds.train.waves[part], sounds.train.labels[part]
        spectrograms = log_mel_spectrogram(waves, sounds.rate, N_BANDS)  # (N, M, F)
        info = known or SoundInfo(
            classes=sounds.classes,
            shape=(N_BANDS, spectrograms.shape[2]),
            mean=spectrograms.mean().item(),
            std=spectrograms.std().item(),
            rate=sounds.rate,
            length=waves.shape[1],
            leveled=True,
            sizes=start.sizes if start else {},
        )
        spectrograms = (spectrograms - info.mean) / info.std
        order = torch.arange(len(labels))
        if self.balance == "sampling":
            order = evened_out(labels, self.train.seed)
        batches = SpectrogramBatches(
            spectrograms[order],
            labels[order],
            min(self.train.batch_size, len(order)),
            seed=self.train.seed,
            shift=self.shift,
            stripe=min(self.mask_width, *(size - 1 for size in info.shape)),
        )
        model = self.build_model(info)
        if start is not None:
            load_all_but_last(inner(model), start.weights, str(self.init_from))
        task = OwnSoundTask(
            model,
            batches,
            measured(sounds.validation, info) if sounds.validation else None,
            measured(sounds.test, info),
            info=info,
            label_smoothing=self.label_smoothing,
            device=device,
        )
        task.training_sounds, task.accepted = (spectrograms, labels), self.accepted
        task.unread = sounds.unread
        task.data = {
            "training sound set": sounds.train.fingerprint(),
            "test sound set": sounds.test.fingerprint(),
        }
        if self.balance == "weights":
            task.weights = class_weights(labels, len(info.classes)).to(device)
        if start is not None:
            steps = self.train_config(task).total_steps(batches.steps_per_epoch)
            task.n_frozen, task.lr_ratio = round(self.tuning.frozen * steps), self.tuning.lr_ratio
        return task

    def _first_weights(self) -> FirstWeights | None:
        """The network to start from; one of images reads spectrograms as gray ones."""
        if self.init_from in (None, "none"):
            return None
        if self.init_from != "pretrained":
            return first_weights(self.init_from, ResNet, self.model)
        sizes = pretrained_sizes()
        start = first_weights(self.init_from, ResNet, replace(self.model, **sizes))
        return start and replace(start, sizes=sizes)

    def _load(self, known: SoundInfo | None, rate: int | None = None) -> OwnSounds:
        return load_sounds(
            self.data,
            val_fraction=self.val_fraction,
            seconds=known.length / known.rate if known else self.seconds,
            rate=known.rate if known else self.rate or rate,
            classes=known.classes if known else (),
        )

    def test_sounds(self, info: SoundInfo) -> Tensor:
        """The test sounds of a run as samples, (N, S)."""
        return self._load(info).test.waves

    def build_model(self, info: SoundInfo) -> OwnClasses:
        """Build the network, with room for what is none of its classes."""
        found: dict[str, Any] = {
            k: tuple(v) if isinstance(v, list) else v for k, v in info.sizes.items()
        }
        found |= {"in_channels": 1, "n_classes": len(info.classes)}
        sizes = replace(self.model, **found)
        return OwnClasses(SpectrogramNetwork(ResNet(sizes)))


def measured(sounds: SoundSet, info: SoundInfo) -> tuple[Tensor, Tensor]:
    """Spectrograms (N, M, F) and labels (N,) to measure a network on."""
    return spectrogram(sounds.waves, info), sounds.labels


RECIPES: dict[str, Recipe] = {
    "sound-convnet": OwnSoundClassification(
        train=TrainConfig(
            batch_size=16,
            threads=1,
            optim=OptimizerConfig(learning_rate=2e-3, weight_decay=0.01),
        ),
    ),
}
