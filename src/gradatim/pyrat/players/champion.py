"""The networks that ship with the package; how each was trained stands beside it in its folder.

`champion` is the best one; `champion-1` is the one before, kept to measure others against.

Shapes as in `gradatim.models.pyrat.cheese_transformer`.
"""

from functools import cache
from pathlib import Path

import torch
from torch import nn

from gradatim.checksums import read_shipped
from gradatim.models.pyrat.cheese_transformer import CheeseTransformer, CheeseTransformerConfig

FOLDER = Path(__file__).with_name("champion")
CHAMPIONS = ("champion", "champion-1")


@cache
def champion_network(name: str = "champion") -> nn.Module:
    """Load the champion's weights.

    Args:
        name: a key of `CHAMPIONS`.

    Raises:
        UserError: the package was installed without them, or they are damaged.
    """
    folder = FOLDER.with_name(name) if name != "champion" else FOLDER
    card, weights = read_shipped(folder)
    with torch.random.fork_rng(devices=[]):  # what is drawn here must not move what comes later
        model = CheeseTransformer(CheeseTransformerConfig(**card["sizes"]))
    model.load_state_dict(weights)
    return model.eval()
