"""Predictions for files: images, recordings, folders of them."""

import io
import wave
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from gradatim.data import load
from gradatim.data.spoken_digits import load_digits
from gradatim.errors import UserError
from gradatim.experiments import predict as module
from gradatim.experiments.predict import predict
from gradatim.recipes.vision.classification import open_classifier


def save_digits(folder: Path, n: int) -> list[Path]:
    """Write test images of the digits as PNG files, in subfolders of five."""
    test, paths = load("digits", "test"), []
    for i in range(n):
        path = folder / f"part {i // 5}" / f"{i}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(np.asarray(test.images[i, 0])).save(path)
        paths.append(path)
    return paths


def write_wave(path: Path, samples: torch.Tensor, rate: int = 8_000) -> Path:
    """Write samples in [-1, 1] as a WAV file of 16 bits."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes((samples * 32767).short().numpy().tobytes())
    path.write_bytes(buffer.getvalue())
    return path


def test_an_image_gets_the_most_probable_classes_of_the_network(convnet, tmp_path):
    [path] = save_digits(tmp_path, 1)
    [found] = predict(convnet, [path])
    assert found.path == path
    probabilities = [p for _, p in found.classes]
    assert len(found.classes) == 3
    assert probabilities == sorted(probabilities, reverse=True)
    [everything] = predict(convnet, [path], n_best=10)
    assert sum(p for _, p in everything.classes) == pytest.approx(1)
    _, info, _ = open_classifier(convnet)
    assert {name for name, _ in everything.classes} == set(info.classes)


def test_all_images_of_a_folder_are_classified_in_chunks(convnet, tmp_path, monkeypatch):
    paths = save_digits(tmp_path, 12)
    (tmp_path / "notes.txt").write_text("no image")
    (tmp_path / "part 0" / ".hidden.png").write_text("no image")
    whole = predict(convnet, [tmp_path])
    assert {p.path for p in whole} == set(paths)
    monkeypatch.setattr(module, "CHUNK", 5)
    in_chunks = predict(convnet, [tmp_path])
    assert [p.path for p in in_chunks] == [p.path for p in whole]
    assert [p.classes[0][0] for p in in_chunks] == [p.classes[0][0] for p in whole]
    labels = load("digits", "test").labels.tolist()
    right = sum(int(p.classes[0][0]) == labels[int(p.path.stem)] for p in whole)
    assert right >= 9


def test_an_unreadable_file_of_a_folder_is_skipped_with_a_warning(convnet, tmp_path):
    paths = save_digits(tmp_path, 2)
    (tmp_path / "broken.png").write_bytes(b"no image")
    with pytest.warns(UserWarning, match=r"skipped: .*broken\.png"):
        found = predict(convnet, [tmp_path])
    assert [p.path for p in found] == paths
    with pytest.raises(UserError, match=r"broken\.png is no image"):
        predict(convnet, [tmp_path / "broken.png"])


def test_nothing_to_classify_is_one_sentence(convnet, facts, tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(UserError, match=r"empty has no file that can be read: allowed are .*\.png"):
        predict(convnet, [tmp_path / "empty"])
    with pytest.raises(UserError, match="at least one file or folder"):
        predict(convnet, [])
    with pytest.raises(UserError, match="does not classify images"):
        predict(facts, save_digits(tmp_path, 1))


@pytest.mark.usefixtures("data_folder")
def test_recordings_are_classified_by_a_run_of_spoken_digits(train, tmp_path):
    run = train("spoken-digits", steps=30, width=32, n_layers=2)
    test = load_digits("test")
    rows = range(0, 300, 15)
    paths = [write_wave(tmp_path / f"{i:03}.wav", test.waves[i]) for i in rows]
    found = predict(run, [tmp_path])
    assert [p.path for p in found] == paths
    right = sum(int(p.classes[0][0]) == test.labels[i] for p, i in zip(found, rows, strict=True))
    assert right >= 4  # chance is 2
    with pytest.raises(UserError, match="44100 samples per second"):
        predict(run, [write_wave(tmp_path / "b.wav", test.waves[0], 44_100)])
