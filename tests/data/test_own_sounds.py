"""One's own sounds as tensors of one rate, length and loudness, in parts that are fixed."""

import numpy as np
import pytest
from scipy.io import wavfile

from gradatim.data.own_sounds import load_sounds
from gradatim.errors import UserError


@pytest.fixture
def folder(tmp_path):
    """Ten tones of each of two classes, at three rates."""
    rng = np.random.default_rng(0)
    for label, pitch in (("low", 200), ("high", 900)):
        (tmp_path / label).mkdir()
        for i in range(10):
            rate = (8000, 16_000, 44_100)[i % 3]
            time = np.arange(int(rate * rng.uniform(0.5, 0.8))) / rate
            wave = rng.uniform(0.05, 0.9) * np.sin(2 * np.pi * pitch * time)
            wavfile.write(tmp_path / label / f"{i}.wav", rate, (wave * 32767).astype(np.int16))
    return tmp_path


def test_all_have_one_rate_length_and_loudness(folder):
    found = load_sounds(str(folder), val_fraction=0.25)
    assert found.classes == ("high", "low")
    assert found.rate == 16_000
    sizes = [len(part) for part in (found.train, found.validation, found.test)]
    assert sum(sizes) == 20
    assert sizes[2] == 4
    for part in (found.train, found.validation, found.test):
        assert part.waves.shape == (len(part), found.train.waves.shape[1])
        assert set(part.labels.tolist()) == {0, 1}
    loud = found.train.waves.abs().amax(1)
    assert loud.max() / loud.min() < 1.5


def test_parts_are_the_same_again_and_a_trained_order_of_classes_is_kept(folder):
    first, again = (load_sounds(str(folder), val_fraction=0.25) for _ in range(2))
    assert first.test.waves.equal(again.test.waves)
    turned = load_sounds(str(folder), val_fraction=0.0, classes=("low", "high"), rate=8000)
    assert turned.classes == ("low", "high")
    assert turned.validation is None
    assert turned.rate == 8000


def test_a_folder_of_images_has_no_sounds(tmp_path):
    for color in ("red", "blue"):
        (tmp_path / color).mkdir()
        (tmp_path / color / "0.png").write_bytes(b"an image")
    with pytest.raises(UserError, match=r"has no sounds \(\.wav .*; it holds 2 \.png"):
        load_sounds(str(tmp_path), val_fraction=0.1)


def test_what_cannot_be_learned_from_is_one_sentence(folder):
    with pytest.raises(UserError, match="has the classes high, low: bird, dog are needed"):
        load_sounds(str(folder), val_fraction=0.1, classes=("bird", "dog"))
    for file in list((folder / "low").iterdir())[4:]:
        file.unlink()
    with pytest.raises(UserError, match=r"class 'low' in .* has 4 sounds that can be heard"):
        load_sounds(str(folder), val_fraction=0.1)


def test_a_class_that_a_run_does_not_know_is_left_out(folder):
    (folder / "noise").mkdir()
    wavfile.write(folder / "noise" / "0.wav", 8000, np.full(8000, 999, dtype=np.int16))
    with pytest.warns(UserWarning, match="has the classes noise beside low, high"):
        found = load_sounds(str(folder), val_fraction=0.0, classes=("low", "high"))
    assert len(found.train) + len(found.test) == 20


def test_of_a_recording_much_longer_than_an_example_it_is_told_what_is_kept(folder):
    rng = np.random.default_rng(0)
    noise = (1000 * rng.normal(size=8000 * 30)).astype(np.int16)
    wavfile.write(folder / "low" / "long.wav", 8000, noise)
    with pytest.warns(UserWarning, match=r"1 of 21 sounds last more than ten times .*long\.wav"):
        load_sounds(str(folder), val_fraction=0.0)
