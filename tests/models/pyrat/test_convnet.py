"""The networks that see the board: sizes, and what they must not depend on."""

import pytest
import torch

from gradatim.models.pyrat.convnet import ME, BoardConvNet, BoardConvNetConfig


def noisy(model):
    generator = torch.Generator().manual_seed(0)
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.2, generator=generator)
    return model.eval()


def boards(height, width, n=3):
    planes = torch.rand(n, 14, height, width, generator=torch.Generator().manual_seed(1))
    planes[:, ME] = 0
    planes[:, ME, height // 2, width // 2] = 1
    return planes


@pytest.mark.parametrize("size", [(5, 5), (13, 15), (29, 31)])
def test_a_convolutional_network_plays_boards_of_any_size(size):
    model = noisy(BoardConvNet(BoardConvNetConfig(width=8, n_blocks=2)))
    policy, value = model(boards(*size))
    assert policy.shape == (3, 4)
    assert value.shape == (3,)
    assert policy.std() > 0


def test_what_is_judged_with_it_changes_nothing():
    """No statistics of the batch: training and play see the same network."""
    model = noisy(BoardConvNet(BoardConvNetConfig(width=8, n_blocks=2)))
    planes = boards(9, 9)
    together = model.train()(planes).policy
    alone = torch.cat([model.eval()(one[None]).policy for one in planes])
    assert torch.allclose(together, alone, atol=1e-5)


def test_cheese_far_beyond_the_kernels_is_felt():
    """Two blocks of two 3x3 convolutions and the stem see 5 cells far; the mean sees all."""
    model = noisy(BoardConvNet(BoardConvNetConfig(width=8, n_blocks=2)))
    planes = boards(21, 21, n=1)
    moved = planes.clone()
    moved[0, 5, 0, 0] += 1
    assert not torch.equal(model(planes).policy, model(moved).policy)
