"""Networks for clips: who sees several frames tells directions apart, who sees one cannot."""

import pytest
import torch

from gradatim.models.multimodal.video import (
    DividedBlock,
    VideoConvNet,
    VideoConvNetConfig,
    VideoTransformer,
    VideoTransformerConfig,
)

CONV = VideoConvNetConfig(n_frames=3, filters=(4, 8))
ATTENTION = VideoTransformerConfig(n_frames=3, width=8, n_layers=1, n_heads=2)


@pytest.mark.parametrize(
    "model", [lambda: VideoConvNet(CONV), lambda: VideoTransformer(ATTENTION)], ids=("conv", "attn")
)
def test_clip_played_backwards_gives_another_answer(model):
    torch.manual_seed(0)
    network = model().eval()
    for table in network.parameters():
        torch.nn.init.normal_(table, std=0.3)
    clip = torch.rand(2, 3, 32, 32)
    what, where = network(clip)
    assert (what.shape, where.shape) == ((2, 10), (2, 8))
    assert not torch.allclose(where, network(clip.flip(1))[1], atol=1e-4)


def test_divided_attention_looks_along_time_and_along_space():
    block = DividedBlock(ATTENTION).eval()
    x = torch.randn(1, 3, 16, 8)
    changed = x.clone()
    changed[0, 2, 5] = torch.randn(8)  # a constant would be lost in the norms
    moved = (block(changed) - block(x)).abs().amax(-1)[0] > 1e-6  # (T, P)
    assert moved[:, 5].all(), "the same place at other times"
    assert moved[2].all(), "other places at the same time"
