"""Compile the game before it is needed, and say so: the first time takes a minute.

Later starts read the compiled code from disk (see `jit`). Commands call `precompile()` first, so
that nobody waits before a silent terminal.
"""

import numpy as np
from rich.console import Console

from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.game.jit import PACKAGE, cache_folder
from gradatim.pyrat.game.maze_pool import MazePool
from gradatim.pyrat.game.observations import observe_entities, observe_flat, observe_planes
from gradatim.pyrat.game.presets import preset
from gradatim.pyrat.players.scripted import towards
from gradatim.pyrat.registry import PLAYERS, player

COMPILED = (  # files whose kernels are entered from Python, and so have a cache of their own
    "game/generators",
    "game/shortest_paths",
    "game/engine",
    "game/observations",
    "players/scripted",
    "players/goal_commitment",
    "players/opponent_intent",
    "players/greedy_rollout",
    "players/planner",
    "players/network_kernels",
    "search/distance_tables",
    "search/opponent_model",
    "search/tree",
    "search/evaluation",
    "search/one_sided_tree",
    "solver/backward_induction",
    "solver/matrix_game",
)


def is_compiled() -> bool:
    """Whether the compiled code for these very sources is on disk."""
    return all(any(cache_folder(PACKAGE / f"{name}.py").glob("**/*.nbc")) for name in COMPILED)


def precompile() -> None:
    """Compile everything that a match or a learner calls, with a line that moves meanwhile."""
    if is_compiled():
        return
    console = Console(emoji=False, stderr=True)
    with console.status("compiling the game for this machine, once, about a minute"):
        _play_a_turn()


def _play_a_turn() -> None:
    """One turn of every player, and every observation: all kernels are called once.

    The board is small enough for the exact player to solve.
    """
    games = Games(MazePool.build(preset("lab", width=5, height=5, cheese=3), 1), 1)
    for observe in (observe_flat, observe_planes, observe_entities):
        observe(games, 0)
    for name in PLAYERS:
        action = player(name)(games, 0)
        games.step(np.stack([action, towards(games, 1, np.zeros(1))], axis=1))
