"""The networks with policy and value that play PyRat, by the names that stand in run folders."""

from dataclasses import asdict
from typing import Any

from torch import nn

from gradatim.data.info import BoardInfo
from gradatim.errors import UserError, nearest
from gradatim.models.pyrat.cheese_transformer import CheeseTransformer, CheeseTransformerConfig
from gradatim.models.pyrat.convnet import BoardConvNet, BoardConvNetConfig
from gradatim.models.pyrat.mlp import BoardMLP, BoardMLPConfig
from gradatim.pyrat.players.step_player import check_board
from gradatim.recipes.pyrat.games import find_preset

NETWORKS: dict[str, type[nn.Module]] = {
    "cheese-transformer": CheeseTransformer,
    "board-convnet": BoardConvNet,
    "board-mlp": BoardMLP,
}
CONFIGS: dict[str, Any] = {
    "cheese-transformer": CheeseTransformerConfig,
    "board-convnet": BoardConvNetConfig,
    "board-mlp": BoardMLPConfig,
}


def build_network(info: BoardInfo) -> nn.Module:
    """A network from the info of a run: its name and its sizes.

    Raises:
        UserError: no such network.
    """
    if info.network not in NETWORKS:
        raise UserError(
            f"there is no network {info.network!r} for PyRat: {nearest(info.network, NETWORKS)}"
        )
    return NETWORKS[info.network](CONFIGS[info.network](**info.sizes))


def info_of_config(config: Any) -> BoardInfo:
    """What `build_network` needs to build the network of a config."""
    name = next(name for name, kind in CONFIGS.items() if type(config) is kind)
    return BoardInfo(network=name, sizes=asdict(config))


def info_of(model: nn.Module) -> BoardInfo:
    """What `build_network` needs to build the same network again."""
    return info_of_config(model.config)


def check_boards(model: nn.Module, names: tuple[str, ...]) -> None:
    """Refuse presets that a network cannot learn, or cannot learn together.

    Raises:
        UserError: a board that it cannot play, or, for networks that see it, several sizes.
    """
    chosen = [find_preset(name) for name in names]
    for preset in chosen:
        check_board(model, preset)
    sizes = sorted({(preset.width, preset.height) for preset in chosen})
    if not isinstance(model, CheeseTransformer) and len(sizes) > 1:
        raise UserError(
            f"a {type(model).__name__} learns on boards of one size at a time, and the presets "
            f"{', '.join(names)} are of {' and '.join(f'{w}x{h}' for w, h in sizes)}: name fewer."
        )
