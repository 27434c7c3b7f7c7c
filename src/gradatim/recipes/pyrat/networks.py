"""The networks with policy and value that play PyRat, by the names that stand in run folders."""

from dataclasses import asdict
from typing import Any

from torch import nn

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


def build_network(facts: dict[str, Any]) -> nn.Module:
    """A network from the facts of a run: its name and its sizes."""
    return NETWORKS[facts["network"]](_CONFIGS[facts["network"]](**facts["sizes"]))


def facts_of(model: nn.Module) -> dict[str, Any]:
    """What `build_network` needs to build the same network again."""
    name = next(name for name, kind in NETWORKS.items() if type(model) is kind)
    return {"network": name, "sizes": asdict(model.config)}  # type: ignore[call-overload]
