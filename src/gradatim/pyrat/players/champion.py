"""The network that ships with the package; how it was trained stands beside it in champion/.

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


@cache
def champion_network() -> nn.Module:
    """Load the champion's weights.

    Raises:
        UserError: the package was installed without them, or they are damaged.
    """
    try:
        card = json.loads((FOLDER / "card.json").read_text("utf-8"))
        if not is_intact(card):
            raise ValueError("the checksum of its card does not fit")
        if not tensors_are_intact(FOLDER / "model.safetensors"):
            raise ValueError("the checksum of its weights does not fit")
        model = CheeseTransformer(CheeseTransformerConfig(**card["sizes"]))
        model.load_state_dict(load_file(FOLDER / "model.safetensors"))
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        raise UserError(
            f"the champion in {FOLDER} cannot be read ({error}): install gradatim again."
        ) from error
    return model.eval()


def champion(seed: int = 0) -> NetworkPlayer:
    """The champion as a player; the seed decides how it leaves a twin (see `NetworkPlayer`)."""
    return NetworkPlayer(champion_network(), "champion", seed)
