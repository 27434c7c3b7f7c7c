"""Spoken digits: reading WAV, the official split, the spectrogram, augmentation."""

import io
import math
import wave
from pathlib import Path

import numpy as np
import pytest
import torch

from gradatim.data.spoken_digits import (
    HOP,
    LENGTH,
    N_MELS,
    SAMPLE_RATE,
    WINDOW,
    SpectrogramBatches,
    fit_length,
    load_digits,
    log_mel_spectrogram,
    mel_filters,
    read_wave,
)
from gradatim.errors import UserError


def _wave_file(samples: np.ndarray, width: int, channels: int = 1) -> io.BytesIO:
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(channels)
        sound.setsampwidth(width)
        sound.setframerate(SAMPLE_RATE)
        sound.writeframes(samples.tobytes())
    file.seek(0)
    return file


@pytest.mark.usefixtures("data_folder")
def test_the_official_split() -> None:
    test, train = load_digits("test"), load_digits("train")
    assert len(test.labels) == 300
    assert len(train.labels) == 2_700
    assert test.labels.bincount().tolist() == [30] * 10
    assert train.labels.bincount().tolist() == [270] * 10
    assert sorted(set(train.speakers)) == [
        "george",
        "jackson",
        "lucas",
        "nicolas",
        "theo",
        "yweweler",
    ]
    assert train.waves.shape == (2_700, LENGTH)
    assert 0.5 < train.waves.abs().max() <= 1


def test_wave_files_of_8_and_16_bit_and_stereo() -> None:
    samples, rate = read_wave(_wave_file(np.array([0, 16384, -32768], "<i2"), 2))
    assert rate == SAMPLE_RATE
    assert samples.tolist() == [0.0, 0.5, -1.0]
    samples, _ = read_wave(_wave_file(np.array([128, 192, 0], np.uint8), 1))
    assert samples.tolist() == [0.0, 0.5, -1.0]
    samples, _ = read_wave(_wave_file(np.array([16384, 0, 0, -32768], "<i2"), 2, channels=2))
    assert samples.tolist() == [0.25, -0.5]


def test_what_is_no_wave_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "music.wav"
    path.write_bytes(b"ID3 this is an mp3")
    with pytest.raises(UserError, match=r"music.wav is not a WAV file"):
        read_wave(path)
    with pytest.raises(UserError, match="24 bits"):
        read_wave(_wave_file(np.zeros(3, np.uint8), 3))


def test_length_is_cut_or_filled() -> None:
    assert fit_length(torch.ones(3), 5).tolist() == [1, 1, 1, 0, 0]
    assert fit_length(torch.ones(9), 5).tolist() == [1] * 5


def test_the_spectrogram_equals_torchs_fourier_transform() -> None:
    waves = torch.randn(2, 2_000)
    power = (
        torch.stft(
            waves, WINDOW, HOP, window=torch.hann_window(WINDOW), center=False, return_complex=True
        )
        .abs()
        .square()
    )  # (2, frequencies, F)
    expected = (mel_filters().T @ power).clamp(min=1e-6).log()
    torch.testing.assert_close(log_mel_spectrogram(waves), expected, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("hertz", [300, 1000, 3000])
def test_a_tone_is_loudest_in_its_own_band(hertz: int) -> None:
    tone = torch.sin(2 * math.pi * hertz * torch.arange(LENGTH) / SAMPLE_RATE)
    spectrogram = log_mel_spectrogram(tone)
    assert spectrogram.shape == (N_MELS, 1 + (LENGTH - WINDOW) // HOP)
    highest = 2595 * math.log10(1 + SAMPLE_RATE / 2 / 700)
    band = 2595 * math.log10(1 + hertz / 700) / highest * (N_MELS + 1) - 1
    assert (spectrogram.argmax(0) - band).abs().max() <= 1


def test_filters_are_triangles_that_cover_what_is_heard() -> None:
    filters = mel_filters()
    assert filters.shape == (WINDOW // 2 + 1, N_MELS)
    assert filters.min() == 0
    assert filters.max() <= 1
    assert (filters.sum(0) > 0).all()  # no band is empty


def _batches(**options: int) -> SpectrogramBatches:
    spectrograms = torch.randn(40, N_MELS, 97, generator=torch.Generator().manual_seed(0)) + 10
    return SpectrogramBatches(spectrograms, torch.arange(40), 8, seed=0, **options)


def test_without_augmentation_pictures_are_unchanged() -> None:
    batches = _batches(shift=0, stripe=0)
    pictures, labels = next(batches)
    assert pictures.equal(batches.spectrograms[labels])


def test_augmentation_shifts_and_leaves_out_stripes() -> None:
    batches = _batches(shift=20, stripe=8)
    pictures, labels = next(batches)
    assert pictures.shape == (8, N_MELS, 97)
    assert not pictures.equal(batches.spectrograms[labels])
    hidden = pictures == 0
    assert 0 < hidden.float().mean() < 0.4
    columns = hidden.all(1)  # (B, F): a stripe of time runs through all bands
    rows = hidden.all(2)
    assert columns.any()
    assert rows.any()
    assert hidden.equal(columns[:, None] | rows[:, :, None])


def test_continues_with_the_batch_that_would_have_come() -> None:
    one, resumed = _batches(), _batches()
    for _ in range(7):
        next(one)
    resumed.load_state_dict(one.state_dict())
    for _ in range(6):
        expected, got = next(one), next(resumed)
        assert expected[0].equal(got[0])
        assert expected[1].equal(got[1])
