"""Own sounds of any rate, length and number of channels are told apart, and silence is refused."""

import numpy as np
import pytest
import torch
from scipy.io import wavfile

import gradatim
from gradatim.errors import UserError
from gradatim.models.vision.pretrained import pretrained_weights

QUICK = {"show": False, "device": "cpu", "steps": 60, "widths": (8, 16, 16)}


def write(path, low, high, rng, loud=0.5):
    """A tone that rises from one pitch to another, at a rate and for a time by chance."""
    rate = int(rng.choice([8000, 16000, 44100]))
    time = np.arange(int(rate * rng.uniform(0.4, 0.9))) / rate
    pitch = low + (high - low) * time / time[-1]
    wave = loud * rng.uniform(0.1, 1) * np.sin(2 * np.pi * np.cumsum(pitch) / rate)
    channels = [wave] * int(rng.integers(1, 3))
    path.parent.mkdir(parents=True, exist_ok=True)
    wavfile.write(path, rate, (np.stack(channels, 1) * 32767).astype(np.int16))


@pytest.fixture(scope="module")
def sounds(tmp_path_factory):
    """Twenty rising and twenty falling tones, one silence."""
    folder, rng = tmp_path_factory.mktemp("sounds"), np.random.default_rng(0)
    for i in range(20):
        start = rng.uniform(300, 500)
        write(folder / "up" / f"{i}.wav", start, 3 * start, rng)
        write(folder / "down" / f"{i}.wav", 3 * start, start, rng)
    wavfile.write(folder / "up" / "silent.wav", 8000, np.zeros(8000, np.int16))
    return folder


def test_sounds_are_told_apart_and_silence_is_refused(sounds, tmp_path):
    with pytest.warns(UserWarning, match=r"1 of 41 sounds are left out: .*silent\.wav is silent"):
        run = gradatim.train("sound-convnet", data=str(sounds), out=tmp_path / "run", **QUICK)
    assert run.summary()["metrics"]["accuracy"] >= 0.85
    model, unreadable = gradatim.load(run), []
    answers = dict(model.predict_files(sounds, unreadable=unreadable))
    right = [answer.label == file.parent.name for file, answer in answers.items()]
    assert np.mean(right) > 0.9
    assert [file.name for file, _ in unreadable] == ["silent.wav"]
    with pytest.raises(UserError, match="is silent"):
        model.predict(torch.zeros(8000))


def test_loudness_says_nothing(sounds, tmp_path):
    run = gradatim.train(
        "sound-convnet", data=str(sounds), out=tmp_path / "r", **QUICK | {"steps": 2}
    )
    model, rng = gradatim.load(run), np.random.default_rng(1)
    wave = torch.from_numpy(np.sin(np.arange(8000) * 0.3) * rng.uniform(0.5, 1, 8000)).float()
    loud, quiet = model.predict(wave), model.predict(0.05 * wave)
    assert loud.probabilities == pytest.approx(quiet.probabilities, abs=1e-3)


def test_too_few_sounds_are_one_sentence(sounds, tmp_path):
    for label in ("a", "b"):
        write(tmp_path / "few" / label / "1.wav", 300, 400, np.random.default_rng(0))
    with pytest.raises(UserError, match="has 1 sounds that can be heard: at least 5"):
        gradatim.train("sound-convnet", data=str(tmp_path / "few"), out=tmp_path / "run")
    with pytest.raises(UserError, match="add data=FOLDER"):
        gradatim.train("sound-convnet", out=tmp_path / "run")


def test_sounds_start_from_a_run_of_sounds_or_from_the_network_of_images(sounds, tmp_path):
    quick = QUICK | {"steps": 2}
    run = gradatim.train("sound-convnet", data=str(sounds), out=tmp_path / "a", rate=8000, **quick)
    options = {"data": str(sounds), "steps": 2, "show": False, "frozen": 0.9}
    again = gradatim.train(
        "sound-convnet", init_from=str(run.folder), out=tmp_path / "b", **options
    )
    before, after = (gradatim.load(r).model.state_dict() for r in (run, again))
    name = "network.network.layer1.0.conv1.weight"
    assert torch.equal(before[name], after[name])
    assert gradatim.load(again).info.rate == 8000
    images = gradatim.train("sound-convnet", init_from="pretrained", out=tmp_path / "c", **options)
    weights = pretrained_weights()["layer1.0.conv1.weight"]
    assert torch.equal(gradatim.load(images).model.state_dict()[name], weights)
    with pytest.raises(UserError, match="no layer has learned before"):
        gradatim.train("sound-convnet", data=str(sounds), lr_ratio=0.5)
