"""Compile the game before it is needed, and say so: the first time takes a minute.

Later starts read the compiled code from disk (see `compiled`). Commands call `prepare()` first, so
that nobody waits before a silent terminal.
"""

import numpy as np

from gradatim.pyrat.game.jit import PACKAGE, cache_folder


def is_prepared() -> bool:
    """Whether the compiled code for these very sources is on disk."""
    names = (
        "game/generators",
        "game/shortest_paths",
        "game/engine",
        "game/observations",
        "players/scripted",
        "players/planner",
        "search/opponent_model",
        "search/tree",
    )
    return all(any(cache_folder(PACKAGE / f"{name}.py").glob("**/*.nbc")) for name in names)


def prepare() -> None:
    """Compile everything that a match or a learner calls, with a line that moves meanwhile."""
    if is_prepared():
        return
    from rich.console import Console

    console = Console(stderr=True)
    with console.status("compiling the game for this machine, once, about a minute"):
        _play_a_little()


def _play_a_little() -> None:
    from gradatim.pyrat.game.engine import Games
    from gradatim.pyrat.game.maze_pool import MazePool
    from gradatim.pyrat.game.observations import observe_entities, observe_flat, observe_planes
    from gradatim.pyrat.game.presets import setting
    from gradatim.pyrat.players.scripted import towards
    from gradatim.pyrat.registry import PLAYERS, player

    games = Games(MazePool.build(setting("lab"), 1), 1)
    for observe in (observe_flat, observe_planes, observe_entities):
        observe(games, 0)
    for name in PLAYERS:
        action = player(name)(games, 0)
        games.step(np.stack([action, towards(games, 1, np.zeros(1))], axis=1))
