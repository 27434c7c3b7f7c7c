"""Sounds of any width, rate and number of channels are the same sound."""

import numpy as np
import pytest
from scipy.io import wavfile

from gradatim.data.own.sound_files import SILENCE, loudness, read_sound
from gradatim.errors import UserError


def tone(rate, seconds=0.5, hertz=440.0):
    return 0.5 * np.sin(2 * np.pi * hertz * np.arange(int(rate * seconds)) / rate)


@pytest.mark.parametrize("kind", ["uint8", "int16", "int32", "float32"])
def test_every_width_of_samples_gives_the_same_sound(tmp_path, kind):
    wave = tone(8000)
    scaled = {
        "uint8": np.rint(wave * 127 + 128).astype(np.uint8),
        "int16": np.rint(wave * 32767).astype(np.int16),
        "int32": np.rint(wave * (2**31 - 1)).astype(np.int32),
        "float32": wave.astype(np.float32),
    }[kind]
    wavfile.write(tmp_path / "t.wav", 8000, np.stack([scaled, scaled], 1))
    samples, rate = read_sound(tmp_path / "t.wav")
    assert rate == 8000
    assert np.abs(samples - wave).max() < 0.02


def test_flac_is_the_same_sound(tmp_path):
    soundfile = pytest.importorskip("soundfile", reason="FLAC needs the extra package soundfile")
    soundfile.write(tmp_path / "t.flac", np.stack([tone(44100)] * 2, 1), 44100)
    samples, rate = read_sound(tmp_path / "t.flac")
    assert rate == 44100
    assert np.abs(samples - tone(44100)).max() < 1e-3


def test_silence_is_told_from_a_quiet_voice():
    assert loudness(np.zeros(8000), 8000) < SILENCE
    assert loudness(np.full(8000, 0.3), 8000) < SILENCE  # a constant makes no sound
    assert loudness(0.02 * tone(8000), 8000) > SILENCE


@pytest.mark.parametrize("content", [b"", b"no sound", b"RIFF\x24\0\0\0WAVEfmt "])
def test_what_is_no_sound_is_one_sentence(tmp_path, content):
    (tmp_path / "bad.wav").write_bytes(content)
    with pytest.raises(UserError, match=r"bad\.wav is not a sound"):
        read_sound(tmp_path / "bad.wav")


@pytest.mark.parametrize("rate", [0, 1, 4_000_000])
def test_a_rate_that_no_recorder_writes_is_refused(tmp_path, rate):
    wavfile.write(tmp_path / "a.wav", rate, np.ones(100, dtype=np.int16))
    with pytest.raises(UserError, match=f"says that it has {rate:,} samples per second"):
        read_sound(tmp_path / "a.wav")
