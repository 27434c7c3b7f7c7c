"""Next frames: shapes, how far a frame reaches, gradients, sizes that are refused."""

import pytest
import torch

from gradatim.errors import UserError
from gradatim.models.multimodal.next_frames import NextFrames, NextFramesConfig

SMALL = NextFramesConfig(image_size=16, n_frames=3, filters=4, hidden=8, n_layers=1)


def test_as_many_frames_are_predicted_as_are_seen():
    model = NextFrames(SMALL)
    scores = model(torch.rand(2, 3, 16, 16))
    assert scores.shape == (2, 3, 16, 16)
    scores.square().mean().backward()
    assert all(p.grad is not None and p.grad.isfinite().all() for p in model.parameters())


def test_every_seen_frame_counts_for_every_predicted_one():
    model = NextFrames(SMALL).eval()
    frames = torch.rand(1, 3, 16, 16)
    before = model(frames)
    for seen in range(3):
        changed = frames.clone()
        changed[0, seen, 4:12, 4:12] = 1 - changed[0, seen, 4:12, 4:12]
        moved = (model(changed) - before).abs().amax((0, 2, 3))
        assert (moved > 1e-6).all(), seen


def test_clips_of_a_batch_do_not_mix():
    model = NextFrames(SMALL).eval()
    frames = torch.rand(2, 3, 16, 16)
    torch.testing.assert_close(model(frames)[:1], model(frames[:1]), atol=1e-5, rtol=1e-4)


@pytest.mark.parametrize(
    ("sizes", "message"),
    [({"image_size": 30}, "multiple of 4"), ({"n_frames": 0}, "n_frames is 0")],
)
def test_sizes_that_cannot_be_are_refused(sizes, message):
    with pytest.raises(UserError, match=message):
        NextFramesConfig(**sizes)
