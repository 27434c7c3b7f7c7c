"""Sounds with labels as tensors of one rate, length and loudness.

Shapes: N sounds, S samples.
"""

import hashlib
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor

from gradatim.data.own.folder_layout import tell_odd_names
from gradatim.data.own.labeled_files import LabeledFile, find_labeled, own_path
from gradatim.data.own.other_formats import tell_left_out, what_lies_in
from gradatim.data.own.sound_files import ENDINGS, FEWEST, SILENCE, loudness, read_sound
from gradatim.data.own.sound_shaping import leveled, loudest_part, resampled
from gradatim.data.sampler import divided
from gradatim.errors import UserError

RATES = (8_000, 16_000)  # samples per second: of a telephone, of a voice
SHORTEST, LONGEST = 0.5, 4.0  # seconds of an example


@dataclass(frozen=True)
class SoundSet:
    """Sounds of a split.

    Attributes:
        waves: float32 (N, S), all as loud.
        labels: int64 (N,).
    """

    waves: Tensor
    labels: Tensor

    def __len__(self) -> int:
        return len(self.labels)

    def fingerprint(self) -> dict[str, int | str]:
        """How many sounds, and the SHA-256 of sounds and labels."""
        sha = hashlib.sha256(self.waves.contiguous().numpy().data)
        sha.update(self.labels.contiguous().numpy().data)
        return {"size": len(self), "sha256": sha.hexdigest()}


@dataclass(frozen=True)
class OwnSounds:
    """All sounds of a folder or table.

    Attributes:
        classes: their names.
        rate: samples per second that all were brought to.
        train, validation, test: the splits; no validation where none was asked for.
        unread: arguments of `load_sounds` that such data make meaningless, each with the reason.
    """

    classes: tuple[str, ...]
    rate: int
    train: SoundSet
    validation: SoundSet | None
    test: SoundSet
    unread: dict[str, str] = field(default_factory=dict, compare=False)


def load_sounds(
    name: str,
    *,
    val_fraction: float,
    seconds: float | None = None,
    rate: int | None = None,
    classes: tuple[str, ...] = (),
) -> OwnSounds:
    """Load sounds of one's own.

    Args:
        name: a folder with a subfolder per class, a table of files and labels, or a zip.
        val_fraction: of the training sounds, held out.
        seconds: of an example; by default what nine of ten sounds fit into, 0.5 to 4.
        rate: samples per second; by default 16,000, or 8,000 where most sounds have no more.
        classes: those that a trained network knows; all that are there by default.

    Raises:
        UserError: nothing that can be heard, fewer than two classes or than five sounds of one.
    """
    found = find_labeled(own_path(name), ENDINGS)
    if not found.files:
        raise UserError(
            f"{name} has no sounds ({' '.join(ENDINGS)}) in the subfolders of its classes; "
            f"{what_lies_in(found.root)}"
        )
    if found.root.is_dir():
        tell_left_out(found.root, ENDINGS)
    known = classes or found.classes
    if len(known) < 2 or set(known) - set(found.classes):
        raise UserError(
            f"{name} has the classes {', '.join(found.classes)}: "
            f"{', '.join(classes) if classes else 'at least two'} are needed."
        )
    if not classes:
        tell_odd_names(known)
    others = sorted(set(found.classes) - set(known))
    if others:
        warnings.warn(
            f"{name} has the classes {', '.join(others)} beside {', '.join(known)}: they are left "
            "out.",
            stacklevel=2,
        )
    heard, items = _read([item for item in found.files if item.label in known])
    rates = [item_rate for _, item_rate in heard]
    rate = rate or (RATES[1] if np.median(rates) > RATES[0] else RATES[0])
    if seconds is None:
        usual = float(np.quantile([len(wave) / r for wave, r in heard], 0.9))
        seconds = min(max(usual, SHORTEST), LONGEST)
    length = round(seconds * rate)
    long = [
        item.file
        for (wave, r), item in zip(heard, items, strict=True)
        if len(wave) / r > 10 * seconds
    ]
    if long:
        warnings.warn(
            f"{len(long)} of {len(items)} sounds last more than ten times the {seconds:.1f} s of "
            f"an example, such as {long[0]}: of each the loudest part is kept.",
            stacklevel=2,
        )
    waves = torch.stack([leveled(loudest_part(resampled(w, r, rate), length)) for w, r in heard])
    labels = torch.tensor([known.index(item.label) for item in items])
    for label, count in zip(known, labels.bincount(minlength=len(known)).tolist(), strict=True):
        if count < FEWEST:
            raise UserError(
                f"class {label!r} in {name} has {count} sounds that can be heard: at least "
                f"{FEWEST} are needed to train, validate and test."
            )
    parts = divided([item.split for item in items], labels, len(known), val_fraction)
    sets = [SoundSet(waves[parts == k], labels[parts == k]) for k in range(3)]
    unread = {}
    if "validation" in [item.split for item in items]:
        unread["val_fraction"] = f"{name} says what to validate on"
    return OwnSounds(known, rate, sets[0], sets[1] if len(sets[1]) else None, sets[2], unread)


def _read(files: Sequence[LabeledFile]) -> tuple[list[tuple[Tensor, int]], list[LabeledFile]]:
    """The sounds that can be heard; of the others a warning."""
    heard, items, left_out = [], [], []
    for item in files:
        try:
            wave, rate = read_sound(item.file)
        except UserError as error:
            left_out.append(str(error).rstrip("."))
            continue
        if loudness(wave, rate) < SILENCE:
            left_out.append(f"{item.file} is silent")
            continue
        heard.append((torch.from_numpy(wave), rate))
        items.append(item)
    if not heard:
        raise UserError(
            f"there is no sound that can be heard ({left_out[0] if left_out else 'no file'}): "
            f"allowed are {' '.join(ENDINGS)}."
        )
    if left_out:
        warnings.warn(
            f"{len(left_out)} of {len(files)} sounds are left out: {'; '.join(left_out[:3])}.",
            stacklevel=3,
        )
    return heard, items
