"""Sounds of any rate and length become examples of one."""

import numpy as np
import pytest
import torch

from gradatim.data.own.sound_shaping import loudest_part, resampled
from tests.data.own.test_sound_files import tone


def test_resampling_keeps_the_tone_and_filters_what_does_not_fit():
    low = resampled(torch.from_numpy(tone(44100)).float(), 44100, 8000)
    assert np.abs(low.numpy()[200:-200] - tone(8000)[200:-200]).max() < 0.01
    high = resampled(torch.from_numpy(tone(44100, hertz=9000)).float(), 44100, 8000)
    assert high[200:-200].abs().max() < 0.02  # 9 kHz would come back as 1 kHz


def test_of_a_long_sound_the_loudest_part_is_kept():
    samples = torch.zeros(80_000)
    samples[50_000:54_000] = 0.5
    part = loudest_part(samples, 8_000)
    assert part.shape == (8_000,)
    assert part.sum() == pytest.approx(2_000, rel=0.02)
    assert loudest_part(torch.ones(10), 20).tolist() == [1.0] * 10 + [0.0] * 10
