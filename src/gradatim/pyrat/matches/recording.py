"""One game from its first to its last turn: recorded, replayed, exported.

game = record(greedy, planner, preset("walls"), seed=3)
game.replay().score[-1]                       # every turn, by `rules.replay`
write_script(game, Path("game.py"))           # a script that replays it in the official window
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from gradatim.files import write_atomically
from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.game.maze import ACTIONS, Maze
from gradatim.pyrat.game.maze_pool import MazePool
from gradatim.pyrat.game.official import official_game
from gradatim.pyrat.game.presets import Preset
from gradatim.pyrat.game.rules import GameRecord, replay
from gradatim.pyrat.matches.player_specs import Contestant, timed_actions

SCRIPT = '''"""A recorded game of PyRat: {first} against {second}.

Run it to see the game in the official window, or with --no-window for the result only.
It needs the official package: pip install pyrat-game
"""

import os
import pprint
import sys

import pygame
from pyrat import Action, FixedPlayer, Game, GameMode, MazeFromDict, PlayerSkin, RenderMode

WIDTH, HEIGHT = {width}, {height}
MAZE = {maze}
CHEESE = {cheese}
PLAYERS = {players}


def need_no_sound_card():
    """Play to nowhere where there is none: the official window would never open."""
    try:
        pygame.mixer.init()
        pygame.mixer.quit()
    except pygame.error:
        os.environ["SDL_AUDIODRIVER"] = "dummy"


if __name__ == "__main__":
    maze = MazeFromDict(MAZE)
    # The official reader guesses the size from the passages and loses empty rows.
    maze._width, maze._height = WIDTH, HEIGHT
    options = {{"game_mode": GameMode.SIMULATION}}
    if "--no-window" not in sys.argv:
        need_no_sound_card()
        # One after the other: no turn can be missed, whatever else the machine does.
        options = {{
            "game_mode": GameMode.SEQUENTIAL,
            "render_mode": RenderMode.GUI,
            "preprocessing_time": 0.0,
            "turn_time": {turn_time},
        }}
    game = Game(fixed_maze=maze, fixed_cheese=CHEESE, **options)
    for name, skin, start, actions in PLAYERS:
        moves = [Action(word) for word in actions.split()]
        game.add_player(FixedPlayer(moves, name, PlayerSkin[skin]), team=name, location=start)
    pprint.pprint(game.start())
'''


@dataclass(frozen=True, eq=False)
class Recording:
    """A game that was played."""

    names: tuple[str, str]
    maze: Maze
    starts: tuple[int, int]
    cheese: list[int]
    actions: np.ndarray  # (T, 2) int8, what was chosen; meaningless for a player in mud
    capped: bool  # cut off by the turn cap

    def replay(self) -> GameRecord:
        """The game before its first turn and after each turn."""
        maze = self.maze
        return replay(
            maze.as_dict(), maze.width, maze.height, self.starts, self.cheese, self.actions
        )


def record(
    first: Contestant,
    second: Contestant,
    preset: Preset,
    seed: int = 0,
    *,
    on_turn: Callable[[Games], None] | None = None,
) -> Recording:
    """Play the official game of a seed, `pyrat.Game(random_seed=seed)`.

    Args:
        first, second: who plays rat and who plays python.
        preset: without a turn cap it gets that of matches.
        seed: of maze, starts, cheese, and of the players' random choices.
        on_turn: called with the game in every turn, when both have chosen and none has moved.

    Raises:
        UserError: a seed out of range, cheese that does not fit.
    """
    preset = preset.capped()
    game = official_game(preset, seed)
    games = Games(MazePool.of([game.maze], preset), 1, auto_reset=False)
    games.place(np.array([0]), np.array([game.starts]), np.array([game.cheese]))
    players = [first.make(seed), second.make(seed + 1)]
    state, actions = games.state, []
    while not (state.over[0] or state.capped[0]):
        turn = np.array(
            [[timed_actions(p, games, side)[0][0] for side, p in enumerate(players)]], np.int8
        )
        actions.append(turn[0])
        if on_turn is not None:
            on_turn(games)
        games.step(turn)
    return Recording(
        (first.name, second.name),
        game.maze,
        game.starts,
        game.cheese,
        np.array(actions, np.int8).reshape(-1, 2),
        bool(state.capped[0]),
    )


def script(recording: Recording, turn_time: float = 0.1) -> str:
    """The text of an official script that replays a game.

    A game that was cut off by the turn cap ends there with the official error of a player that has
    no action left, for the official game itself knows no cap.
    """
    names = recording.names
    if names[0] == names[1]:
        names = (f"{names[0]} (rat)", f"{names[1]} (python)")
    record = recording.replay()
    players = []
    for side, (name, skin) in enumerate(zip(names, ("RAT", "PYTHON"), strict=True)):
        asked = record.mud_left[:-1, side] == 0  # in mud nobody is asked
        words = [ACTIONS[a] for a in recording.actions[asked, side]]
        players.append((name, skin, recording.starts[side], " ".join(words)))
    return SCRIPT.format(
        first=_one_line(names[0]),
        second=_one_line(names[1]),
        width=recording.maze.width,
        height=recording.maze.height,
        maze=_wrapped(recording.maze.as_dict()),
        cheese=list(recording.cheese),
        players="[\n" + "".join(f"    {player!r},\n" for player in players) + "]",
        turn_time=float(turn_time),
    )


def _one_line(name: str) -> str:
    """A name that cannot end a string or a line."""
    return "".join(letter for letter in name if letter.isprintable() and letter not in '"\\')


def _wrapped(graph: dict[int, dict[int, int]]) -> str:
    """A dict of dicts, one cell per line."""
    return "{\n" + "".join(f"    {cell}: {around},\n" for cell, around in graph.items()) + "}"


def write_script(recording: Recording, path: Path, turn_time: float = 0.1) -> None:
    """Write the script to a file, at once or not at all."""
    write_atomically(path, script(recording, turn_time))
