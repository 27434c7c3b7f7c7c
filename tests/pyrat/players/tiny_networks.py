"""Every network that plays PyRat, tiny and with random weights."""

import torch

from gradatim.data.info import BoardInfo
from gradatim.recipes.pyrat.networks import build_network

SIZES = {
    "cheese-transformer": {"width": 16, "n_layers": 2, "hidden": 32},
    "board-convnet": {"width": 8, "n_blocks": 2},
    "board-mlp": {"board_width": 10, "board_height": 10, "hidden": (32, 16)},
}

NAMES = list(SIZES)


def tiny_network(name):
    model = build_network(BoardInfo(network=name, sizes=SIZES[name]))
    generator = torch.Generator().manual_seed(0)
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.15, generator=generator)
    return model.eval()
