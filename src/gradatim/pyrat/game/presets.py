"""Kinds of games by name: size, holes, walls, mud, cheese, starts.

Percentages and defaults are those of the official game (`pyrat-game` 6.2, class `Game`). What the
official game calls cell, wall and mud percentage is called cells, walls and mud here.
"""

import math
from dataclasses import dataclass, fields, replace

from gradatim.errors import UserError, nearest
from gradatim.pyrat.game.generators import GENERATORS, MazeOptions
from gradatim.spelling import given, spelled

NAMED_STARTS = (
    "center",
    "top-left",
    "top-right",
    "bottom-left",
    "bottom-right",
    "random",
    "same",
)
USUAL_TURN_CAP = 300
USUAL_WALK = 80.0  # root of cheese times cells, up to which that is enough
START_PAIRS = {
    "center": ("center", "center"),
    "corners": ("top-left", "bottom-right"),
    "random": ("random", "random"),
}


@dataclass(frozen=True, kw_only=True)
class Preset:
    """One kind of game between two players; a wrong value raises `UserError`."""

    width: int = 15
    height: int = 13
    cells: float = 80.0  # percent of the rectangle that exists; the rest are holes
    walls: float = (
        60.0  # percent of the passages that can be closed with every cell still reachable
    )
    mud: float = 20.0  # percent of the passages that are mud
    mud_range: tuple[int, int] = (4, 9)  # turns to cross mud, both included
    generator: str = "big-holes"  # big-holes, uniform-holes or holes-on-side
    cheese: int = 21
    starts: str | tuple[str | int, str | int] = "center"  # center, corners, random, or a pair
    turn_cap: int | None = None  # turns after which a game is cut off; the official game has none

    def __post_init__(self) -> None:
        for name, low, high in (("width", 1, 181), ("height", 1, 181), ("cheese", 1, 32000)):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
                raise UserError(f"{given(name, value)}: give a whole number from {low} to {high}.")
        for name in ("cells", "walls", "mud"):
            value = getattr(self, name)
            if not isinstance(value, int | float) or not 0 <= value <= 100:
                raise UserError(f"{given(name, value)}: give a percentage from 0 to 100.")
            object.__setattr__(self, name, float(value))  # one type for compiled code
        if self.width * self.height > 32000:
            raise UserError(
                f"{given('width', self.width)} and {given('height', self.height)}, which is too "
                "large a maze: give 32000 cells at most."
            )
        if self.n_cells < 2:
            raise UserError(
                f"{given('cells', self.cells)}, which leaves {self.n_cells} of "
                f"{self.width}x{self.height} cells, and a maze needs two: give a larger "
                f"{spelled('width')}, {spelled('height')} or {spelled('cells')}."
            )
        low_mud, high_mud = self._pair("mud_range")
        if not (isinstance(low_mud, int) and isinstance(high_mud, int)) or not (
            2 <= low_mud <= high_mud <= 255
        ):
            raise UserError(
                f"{given('mud_range', self.mud_range)}: give two numbers of turns from 2 to 255, "
                "the lower first."
            )
        if self.generator not in GENERATORS:
            raise UserError(
                f"{given('generator', self.generator)}, which is not known: "
                f"{nearest(str(self.generator), GENERATORS)}"
            )
        self._check_starts()
        # A start never holds cheese; two random or named starts may share one cell.
        if self.cheese > self.n_cells - 1:
            raise UserError(
                f"{given('cheese', self.cheese)}, and so many pieces do not fit: the maze has "
                f"{self.n_cells} cells and none lies under a player; at most {self.n_cells - 2} "
                "are always possible."
            )
        if self.turn_cap is not None and (not isinstance(self.turn_cap, int) or self.turn_cap < 1):
            raise UserError(f"{given('turn_cap', self.turn_cap)}: give at least 1 turn.")

    def _pair(self, name: str) -> tuple:
        value = getattr(self, name)
        if not isinstance(value, tuple | list) or len(value) != 2:
            raise UserError(f"{given(name, value)}: give a pair.")
        object.__setattr__(self, name, tuple(value))
        return tuple(value)

    def _check_starts(self) -> None:
        if isinstance(self.starts, str):
            if self.starts not in START_PAIRS:
                raise UserError(
                    f"{given('starts', self.starts)}, which is not known: "
                    f"{nearest(self.starts, START_PAIRS)} Or give a pair, such as top-left,17."
                )
            object.__setattr__(self, "starts", START_PAIRS[self.starts])
        for start in self._pair("starts"):
            if isinstance(start, str) and start not in NAMED_STARTS:
                raise UserError(
                    f"{spelled('starts')} has {start!r}, which is not known: "
                    f"{nearest(start, NAMED_STARTS)}"
                )
            if isinstance(start, int) and not 0 <= start < self.width * self.height:
                raise UserError(
                    f"{spelled('starts')} has {start}, a cell outside the maze: cells go from 0 to "
                    f"{self.width * self.height - 1}."
                )
        if self.starts[0] == "same":
            raise UserError(
                f"{spelled('starts')} has 'same' for the first player: only the second can start "
                "where the other does."
            )

    @property
    def n_cells(self) -> int:
        """How many cells of the rectangle exist."""
        return int(self.width * self.height * self.cells / 100)

    @property
    def usual_turn_cap(self) -> int:
        """Turns after which a match cuts a game off: 300, and more on large or slow boards.

        A walk through n points of an area A is as long as the root of n * A (Beardwood et al. 1959,
        "The shortest path through many points"), and two equal players need most of it: on
        `tournament` the champion's games against itself take up to 390 turns, though nobody goes
        in circles. The cap grows with that length, with the cells above 500, with the mud (a little
        of it can be walked around, so its fraction counts squared) and with walls above 60 %, which
        make long corridors.
        """
        mean_mud = sum(self.mud_range) / 2
        slow = 1 + (self.mud / 100) ** 2 * (mean_mud - 1)
        corridors = 1 + max(0.0, self.walls - 60) / 40
        large = max(1.0, self.n_cells / 500, math.sqrt(self.cheese * self.n_cells) / USUAL_WALK)
        return round(USUAL_TURN_CAP * large * max(1.0, slow / 1.25) * corridors)

    def capped(self) -> "Preset":
        """The same with the usual turn cap, where it has none."""
        return self if self.turn_cap else replace(self, turn_cap=self.usual_turn_cap)

    @property
    def maze_options(self) -> MazeOptions:
        """What the compiled generators need."""
        return MazeOptions(
            generator=GENERATORS[self.generator],
            width=self.width,
            height=self.height,
            n_cells=self.n_cells,
            walls=self.walls,
            mud=self.mud,
            mud_low=self.mud_range[0],
            mud_high=self.mud_range[1],
        )


PRESETS = {
    "default": Preset(),
    "course": Preset(width=21, height=15, cells=100, walls=0, mud=0, cheese=40, starts="random"),
    "walls": Preset(width=21, height=15, cells=100, cheese=41, starts=("top-left", "bottom-right")),
    "tournament": Preset(width=25, height=20, cheese=41),
    "lab": Preset(width=10, height=10, cells=100, walls=0, mud=0, cheese=15),
}


def preset(name: str = "default", **changes: object) -> Preset:
    """A kind of game by name, with any of its values changed.

    Args:
        name: default, course, walls, tournament or lab.
        changes: fields of `Preset` to replace.

    Raises:
        UserError: unknown name, unknown field, or a value that is not allowed.
    """
    if name not in PRESETS:
        raise UserError(f"{given('preset', name)}, which is not known: give {', '.join(PRESETS)}.")
    names = [field.name for field in fields(Preset)]
    for key in changes:
        if key not in names:
            raise UserError(f"a preset has no {key!r}: {nearest(key, names)}")
    return replace(PRESETS[name], **changes)  # type: ignore[arg-type]
