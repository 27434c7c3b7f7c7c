"""The networks with policy and value that play PyRat, by the names that stand in run folders."""

from dataclasses import asdict
from typing import Any

from torch import nn

from gradatim.data.info import BoardInfo
from gradatim.models.pyrat.cheese_transformer import CheeseTransformer, CheeseTransformerConfig
from gradatim.models.pyrat.convnet import BoardConvNet, BoardConvNetConfig
from gradatim.models.pyrat.mlp import BoardMLP, BoardMLPConfig

NETWORKS: dict[str, type[nn.Module]] = {
    "cheese-transformer": CheeseTransformer,
    "board-convnet": BoardConvNet,
    "board-mlp": BoardMLP,
}
_CONFIGS: dict[str, Any] = {
    "cheese-transformer": CheeseTransformerConfig,
    "board-convnet": BoardConvNetConfig,
    "board-mlp": BoardMLPConfig,
}


def build_network(info: BoardInfo) -> nn.Module:
    """A network from the info of a run: its name and its sizes."""
    return NETWORKS[info.network](_CONFIGS[info.network](**info.sizes))


def info_of(model: nn.Module) -> BoardInfo:
    """What `build_network` needs to build the same network again."""
    name = next(name for name, kind in NETWORKS.items() if type(model) is kind)
    return BoardInfo(network=name, sizes=asdict(model.config))  # type: ignore[call-overload]
