"""Our players in the official game: classes of the official package, usable without arguments.

    from pyrat import Game
    from gradatim.pyrat.interop.official_players import Greedy, Planner

    if __name__ == "__main__":
        game = Game()
        game.add_player(Planner(), team="ours")
        game.add_player(Greedy(), team="theirs")
        game.start()

A class of your own: subclass `OfficialPlayer` and return any player from `make`.

The engine plays a late answer on a later turn, where it is wrong. So no answer is ever late: the
player decides in a thread of its own, and at the `DEADLINE` a greedy move, ready since the start of
the turn, is sent instead. Written for the lines 6.2 and 6.7 of the official package: both import
from `pyrat`, call `preprocessing` and `turn` with (maze, state), and give the state the same names.
"""

import queue
import threading
import time
from typing import Any

import numpy as np

from gradatim.errors import UserError
from gradatim.pyrat import players
from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.game.maze import ACTIONS, Maze
from gradatim.pyrat.game.maze_pool import MazePool
from gradatim.pyrat.game.presets import Preset
from gradatim.pyrat.game.rules import NO_CELL
from gradatim.pyrat.players.base import Player
from gradatim.pyrat.registry import player
from gradatim.pyrat.search.player import SearchPlayer

try:
    import pyrat
except ImportError:
    raise UserError(
        "the official game is not installed: pip install 'gradatim[pyrat]' brings it."
    ) from None

DEADLINE = 0.06  # seconds of wall time for a turn; the class gives 0.1
SEARCH_FRACTION = 0.75  # of the deadline that a search uses; the rest is for the answer's way back
FOREVER = 255  # turns in mud: an opponent that is not there never moves


class OfficialPlayer(pyrat.Player):
    """One of our players behind the official interface.

    Args:
        name, skin: as for every official player; the name is that of the class by default.
        seed: decides random choices.
        deadline: seconds after which a turn answers with the greedy move.
    """

    player_name = "greedy"  # of the scripted player that `make` returns

    def __init__(
        self,
        name: str | None = None,
        skin: "pyrat.PlayerSkin" = pyrat.PlayerSkin.RAT,
        *,
        seed: int = 0,
        deadline: float = DEADLINE,
    ):
        super().__init__(name, skin)
        self.seed, self.deadline = seed, deadline
        self.late = 0  # turns on which the greedy move was sent
        self._background: _BackgroundPlayer | None = None
        self._mirror: GameMirror | None = None
        self._warm_up()

    def make(self) -> Player:
        """The player that decides; subclasses return theirs."""
        return player(self.player_name, self.seed)

    def _warm_up(self) -> None:
        """Compile before the clock runs: the first call of compiled code takes seconds."""
        maze = Maze.from_dict({0: {1: 1}, 1: {0: 1, 2: 2}, 2: {1: 2}}, 3, 1)
        mirror = GameMirror(maze, [0, 2], ["us", "them"])
        for one in (self.make(), mirror.greedy):
            one(mirror.games, 0)

    def __getstate__(self) -> dict[str, Any]:
        """Without threads and games: what a new process needs to begin."""
        state = self.__dict__.copy()
        state.update(_background=None, _mirror=None)
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._warm_up()  # a process that was not forked has compiled nothing yet

    def preprocessing(self, maze: "pyrat.Maze", game_state: "pyrat.GameState") -> None:
        """Forget the last game, measure the maze."""
        if self._background is not None:
            self._background.close()
        self.late = 0
        opponent = _opponent(game_state, self.get_name())
        names = [self.get_name(), *([opponent] if opponent else [])]
        self._mirror = GameMirror(Maze.from_official(maze), list(game_state.cheese), names)
        self._background = _BackgroundPlayer(self.make())

    def turn(self, maze: "pyrat.Maze", game_state: "pyrat.GameState") -> "pyrat.Action":
        """Our player's action, or the greedy one where that would be late."""
        began = time.monotonic()
        if self._mirror is None or self._background is None:  # not asked to prepare
            self.preprocessing(maze, game_state)
        assert self._mirror is not None
        assert self._background is not None
        mirror, background = self._mirror, self._background
        mirror.update(game_state)
        fallback = int(mirror.greedy(mirror.games, 0)[0])
        chosen = background.ask(mirror, began + self.deadline)
        if chosen is None:
            self.late += 1
            chosen = fallback
        return pyrat.Action(ACTIONS[chosen])


class GameMirror:
    """The official state in our arrays; we are player 0, the opponent is player 1."""

    def __init__(self, maze: Maze, cheese: list[int], names: list[str]):
        preset = Preset(width=maze.width, height=maze.height, cells=100, cheese=1)
        self.maze, self.names = maze, names
        self.pool = MazePool.of([maze], preset)
        self.cheese = np.array(cheese or [NO_CELL], np.int16)
        self.games = self.empty()
        self.greedy = player("greedy-first")

    def empty(self) -> Games:
        """One game of this maze with all cheese on it."""
        games = Games(self.pool, 1, auto_reset=False)
        K = len(self.cheese)
        state = games.state._replace(
            slots=np.full((1, K), NO_CELL, np.int16),
            present=np.zeros((1, K), np.bool_),
            between=np.zeros((1, K, K), np.int16),
        )
        games.state = state
        outside = [c for c in self.maze.order.tolist() if c not in set(self.cheese.tolist())]
        start = outside[0] if outside else None
        if start is None:
            raise UserError("every cell of the maze holds cheese: there is no place for a player.")
        games.place(np.array([0]), np.array([[start, start]]), self.cheese[None])
        return games

    def update(self, official: "pyrat.GameState") -> None:
        """Copy the official state into our game."""
        state = self.games.state
        for side in range(2):
            if side < len(self.names):
                name = self.names[side]
                target = official.muds[name]["target"]
                state.position[0, side] = official.player_locations[name]
                state.mud_target[0, side] = NO_CELL if target is None else target
                state.mud_left[0, side] = 0 if target is None else official.muds[name]["count"]
                state.score[0, side] = official.score_per_player[name]
            else:
                state.position[0, side] = state.mud_target[0, side] = state.position[0, 0]
                state.mud_left[0, side] = FOREVER
                state.score[0, side] = 0
        lies = list(official.cheese)
        state.cheese[0] = False
        state.cheese[0, lies] = True
        state.present[0] = np.isin(self.cheese, lies)
        state.cheese_left[0] = len(lies)
        state.turn[0] = max(official.turn - 1, 0)
        state.over[0] = state.capped[0] = False

    def copy_to(self, games: Games) -> None:
        """Copy this game into other arrays."""
        for mine, theirs in zip(self.games.state, games.state, strict=True):
            theirs[...] = mine


class _BackgroundPlayer:
    """A player in a thread of its own, with its own copy of the game."""

    def __init__(self, player: Player):
        self.player = player
        self.questions: queue.Queue = queue.Queue()
        self.answers: queue.Queue = queue.Queue()
        self.games: Games | None = None
        self.busy = False
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while (games := self.questions.get()) is not None:
            try:
                self.answers.put(int(self.player(games, 0)[0]))
            except Exception as error:
                self.answers.put(error)

    def close(self) -> None:
        """End the thread, once it has answered its last question."""
        self.questions.put(None)

    def ask(self, mirror: GameMirror, deadline: float) -> int | None:
        """The action, or None if it is not there at the deadline (a time of time.monotonic)."""
        if self.busy and not self._drop():
            return None  # it is still busy with an older turn
        if self.games is None:
            self.games = mirror.empty()
        mirror.copy_to(self.games)
        self.questions.put(self.games)
        self.busy = True
        try:
            answer = self.answers.get(timeout=max(deadline - time.monotonic(), 0.0))
        except queue.Empty:
            return None
        self.busy = False
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _drop(self) -> bool:
        """Drop the answer to an older turn, if it has come."""
        try:
            self.answers.get_nowait()
        except queue.Empty:
            return False
        self.busy = False
        return True


def _opponent(state: "pyrat.GameState", own: str) -> str | None:
    """Of all who are not in my team the one with the most cheese; None if there is nobody."""
    mates = next((members for members in state.teams.values() if own in members), [own])
    others = [name for name in state.player_locations if name not in mates]
    return max(others, key=lambda name: state.score_per_player[name], default=None)


class Random(OfficialPlayer):
    """Any open passage."""

    player_name = "random"


class Greedy(OfficialPlayer):
    """The nearest cheese, ties at random."""

    player_name = "greedy"


class GreedyFirst(OfficialPlayer):
    """The nearest cheese, the first of the ties."""

    player_name = "greedy-first"


class Manhattan(OfficialPlayer):
    """The opponent of the older labs."""

    player_name = "manhattan"


class Density(OfficialPlayer):
    """Near cheese with much cheese around it."""

    player_name = "density"


class Planner(OfficialPlayer):
    """Simulates a game for each of the nearest cheeses."""

    player_name = "planner"


class Planner2(OfficialPlayer):
    """Simulates a game for each pair of near cheeses."""

    player_name = "planner-2"


class Search(OfficialPlayer):
    """Tree search for most of the time of a turn, guided by the champion's network."""

    def make(self) -> Player:
        network = players.champion_network()
        return SearchPlayer(
            network=network, seconds=SEARCH_FRACTION * self.deadline, seed=self.seed
        )
