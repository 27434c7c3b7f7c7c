"""What the recipes of PyRat share: boards to learn on, and games spread over their course.

Shapes: N games.
"""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from gradatim.errors import UserError, nearest
from gradatim.help import Help
from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.game.generators import GENERATORS
from gradatim.pyrat.game.maze_pool import MazePool
from gradatim.pyrat.game.presets import PRESETS, START_PAIRS, Preset, preset
from gradatim.pyrat.registry import PLAYERS, player
from gradatim.spelling import given, spelled
from gradatim.validation import require_not_negative, require_sizes

SETTLE_TURNS = 64  # in which games spread over beginnings, middles and ends
USUAL_CELLS = 315  # of a board of 21x15: larger ones get fewer mazes, for the memory
MIN_MAZES = 8

# Beside the presets of the game: the smallest and the largest boards.
EXTREMES = {
    "small": Preset(width=7, height=7, cells=100, cheese=7, starts="corners"),
    "large": Preset(width=31, height=29, cheese=41),
}


Presets = Annotated[
    tuple[str, ...], Help("kinds of games: default, course, walls, tournament, lab, small or large")
]
TRAINED_ON = ("default", "course", "walls", "tournament")
Mazes = Annotated[int, Help("mazes per preset, at least 1; fewer of the largest boards")]


@dataclass(frozen=True, kw_only=True)
class GamesConfig:
    """Which games are learned from, and how their moves are drawn."""

    presets: Presets = TRAINED_ON
    mazes: Mazes = 256
    opponents: Annotated[
        tuple[str, ...],
        Help("players that the games are against, such as champion: a network's past selves"),
    ] = ("greedy", "planner", "manhattan")
    varied: Annotated[
        int, Help("boards of any kind beside the presets, from 5x5 to 31x29, drawn by the seed")
    ] = 0
    behavior_temperature: Annotated[
        float,
        Help("softmax temperature of played goals, in pieces of cheese, at least 0; 0: the best"),
    ] = 0.7

    def __post_init__(self) -> None:
        require_sizes(self, "mazes")
        require_not_negative(self, "behavior_temperature", "varied")
        check_presets(self.presets)
        if not self.opponents:
            raise UserError(f"{given('opponents', ())}: give at least one, such as greedy.")
        for name in self.opponents:
            if name not in PLAYERS:
                raise UserError(
                    f"{spelled('opponents')} has {name!r}, which is not known: "
                    f"{nearest(name, PLAYERS)}"
                )


def check_presets(names: tuple[str, ...], option: str = "presets") -> None:
    """Refuse presets that nobody knows, or none at all; the option that they are of is named."""
    if not names:
        raise UserError(
            f"{given(option, ())}: give at least one of {', '.join([*PRESETS, *EXTREMES])}."
        )
    for name in names:
        find_preset(name, option)


def find_preset(name: str, option: str = "presets") -> Preset:
    """A preset of the game, or one of the extremes.

    Raises:
        UserError: unknown name.
    """
    if name in EXTREMES:
        return EXTREMES[name]
    if name not in PRESETS:
        allowed = ", ".join([*PRESETS, *EXTREMES])
        raise UserError(f"{spelled(option)} has {name!r}, which is not known: give {allowed}.")
    return preset(name)


def varied_presets(n: int, seed: int) -> list[Preset]:
    """Boards of any size, holes, walls and mud, with 1 to 41 pieces of cheese and any starts.

    Small boards and few pieces are as frequent as large and many: sizes are drawn evenly by their
    logarithm.
    """
    random = np.random.default_rng([seed, 4])

    def between(low: int, high: int) -> int:
        return int(np.exp(random.uniform(np.log(low), np.log(high + 1))))

    boards = []
    for _ in range(n):
        width, height = between(5, 31), between(5, 29)
        cells = float(random.choice([100, 100, random.uniform(60, 100)]))
        low = between(2, 10)
        room = int(width * height * cells / 100) // 2
        boards.append(
            Preset(
                width=width,
                height=height,
                cells=cells,
                walls=float(random.choice([0, 60, 100, random.uniform(0, 100)])),
                mud=float(random.choice([0, 20, 100, random.uniform(0, 100)])),
                mud_range=(low, between(low, 20)),
                generator=str(random.choice(sorted(GENERATORS))),
                cheese=between(1, min(41, room)),
                starts=str(random.choice(sorted(START_PAIRS))),
            )
        )
    return boards


def training_pool(chosen: Preset, n_mazes: int, seed: int) -> MazePool:
    """The mazes that a run learns on; matches use seeds far from these.

    Args:
        chosen: the kind of game.
        n_mazes: on boards of the usual size.
        seed: of the run.
    """
    cells = chosen.width * chosen.height
    n = max(MIN_MAZES, n_mazes * USUAL_CELLS // max(USUAL_CELLS, cells))
    return MazePool.build(chosen, n, seed=seed * 100_000)


def spread_games(games: Games, seed: int, *, first_side: int = 0) -> None:
    """Play greedily and restart some games in every turn, until they are spread over their course.

    Games that all began at once would give batches of beginnings only, then of endings only.

    Args:
        first_side: whose move is drawn first, 0 or 1.
    """
    greedy, random = player("greedy", seed), np.random.default_rng([seed, 2])
    actions = np.empty((games.n, 2), np.int8)
    for _ in range(SETTLE_TURNS):
        for side in (first_side, 1 - first_side):
            actions[:, side] = greedy(games, side)
        games.step(actions)
        games.reset(random.random(games.n) < 2 / SETTLE_TURNS)
