"""The game PyRat: official rules, thousands of games at once, players.

from gradatim.pyrat import Games, MazePool, player, preset

pool = MazePool.build(preset("walls"), 256)
games = Games(pool, 4096)
"""

from typing import TYPE_CHECKING

from gradatim.lazy import lazy_names

if TYPE_CHECKING:
    from gradatim.pyrat.game.engine import Games
    from gradatim.pyrat.game.maze import Maze
    from gradatim.pyrat.game.maze_pool import MazePool
    from gradatim.pyrat.game.official import official_game
    from gradatim.pyrat.game.presets import preset
    from gradatim.pyrat.game.rules import replay
    from gradatim.pyrat.registry import player

__all__ = ["Games", "Maze", "MazePool", "official_game", "player", "preset", "replay"]

# The game's compiler takes half a second to import: only those who play wait for it.
if not TYPE_CHECKING:  # to a type checker it would mean that every name is there
    __getattr__ = lazy_names(
        __name__,
        {
            "Games": "game.engine",
            "Maze": "game.maze",
            "MazePool": "game.maze_pool",
            "official_game": "game.official",
            "player": "registry",
            "preset": "game.presets",
            "replay": "game.rules",
        },
    )
