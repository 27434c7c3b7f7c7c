"""The networks that ship with the package; how each was trained stands beside it in its folder.

`champion` is the best one; `champion-1` is the one before, kept to measure others against.

Shapes as in `gradatim.models.pyrat.cheese_transformer`.
"""

import json
from functools import cache
from pathlib import Path

from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import nn

from gradatim.checksums import is_intact, tensors_are_intact
from gradatim.errors import UserError
from gradatim.models.pyrat.cheese_transformer import CheeseTransformer, CheeseTransformerConfig
from gradatim.pyrat.players.network_player import NetworkPlayer

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
    try:
        card = json.loads((folder / "card.json").read_text("utf-8"))
        if not is_intact(card):
            raise ValueError("the checksum of its card does not fit")
        if not tensors_are_intact(folder / "model.safetensors"):
            raise ValueError("the checksum of its weights does not fit")
        model = CheeseTransformer(CheeseTransformerConfig(**card["sizes"]))
        model.load_state_dict(load_file(folder / "model.safetensors"))
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        raise UserError(
            f"the champion in {folder} cannot be read ({error}): install gradatim again."
        ) from error
    return model.eval()


def champion(seed: int = 0, name: str = "champion") -> NetworkPlayer:
    """The champion as a player; the seed decides how it leaves a twin (see `twins`)."""
    return NetworkPlayer(champion_network(name), name, seed)
