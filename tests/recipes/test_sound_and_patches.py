"""Spoken digits and Vision Transformers: reopening, listening to a file."""

import io
import wave
from pathlib import Path

import pytest
import torch

from gradatim.data.spoken_digits import load_digits
from gradatim.errors import UserError
from gradatim.experiments.predict import listen
from gradatim.recipes import get
from gradatim.recipes.options import change
from gradatim.recipes.runs import start
from gradatim.recipes.vision.vit import PatchClassification
from gradatim.training import OptimizerConfig


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


@pytest.mark.usefixtures("data_folder")
def test_a_run_on_sounds_listens_to_files(tmp_path: Path) -> None:

    recipe = change("spoken-digits", get("spoken-digits"), dict(steps=30, width=32, n_layers=2))
    _, summary = start("spoken-digits", recipe, tmp_path / "run", show=False)
    assert summary["metrics"]["accuracy"] > 0.3  # chance is 0.1
    test = load_digits("test")
    answers = [
        listen(tmp_path / "run", write_wave(tmp_path / "a.wav", test.waves[i]))
        for i in range(0, 300, 15)
    ]
    assert sum(shares for _, shares in answers[0]) == pytest.approx(1)
    assert [share for _, share in answers[0]] == sorted((s for _, s in answers[0]), reverse=True)
    labels = test.labels[::15].tolist()
    right = sum(int(a[0][0]) == label for a, label in zip(answers, labels, strict=True))
    assert right >= 4
    with pytest.raises(UserError, match="44100 samples per second"):
        listen(tmp_path / "run", write_wave(tmp_path / "b.wav", test.waves[0], 44_100))


def test_digits_are_read_in_patches(tmp_path: Path) -> None:

    recipe = change("digits-vit", get("digits-vit"), dict(width=32, n_layers=2, epochs=3.0))
    _, summary = start("digits-vit", recipe, tmp_path / "run", show=False)
    assert summary["metrics"]["accuracy"] > 0.4  # chance is 0.1


def test_patch_embeddings_and_positions_are_not_given_to_muon() -> None:
    task = get("digits-vit").build(torch.device("cpu"))
    assert isinstance(task, PatchClassification)
    groups = task.parameter_groups(OptimizerConfig(optimizer="muon"))
    assert groups is not None
    inner = {id(p) for p in groups[0]["params"]}
    outside = {n for n, p in task.model.named_parameters() if id(p) not in inner}
    assert {"patches.weight", "position_embedding", "class_token", "head.weight"} <= outside
    assert all(p.ndim == 2 for p in groups[0]["params"])
