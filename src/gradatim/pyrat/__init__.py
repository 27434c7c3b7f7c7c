"""The game PyRat: official rules, thousands of games at once, players.

from gradatim.pyrat import Games, MazePool, player, preset

pool = MazePool.build(preset("walls"), 256)
games = Games(pool, 4096)
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gradatim.pyrat.game.engine import Games as Games
    from gradatim.pyrat.game.maze import Maze as Maze
    from gradatim.pyrat.game.maze_pool import MazePool as MazePool
    from gradatim.pyrat.game.official import official_game as official_game
    from gradatim.pyrat.game.presets import preset as preset
    from gradatim.pyrat.game.rules import replay as replay
    from gradatim.pyrat.registry import player as player

# The compiler takes half a second to import: only those who play wait for it.
_HOMES = {
    "Games": "game.engine",
    "Maze": "game.maze",
    "MazePool": "game.maze_pool",
    "official_game": "game.official",
    "player": "registry",
    "replay": "game.rules",
    "preset": "game.presets",
}
__all__ = ["Games", "Maze", "MazePool", "official_game", "player", "preset", "replay"]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
