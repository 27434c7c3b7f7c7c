"""Spoken digits: WAV files, and the log-mel spectrogram written out.

The Free Spoken Digit Dataset (Jackson et al. 2018): digits 0 to 9 said by six speakers, 50 times
each, 8,000 samples per second. The official split: recordings 0 to 4 of every digit and speaker are
the test (300), the others the train set (2,700).

Shapes: N recordings, S samples, F frames, M mel bands.
"""

import io
import math
import struct
import tarfile
import wave
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from gradatim.data.download import fetch
from gradatim.data.sampler import ShuffledIndices, torch_generator
from gradatim.errors import UserError

SAMPLE_RATE = 8_000  # samples per second
WINDOW, HOP = 256, 80  # samples: 32 ms every 10 ms
N_MELS = 40
LENGTH = 8_000  # samples kept of every recording: one second, longer than 98 % of them


@dataclass(frozen=True)
class Recordings:
    """Recordings of spoken digits.

    Attributes:
        waves: float32 (N, S) in [-1, 1], cut or filled with silence at the end.
        labels: int64 (N,), the digit.
        speakers: who spoke, N names.
    """

    waves: Tensor
    labels: Tensor
    speakers: list[str]


def read_wave(file: str | Path | io.BytesIO) -> tuple[Tensor, int]:
    """Read a WAV file of 8 or 16 bit; several channels are averaged.

    Returns:
        samples, float32 (S,) in [-1, 1], and the sample rate in samples per second.

    Raises:
        UserError: not such a WAV file.
    """
    try:
        with wave.open(str(file) if isinstance(file, Path) else file, "rb") as sound:
            width, channels, rate = sound.getsampwidth(), sound.getnchannels(), sound.getframerate()
            raw = sound.readframes(sound.getnframes())
    except (wave.Error, EOFError, RuntimeError, struct.error) as error:  # the last two: cut off
        raise UserError(f"{file} is not a WAV file that can be read: {error}.") from error
    raw = raw[: len(raw) - len(raw) % (width * channels)]  # a recording may end within a sample
    if width == 2:
        # WAV of 16 bits is signed and little-endian, of 8 bits unsigned about 128.
        samples = np.frombuffer(raw, "<i2").astype(np.float32) / 2**15
    elif width == 1:
        samples = (np.frombuffer(raw, np.uint8).astype(np.float32) - 128) / 2**7
    else:
        raise UserError(f"{file} has {8 * width} bits per sample: save it as WAV with 16 bits.")
    return torch.from_numpy(samples).view(-1, channels).mean(1), rate


def fit_length(samples: Tensor, length: int = LENGTH) -> Tensor:
    """Cut samples (S,) to a length, or fill them with silence at the end."""
    return torch.nn.functional.pad(samples[:length], (0, max(0, length - len(samples))))


@cache
def load_digits(split: str) -> Recordings:
    """Load the spoken digits of a split, "train" or "test"."""
    waves, labels, speakers = [], [], []
    archive_path = fetch("fsdd", "free-spoken-digit-dataset.tar.gz")
    with tarfile.open(archive_path, "r:gz") as archive:
        # Sorted: the order inside an archive is that of whoever packed it.
        for member in sorted(archive.getmembers(), key=lambda m: m.name):
            path = Path(member.name)
            if path.suffix != ".wav":
                continue
            digit, speaker, number = path.stem.split("_")
            if (int(number) < 5) != (split == "test"):
                continue
            file = archive.extractfile(member)
            if file is None:
                raise UserError(f"{archive_path} is damaged at {member.name}: fetch it again.")
            samples, rate = read_wave(io.BytesIO(file.read()))
            if rate != SAMPLE_RATE:
                raise UserError(f"{member.name} has {rate} samples per second, not {SAMPLE_RATE}.")
            waves.append(fit_length(samples))
            labels.append(int(digit))
            speakers.append(speaker)
    return Recordings(torch.stack(waves), torch.tensor(labels), speakers)


@cache
def mel_filters(n_mels: int = N_MELS, window: int = WINDOW, rate: int = SAMPLE_RATE) -> Tensor:
    """Make triangular filters that are evenly spaced in mel, as the ear hears pitch.

    mel = 2595 log10(1 + hertz / 700) (O'Shaughnessy 1987); each triangle rises from its left
    neighbor's center to its own and falls to the right neighbor's.

    Returns:
        float32 (window / 2 + 1, M).
    """
    highest = 2595 * math.log10(1 + rate / 2 / 700)
    mels = torch.linspace(0, highest, n_mels + 2)
    hertz = 700 * (10 ** (mels / 2595) - 1)  # (M + 2,) corners of the triangles
    frequencies = torch.linspace(0, rate / 2, window // 2 + 1)[:, None]
    # Both sides of all triangles at once: the lower of the two lines, and nothing below 0.
    rising = (frequencies - hertz[:-2]) / (hertz[1:-1] - hertz[:-2])
    falling = (hertz[2:] - frequencies) / (hertz[2:] - hertz[1:-1])
    return torch.minimum(rising, falling).clamp(min=0)


def log_mel_spectrogram(waves: Tensor, rate: int = SAMPLE_RATE, n_mels: int = N_MELS) -> Tensor:
    """Turn sound into an image: the power of each frequency band over time.

    Cut into overlapping windows, weight their ends down (Hann), Fourier-transform, take the power,
    sum it in mel bands, take the logarithm.

    Args:
        waves: (..., S) samples in [-1, 1].
        rate: samples per second; a window is 32 ms long, and there is one every 10 ms.
        n_mels: M.

    Returns:
        (..., M, F), natural logarithm of power, at least log(1e-6).
    """
    window, hop = WINDOW * rate // SAMPLE_RATE, HOP * rate // SAMPLE_RATE
    n = torch.arange(window, device=waves.device)
    # A window that ends abruptly would add frequencies that are not in the sound.
    hann = 0.5 - 0.5 * torch.cos(2 * math.pi * n / window)  # (window,)
    frames = waves.unfold(-1, window, hop) * hann  # (..., F, window)
    power = torch.fft.rfft(frames).abs().square()  # (..., F, window / 2 + 1)
    mels = power @ mel_filters(n_mels, window, rate).to(waves)  # (..., F, M)
    # Loudness is heard by ratios; the floor keeps silence finite.
    return mels.clamp(min=1e-6).log().mT


class SpectrogramBatches:
    """Spectrograms with their labels, shifted in time and with stripes masked.

    Stripes of time and of frequency are set to the mean (SpecAugment, Park et al. 2019).

    Args:
        spectrograms: float32 (N, M, F), standardized: the masked stripes become 0, the mean.
        labels: int64 (N,).
        batch_size: B.
        seed: of order and augmentation.
        shift: largest shift in frames, to the right.
        stripe: largest width of a stripe, in frames or bands.

    Yields:
        spectrograms, float32 (B, M, F), and labels, int64 (B,).
    """

    def __init__(
        self,
        spectrograms: Tensor,
        labels: Tensor,
        batch_size: int,
        *,
        seed: int,
        shift: int = 30,
        stripe: int = 8,
    ) -> None:
        self.spectrograms, self.labels = spectrograms, labels
        self.order = ShuffledIndices(len(labels), batch_size, seed)
        self.batch_size, self.steps_per_epoch = batch_size, self.order.steps_per_epoch
        self.seed, self.shift, self.stripe = seed, shift, stripe

    def __iter__(self) -> "SpectrogramBatches":
        return self

    def __next__(self) -> tuple[Tensor, Tensor]:
        index = next(self.order)
        generator = torch_generator(self.seed, self.order.epoch, self.order.position, 4)
        return self._augment(self.spectrograms[index], generator), self.labels[index]

    def state_dict(self) -> dict[str, Any]:
        return self.order.state_dict()

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.order.load_state_dict(state)

    def _augment(self, images: Tensor, generator: torch.Generator) -> Tensor:
        B, M, F = images.shape
        shift = torch.randint(self.shift + 1, (B, 1), generator=generator)
        frame = (torch.arange(F) - shift) % F  # (B, F): the end, mostly silence, comes in front
        images = images.gather(2, frame[:, None].expand(B, M, F))
        for axis, size in ((1, M), (2, F)):
            width = torch.randint(self.stripe + 1, (B, 1), generator=generator)
            # The widest stripe fits wherever one begins.
            start = torch.randint(size - self.stripe, (B, 1), generator=generator)
            places = torch.arange(size)
            masked = (places >= start) & (places < start + width)  # (B, size)
            images = images.masked_fill(masked.unsqueeze(3 - axis), 0.0)
        return images
