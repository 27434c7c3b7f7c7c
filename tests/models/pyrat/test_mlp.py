"""The perceptron that sees the board."""

import pytest
import torch

from gradatim.errors import UserError
from gradatim.models.pyrat.convnet import ME, BoardConvNet, BoardConvNetConfig
from gradatim.models.pyrat.mlp import BoardMLP, BoardMLPConfig


def boards(height, width, n=3):
    planes = torch.rand(n, 14, height, width, generator=torch.Generator().manual_seed(1))
    planes[:, ME] = 0
    planes[:, ME, height // 2, width // 2] = 1
    return planes


def test_an_untrained_network_prefers_nothing():
    for model, seen in (
        (BoardConvNet(BoardConvNetConfig()), (boards(9, 9),)),
        (BoardMLP(BoardMLPConfig()), (torch.rand(3, 2, 19, 19), torch.rand(3, 2))),
    ):
        policy, _ = model(*seen)
        assert torch.allclose(policy.softmax(1), torch.full((3, 4), 0.25), atol=0.15)


@pytest.mark.parametrize("config", [BoardConvNetConfig, BoardMLPConfig])
def test_sizes_must_be_positive(config):
    name = "width" if config is BoardConvNetConfig else "board_width"
    with pytest.raises(UserError, match=name):
        config(**{name: 0})
