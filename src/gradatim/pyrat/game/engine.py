"""Thousands of games at once: the state of all games in arrays, stepped by compiled code.

    games = Games(MazePool.build(preset("walls"), 256), 4096, seed=0)
    gained, over, capped = games.step(actions)      # actions (N, 2): 0 nothing, 1 N, 2 E, 3 S, 4 W

The arrays in `games.state` are the state itself, not copies: `torch.from_numpy(games.state.score)`
shares their memory. A finished game is replaced by a new one on a random maze of the pool.

Shapes: N games, P = 2 players, C cells, K slots of cheese. A piece of cheese keeps its slot.
"""

from typing import NamedTuple

import numpy as np

from gradatim.errors import UserError
from gradatim.pyrat.game.jit import compiled
from gradatim.pyrat.game.maze import ACTIONS
from gradatim.pyrat.game.maze_pool import RANDOM_START, SAME_START, MazePool
from gradatim.pyrat.game.parallel import parallel_for
from gradatim.pyrat.game.rules import NO_CELL, Board, Passages, is_over, play_turn
from gradatim.pyrat.game.shortest_paths import UNREACHABLE

NOT_FILLED = -1  # stands at between[g, 0, 0] until `Games.between` is called


class State(NamedTuple):
    """All games between two turns."""

    maze: np.ndarray  # (N,) int32, index into the pool
    turn: np.ndarray  # (N,) int32, turns played so far
    position: np.ndarray  # (N, 2) int16
    mud_target: np.ndarray  # (N, 2) int16, -1 outside mud
    mud_left: np.ndarray  # (N, 2) uint8, turns left in mud
    score: np.ndarray  # (N, 2) float32
    cheese: np.ndarray  # (N, C) bool, cheese by cell
    slots: np.ndarray  # (N, K) int16, the cell of each piece, eaten or not; -1: never used
    present: np.ndarray  # (N, K) bool, whether the piece is still there
    cheese_left: np.ndarray  # (N,) int16
    between: np.ndarray  # (N, K, K) int16, turns between the slots; read it by Games.between()
    over: np.ndarray  # (N,) bool, finished by the rules
    capped: np.ndarray  # (N,) bool, cut off by the turn cap
    random: np.ndarray  # (N,) uint64, one random stream per game


class TurnOutcome(NamedTuple):
    """The result of one turn; buffers that the next step overwrites."""

    gained: np.ndarray  # (N, 2) float32, points of this turn
    over: np.ndarray  # (N,) bool, the game ended by the rules
    capped: np.ndarray  # (N,) bool, the game was cut off by the turn cap
    score: np.ndarray  # (N, 2) float32, the score after this turn, before any reset


@compiled
def random_below(random, g, n):
    """A random number below n from stream g (splitmix64, Steele et al. 2014)."""
    random[g] += np.uint64(0x9E3779B97F4A7C15)
    # A counter, scrambled: the stream of a game is one number, which is all that a checkpoint must
    # keep.
    z = random[g]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z ^= z >> np.uint64(31)
    return np.int64(((z >> np.uint64(32)) * np.uint64(n)) >> np.uint64(32))


@compiled
def _start_game(state, g):
    """What all new games have in common, once maze, position, slots and cheese are set."""
    n_left = 0
    for k in range(state.slots.shape[1]):
        cell = state.slots[g, k]
        state.present[g, k] = cell >= 0
        n_left += cell >= 0
    state.between[g, 0, 0] = NOT_FILLED
    state.cheese_left[g] = n_left
    state.turn[g] = 0
    for player in range(2):
        state.score[g, player] = 0
        state.mud_left[g, player] = 0
        state.mud_target[g, player] = NO_CELL
    state.over[g] = is_over(np.float32(0), np.float32(0), n_left)
    state.capped[g] = False


@compiled
def _fill_between(start, stop, state, mazes):
    """Fill `between` of the games that began after it was last filled."""
    K = state.slots.shape[1]
    for g in range(start, stop):
        if state.between[g, 0, 0] != NOT_FILLED:
            continue
        travel = mazes.travel[state.maze[g]]
        for k in range(K):
            cell = state.slots[g, k]
            for j in range(K):
                other = state.slots[g, j]
                known = cell >= 0 and other >= 0
                state.between[g, k, j] = travel[cell, other] if known else UNREACHABLE


@compiled
def _new_game(state, mazes, g, n_cheese):
    """Draw a maze of the pool, starts where they are random, and cheese."""
    m = random_below(state.random, g, len(mazes.weights))
    n_cells = mazes.n_cells[m]
    state.maze[g] = m
    for player in range(2):
        start = mazes.starts[m, player]
        if start == RANDOM_START:
            # Of the cells in use: a maze may be smaller than its rectangle.
            start = mazes.order[m, random_below(state.random, g, n_cells)]
        elif start == SAME_START:
            start = state.position[g, 0]
        state.position[g, player] = start
    state.cheese[g] = False
    state.slots[g] = NO_CELL
    for k in range(n_cheese):
        cell = state.position[g, 0]
        # Rejection sampling: uniform over free cells, and quick while some cells are free.
        while state.cheese[g, cell] or cell == state.position[g, 0] or cell == state.position[g, 1]:
            cell = mazes.order[m, random_below(state.random, g, n_cells)]
        state.cheese[g, cell] = True
        state.slots[g, k] = cell
    _start_game(state, g)


@compiled
def _reset(start, stop, state, mazes, which, n_cheese):
    for g in range(start, stop):
        if which[g]:
            _new_game(state, mazes, g, n_cheese)


@compiled
def _place(start, stop, state):
    for g in range(start, stop):
        state.cheese[g] = False
        for cell in state.slots[g]:
            if cell >= 0:
                state.cheese[g, cell] = True
        _start_game(state, g)


@compiled
def _remove_eaten(state, g, n_eaten):
    """Bring slots and the end of the game up to date after cheese was eaten."""
    for k in range(state.slots.shape[1]):
        if state.present[g, k] and not state.cheese[g, state.slots[g, k]]:
            state.present[g, k] = False
    state.cheese_left[g] -= n_eaten
    state.over[g] = is_over(state.score[g, 0], state.score[g, 1], state.cheese_left[g])


@compiled
def _step(start, stop, state, mazes, actions, turn_cap, auto_reset, n_cheese, outcome):
    # All arrays are taken out of the tuples before the loop, see `play_turn`.
    gained, over, capped, score = outcome
    passages = Passages(mazes.weights, mazes.step)
    board = Board(state.position, state.mud_target, state.mud_left, state.score, state.cheese)
    maze, turn, now, is_done, is_cut = state.maze, state.turn, state.score, state.over, state.capped
    for game in range(start, stop):
        g = np.uint64(game)
        gained[g, 0] = 0
        gained[g, 1] = 0
        if not (is_done[g] | is_cut[g]):
            gain_0, gain_1, n_eaten = play_turn(g, np.uint64(maze[g]), passages, actions, board)
            turn[g] += 1
            if n_eaten > 0:
                gained[g, 0] = gain_0
                gained[g, 1] = gain_1
                _remove_eaten(state, g, n_eaten)
            if turn[g] == turn_cap:  # a cap of 0 means none: no turn has the number 0
                is_cut[g] = not is_done[g]
        over[g] = is_done[g]
        capped[g] = is_cut[g]
        score[g, 0] = now[g, 0]
        score[g, 1] = now[g, 1]
        if auto_reset and (is_done[g] | is_cut[g]):
            _new_game(state, mazes, game, n_cheese)


class Games:
    """N games of one pool, played side by side.

    Args:
        pool: the mazes, and the preset with its cheese, starts and turn cap.
        n: how many games.
        seed: decides mazes, random starts and cheese of all games to come.
        auto_reset: replace a finished game at once; without it, it stands still until `reset`.
    """

    def __init__(self, pool: MazePool, n: int, *, seed: int = 0, auto_reset: bool = True):
        if n < 1:
            raise UserError(f"at least 1 game must be played, not {n}.")
        self.pool, self.preset, self.n, self.auto_reset = pool, pool.preset, n, auto_reset
        fewest = int(pool.mazes.n_cells.min())
        if self.preset.cheese > fewest - 2:
            self._check_room(fewest)
        C, K = pool.links.shape[1], self.preset.cheese
        self.state = State(
            maze=np.zeros(n, np.int32),
            turn=np.zeros(n, np.int32),
            position=np.zeros((n, 2), np.int16),
            mud_target=np.full((n, 2), NO_CELL, np.int16),
            mud_left=np.zeros((n, 2), np.uint8),
            score=np.zeros((n, 2), np.float32),
            cheese=np.zeros((n, C), np.bool_),
            slots=np.full((n, K), NO_CELL, np.int16),
            present=np.zeros((n, K), np.bool_),
            cheese_left=np.zeros(n, np.int16),
            between=np.zeros((n, K, K), np.int16),
            over=np.zeros(n, np.bool_),
            capped=np.zeros(n, np.bool_),
            random=np.random.default_rng(seed).integers(0, 2**64, n, np.uint64),
        )
        self.outcome = TurnOutcome(
            gained=np.zeros((n, 2), np.float32),
            over=np.zeros(n, np.bool_),
            capped=np.zeros(n, np.bool_),
            score=np.zeros((n, 2), np.float32),
        )
        self.reset()

    def _check_room(self, fewest: int) -> None:
        """Random starts may fall on one cell or on two: refuse only what can never fit."""
        starts = self.pool.mazes.starts
        one_cell = (starts[:, 0] == starts[:, 1]) & (starts[:, 0] >= 0)
        together = bool((one_cell | (starts[:, 1] == SAME_START)).all())
        if self.preset.cheese > fewest - (1 if together else 2):
            raise UserError(
                f"{self.preset.cheese} pieces of cheese do not fit beside the players into a "
                f"maze of {fewest} cells."
            )

    def reset(self, which: np.ndarray | None = None) -> None:
        """Begin new games; `which` (N,) bool picks them, default all."""
        mask = np.ones(self.n, np.bool_) if which is None else np.asarray(which, np.bool_)
        parallel_for(_reset, self.n, self.state, self.pool.mazes, mask, self.preset.cheese)

    def between(self) -> np.ndarray:
        """Travel times between the cheeses of every game, eaten or not, (N, K, K) int16.

        They are filled here, and not where a game begins: K * K look-ups in a table of travel
        times take as long as a hundred turns, and most callers never ask.
        """
        parallel_for(_fill_between, self.n, self.state, self.pool.mazes)
        return self.state.between

    def place(self, maze: np.ndarray, starts: np.ndarray, cheese: np.ndarray) -> None:
        """Set up every game exactly, as matches and the official interface need it.

        Args:
            maze: (N,) indices into the pool.
            starts: (N, 2) cells.
            cheese: (N, K) cells, all different, -1 where a game has fewer pieces.

        Raises:
            UserError: cells that are not in the maze, or cheese under a player.
        """
        which, starts, cheese = np.asarray(maze), np.asarray(starts), np.asarray(cheese)
        if np.min(which) < 0 or np.max(which) >= len(self.pool):
            raise UserError(f"maze indices go from 0 to {len(self.pool) - 1}.")
        which = which.astype(np.int32)
        exists = np.zeros((self.n, self.state.cheese.shape[1] + 1), np.bool_)  # the last: no cheese
        exists[:, :-1] = self.pool.mazes.weights[which].any(axis=2)
        game = np.arange(self.n)[:, None]
        if (
            starts.min() < 0
            or starts.max() >= exists.shape[1] - 1
            or not exists[game, starts].all()
        ):
            raise UserError("a player's start must be a cell of its maze.")
        exists[:, -1] = True
        # From here on: where cheese may lie, which is not under a player.
        exists[game, starts] = False
        if cheese.min() < NO_CELL or cheese.max() >= exists.shape[1] - 1:
            raise UserError("cheese must lie on a cell of its maze.")
        if not exists[game, cheese].all():
            raise UserError("cheese must lie on a cell of its maze, and not under a player.")
        ordered = np.sort(cheese, axis=1)
        if ((ordered[:, 1:] == ordered[:, :-1]) & (ordered[:, 1:] >= 0)).any():
            raise UserError("two pieces of cheese lie on the same cell; every cell holds one.")
        self.state.maze[:] = which
        self.state.position[:] = starts
        self.state.slots[:] = cheese
        parallel_for(_place, self.n, self.state)

    def step(self, actions: np.ndarray) -> TurnOutcome:
        """Play one turn of every game.

        Args:
            actions: (N, 2) whole numbers, 0 nothing, 1 north, 2 east, 3 south, 4 west; a NumPy
                array or a torch tensor on the CPU. Ignored for players in mud.

        Returns:
            points gained, which games ended (by the rules, by the turn cap), final scores.
        """
        moves = np.ascontiguousarray(actions, np.int8)
        if moves.shape != (self.n, 2):
            raise UserError(f"actions must have the shape ({self.n}, 2), not {moves.shape}.")
        # As unsigned bytes a negative action is a large one: one comparison finds both.
        if moves.view(np.uint8).max() >= len(ACTIONS):
            raise UserError(f"an action is a number from 0 to 4 ({', '.join(ACTIONS)}).")
        parallel_for(
            _step,
            self.n,
            self.state,
            self.pool.mazes,
            moves,
            self.preset.turn_cap or 0,
            self.auto_reset,
            self.preset.cheese,
            self.outcome,
        )
        return self.outcome
