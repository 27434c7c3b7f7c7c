"""Sounds in the form that a model was trained on: its rate, length and loudness, its spectrograms.

Shapes: N sounds, S samples, M bands, F frames.
"""

from typing import Any

import torch
from torch import Tensor

from gradatim.data.info import SoundInfo
from gradatim.data.own.sound_files import SILENCE, loudness
from gradatim.data.own.sound_shaping import leveled, loudest_part, resampled
from gradatim.data.spoken_digits import log_mel_spectrogram
from gradatim.errors import UserError


def spectrogram(waves: Tensor, info: SoundInfo) -> Tensor:
    """Make spectrograms (N, M, F) in the form that a model was trained on."""
    n_bands, n_frames = info.shape
    return (log_mel_spectrogram(waves, info.rate, n_bands)[..., :n_frames] - info.mean) / info.std


def heard(samples: Tensor, rate: int, info: SoundInfo, name: str) -> Tensor:
    """A sound in the form that a model was trained on: its rate, its length; (S,).

    Args:
        samples: (S,), of any length.
        rate: of them, per second.
        info: of the model.
        name: of the sound, for the message.

    Raises:
        UserError: silence, for which a network would name a class all the same.
    """
    if not len(samples) or loudness(samples.numpy(), rate) < SILENCE:
        raise UserError(f"{name} is silent: there is nothing to classify.")
    part = loudest_part(resampled(samples, rate, info.rate), info.length)
    return leveled(part) if info.leveled else part


def as_samples(sound: Any) -> Tensor:
    """An array, tensor or list of numbers that somebody hands over, as samples (S,).

    Raises:
        UserError: something else.
    """
    try:
        samples = torch.as_tensor(sound).float()
    except (TypeError, ValueError, RuntimeError):  # None, a dictionary, an array of texts
        raise UserError(
            f"{sound!r} is not a sound: give a path, or an array of samples (S,)."
        ) from None
    if samples.ndim != 1:
        shape = tuple(samples.shape)
        raise UserError(f"a sound is an array of samples (S,), and this array {shape}.")
    return samples
