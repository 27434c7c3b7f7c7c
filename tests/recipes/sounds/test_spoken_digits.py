"""Sounds as a network takes them: one rate, one length, one loudness, and no silence."""

import math

import pytest
import torch
from torch import nn

from gradatim.data.heard import as_samples, heard, spectrogram
from gradatim.data.info import SoundInfo
from gradatim.errors import UserError
from gradatim.recipes import get
from gradatim.recipes.options import change
from gradatim.recipes.sounds.spoken_digits import SoundTask

CPU = torch.device("cpu")
INFO = SoundInfo(classes=("a", "b"), shape=(40, 96), mean=-2.0, std=3.0)


def tone(seconds: float, rate: int = 8000) -> torch.Tensor:
    return 0.5 * torch.sin(torch.arange(int(seconds * rate)) * 0.3)


@pytest.mark.parametrize(("seconds", "rate"), [(0.2, 8000), (3.0, 8000), (1.0, 16_000)])
def test_a_sound_of_any_length_and_rate_has_the_models(seconds, rate):
    part = heard(tone(seconds, rate), rate, INFO, "tone")
    assert part.shape == (INFO.length,)
    bands = spectrogram(part[None], INFO)
    assert bands.shape == (1, *INFO.shape)
    assert bands.isfinite().all()


@pytest.mark.parametrize("samples", [torch.zeros(8000), torch.zeros(0)])
def test_silence_is_refused(samples):
    with pytest.raises(UserError, match=r"quiet\.wav is silent"):
        heard(samples, 8000, INFO, "quiet.wav")


def test_loss_and_accuracy_are_those_of_the_logits():
    class Loud(nn.Module):
        """Tells sounds apart by the sign of their mean."""

        def forward(self, spectrograms):
            mean = spectrograms.mean((1, 2))
            return torch.stack([-mean, mean], 1)

    quiet_and_loud = torch.stack([-torch.ones(40, 96), torch.ones(40, 96)])
    measured = quiet_and_loud, torch.tensor([0, 1])
    task = SoundTask(Loud(), None, measured, measured, info=INFO, label_smoothing=0.0, device=CPU)  # type: ignore[arg-type]
    assert task.evaluate()["accuracy"] == 1
    assert task.evaluate()["loss"] == pytest.approx(math.log1p(math.exp(-2)))
    loss, metrics = task.loss((quiet_and_loud, torch.tensor([1, 1])))
    assert metrics["accuracy"] == 0.5
    assert loss.item() == pytest.approx(math.log1p(math.exp(-2)) + 1)


@pytest.mark.parametrize(
    ("changes", "message"),
    [({"shift": -1}, "shift is -1"), ({"mask_width": 900}, "mask_width is 900")],
)
def test_wrong_options_are_one_sentence(changes, message):
    with pytest.raises(UserError, match=message):
        change("spoken-digits", get("spoken-digits"), changes)


@pytest.mark.parametrize("sound", [None, {"a": 1}, 3, torch.zeros(2, 5)])
def test_what_is_no_sound_is_one_sentence(sound):
    with pytest.raises(UserError, match=r"sound.*\(S,\)"):
        as_samples(sound)
