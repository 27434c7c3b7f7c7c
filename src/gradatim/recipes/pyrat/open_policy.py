"""Runs of networks as players of matches."""

from collections.abc import Callable
from pathlib import Path

from torch import nn

from gradatim.errors import UserError
from gradatim.models.pyrat.cheese_transformer import CheeseTransformer
from gradatim.models.pyrat.dream import DreamTransformer
from gradatim.pyrat.players.base import Player
from gradatim.pyrat.players.champion import CHAMPIONS, champion_network
from gradatim.pyrat.players.network_player import NetworkPlayer
from gradatim.pyrat.players.q_player import QNetwork, QPlayer
from gradatim.pyrat.players.step_player import StepPlayer
from gradatim.recipes.pyrat.dream.planner import DreamPlanner
from gradatim.recipes.pyrat.networks import NETWORKS
from gradatim.recipes.runs import open_run


def network_player(model: nn.Module, name: str = "network", seed: int = 0) -> Player:
    """A network with policy and value as a player; the seed is of random tie-breaks."""
    if isinstance(model, CheeseTransformer):
        return NetworkPlayer(model, name, seed)
    return StepPlayer(model, name)


def open_player(folder: Path | str) -> Callable[[int], Player]:
    """Open a run folder and return what makes its player from a seed.

    Raises:
        UserError: not a run folder, no weights yet, or a run whose network plays no PyRat.
    """
    _, model, _, run = open_run(folder)
    if isinstance(model, QNetwork):
        return lambda seed: QPlayer(model, str(folder))
    if isinstance(model, DreamTransformer):
        return lambda seed: DreamPlanner(model, str(folder))
    if type(model) not in NETWORKS.values():
        raise UserError(
            f"{folder} is a run of {run.config['recipe']!r}, whose network does not play PyRat: "
            "name a run of `gradatim train pyrat-imitation`, `pyrat-ppo`, `pyrat-dqn` or "
            "`pyrat-dream`."
        )
    return lambda seed: network_player(model, str(folder), seed)


def open_network(run: str) -> nn.Module:
    """The network that a user names: a run folder, or the champion.

    Args:
        run: a run folder, or `champion`, or `champion-1`, the one before.

    Raises:
        UserError: no such folder, not a run folder, no weights yet, a damaged file.
    """
    if run in CHAMPIONS:
        return champion_network(run)
    if not Path(run).is_dir():
        raise UserError(
            f"there is no run folder {run!r}: name a folder that `gradatim train` wrote, or "
            "`champion`."
        )
    return open_run(run)[1]
