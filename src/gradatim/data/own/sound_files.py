"""Sounds as they are recorded: WAV or FLAC, of any rate and length, one channel or several.

Shapes: S samples.
"""

import math
import struct
import warnings
from pathlib import Path

import numpy as np
from scipy.io import wavfile

from gradatim.errors import UserError

ENDINGS = (".wav", ".flac")
UNREADABLE = (ValueError, OSError, EOFError, RuntimeError, LookupError, TypeError, struct.error)
RATES = (1_000, 768_000)  # samples per second that a recorder may write
LONGEST = 3600 * 192_000  # samples: an hour at the highest usual rate
FEWEST = 5  # sounds of a class: to train, validate and test
SILENCE = 1e-3  # root mean square of the loudest tenth of a second: -60 dB


def read_sound(path: Path) -> tuple[np.ndarray, int]:
    """Read a sound; several channels are averaged.

    Returns:
        samples, float32 (S,) in [-1, 1], and the rate in samples per second.

    Raises:
        UserError: no such file, no sound, or FLAC where soundfile is not installed.
    """
    if not path.is_file():
        raise UserError(f"there is no sound {path}.")
    try:
        samples, rate = _flac(path) if path.suffix.lower() == ".flac" else _wav(path)
    except UNREADABLE as error:
        if isinstance(error, UserError):
            raise
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise UserError(f"{path} is not a sound that can be read ({reason}).") from error
    if not samples.size:
        raise UserError(f"{path} holds no sample.")
    if not RATES[0] <= rate <= RATES[1]:
        raise UserError(
            f"{path} says that it has {rate:,} samples per second: {RATES[0]:,} to {RATES[1]:,} "
            "are allowed."
        )
    if samples.size > LONGEST:
        raise UserError(f"{path} is longer than an hour: cut it.")
    mono = samples.reshape(len(samples), -1).mean(1, dtype=np.float64)
    if not np.isfinite(mono).all():
        raise UserError(f"{path} holds samples that are not numbers: record it again.")
    return mono.astype(np.float32), int(rate)


def _wav(path: Path) -> tuple[np.ndarray, int]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", wavfile.WavFileWarning)  # of chunks with the singer's name
        rate, samples = wavfile.read(path)
    if samples.dtype == np.uint8:
        return (samples.astype(np.float32) - 128) / 128, rate
    if samples.dtype.kind == "i":  # of 24 bits scipy gives the upper 24 of 32
        return samples.astype(np.float32) / float(2 ** (8 * samples.dtype.itemsize - 1)), rate
    return samples.astype(np.float32), rate


def _flac(path: Path) -> tuple[np.ndarray, int]:
    try:
        import soundfile  # an extra: only FLAC needs it
    except (ImportError, OSError):
        raise UserError(
            f"{path} is FLAC, for which soundfile is needed: pip install soundfile, or save it as "
            "WAV."
        ) from None
    return soundfile.read(str(path), dtype="float32", always_2d=True)


def loudness(samples: np.ndarray, rate: int) -> float:
    """Root mean square of the loudest tenth of a second of samples (S,), 0 to 1."""
    window = max(1, min(rate // 10, len(samples)))
    squares = (samples - samples.mean()) ** 2
    means = squares[: len(squares) // window * window].reshape(-1, window).mean(1)
    return math.sqrt(means.max())
