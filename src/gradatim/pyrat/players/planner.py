"""A player that plans: try a cheese, play out the rest of the game greedily, take the best.

For each of the nearest cheeses: "I go there, then we are both greedy to the end of the game"; the
value of a plan is my lead at that end. The greedy rule of these rollouts is that of the player
`greedy-first`. `planner` tries one cheese, `planner-2` pairs of cheeses.

The planner is committed to its goal (`goal_commitment`), or two planners would never end a game.
With that a game ends, but late: each leaves the near cheese to the other, whom it takes for greedy,
and both walk far. So a planner observes its opponent (`opponent_intent`). Of one that is not greedy
it assumes that it walks on where it is heading; it holds its own goal until the cheese is gone or
the opponent is sure to be there first; a goal costs `DISTANCE_PENALTY` per turn of the way, because
the end of the rollout is less certain; and where both stand on one cell it decides at random every
turn whether to leave its best goal to the other. Against greedy players none of this happens, and
no game changes.

Shapes: N games, K slots of cheese, C cells, R games against opponents that are not greedy.
"""

from typing import NamedTuple

import numpy as np

from gradatim.pyrat.game.engine import Games, random_below
from gradatim.pyrat.game.jit import compiled
from gradatim.pyrat.game.observations import decision_cell
from gradatim.pyrat.game.parallel import parallel_for
from gradatim.pyrat.game.shortest_paths import UNREACHABLE
from gradatim.pyrat.players.base import random_streams
from gradatim.pyrat.players.goal_commitment import NEVER, PATIENCE, choose_goals, new_commitment
from gradatim.pyrat.players.greedy_rollout import NOWHERE, new_rollout, rollout
from gradatim.pyrat.players.opponent_intent import NOT_GREEDY, new_trace, update_trace

N_CANDIDATES = 14  # first goals that are tried, nearest first
DISTANCE_PENALTY = 0.3  # pieces of cheese per turn, where the opponent is not greedy


class PlanTask(NamedTuple):
    """Which plans to try, in which games."""

    side: int
    n_first: int  # first goals, nearest first
    n_second: int  # goals after each of them; 0: greedy right after the first
    active: np.ndarray  # (N,) bool, games that need values
    tried: np.ndarray  # (N, K) bool, slots that may be a first goal, all with cheese
    opponent_goals: np.ndarray  # (N,) int, slot that the opponent visits before it is greedy, or -1


@compiled
def _nearest_slots(times, present, n, chosen):
    """Write the n slots of smallest time into `chosen`, nearest first; return how many."""
    n_chosen = 0
    floor_time, floor_slot = np.int64(-1), -1
    while n_chosen < n:
        best, slot = np.int64(UNREACHABLE), -1
        for k in range(len(times)):
            time = np.int64(times[k])
            later = time > floor_time or (time == floor_time and k > floor_slot)
            if present[k] and later and time < best:
                best, slot = time, k
        if slot < 0:
            break
        chosen[n_chosen] = slot
        n_chosen += 1
        floor_time, floor_slot = best, slot
    return n_chosen


@compiled
def _plan_values(start, stop, state, mazes, task, values):
    """The lead that each first goal leads to; see `plan_values`."""
    side, n_first, n_second = task.side, task.n_first, task.n_second
    K, C = state.slots.shape[1], state.cheese.shape[1]
    sim, eaten = new_rollout(C, K)  # what is eaten when is of no use here
    # Arrays are taken out of the tuples once: taking one out counts a reference.
    sim_node, sim_wait, sim_goal, sim_score, sim_cheese, sim_cells = sim
    active, tried, opponent_goals = task.active, task.tried, task.opponent_goals
    node, wait = np.empty(2, np.uint64), np.empty(2, np.int64)
    cells, times = np.empty(K, np.uint16), np.empty(K, np.int16)
    first, second = np.empty(max(n_first, 1), np.int64), np.empty(max(n_second, 1), np.int64)
    for g in range(start, stop):
        values[g] = NEVER
        if not active[g]:
            continue
        m = np.uint64(state.maze[g])
        for player in range(2):
            node[player] = decision_cell(state, g, player)
            wait[player] = state.mud_left[g, player]
        slot = opponent_goals[g]
        opponent_goal = np.uint64(state.slots[g, slot]) if slot >= 0 else NOWHERE
        n_cells = 0
        for k in range(K):
            times[k] = UNREACHABLE
            if state.present[g, k]:
                cells[n_cells] = state.slots[g, k]
                n_cells += 1
                times[k] = mazes.travel[m, node[side], state.slots[g, k]]
        for i in range(_nearest_slots(times, tried[g], n_first, first)):
            goal = first[i]
            # Without second goals one plan is tried: the goal, then greedy.
            n_then = 0
            if n_second > 0:
                n_then = _nearest_slots(state.between[g, goal], state.present[g], n_second, second)
            for j in range(max(n_then, 1)):
                then = NOWHERE
                if n_then > 0 and second[j] != goal:
                    then = np.uint64(state.slots[g, second[j]])
                for player in range(2):
                    sim_node[player], sim_wait[player] = node[player], wait[player]
                    sim_score[player] = state.score[g, player]
                sim_cheese[:] = state.cheese[g]
                sim_cells[:n_cells] = cells[:n_cells]
                sim_goal[side] = np.uint64(state.slots[g, goal])
                sim_goal[1 - side] = opponent_goal
                lead = rollout(m, mazes, sim, n_cells, side, then, eaten)
                values[g, goal] = max(values[g, goal], lead)


def plan_values(
    games: Games,
    side: int,
    *,
    n_first: int = N_CANDIDATES,
    n_second: int = 0,
    active: np.ndarray | None = None,
    tried: np.ndarray | None = None,
    opponent_goals: np.ndarray | None = None,
) -> np.ndarray:
    """The value of every first goal: the lead of `side` at the end of the rollout.

    Args:
        n_first: how many of the nearest cheeses are tried as a first goal.
        n_second: how many second goals follow each; 0: greedy right after the first.
        active: (N,) bool, games that need values; default all.
        tried: (N, K) bool, slots that may be a first goal; default all with cheese.
        opponent_goals: (N,) the slot that the opponent visits before it is greedy, or -1; default
            none.

    Returns:
        (N, K) float32, one value per slot of cheese, -inf where no plan was tried.
    """
    values = np.empty((games.n, games.state.slots.shape[1]), np.float32)
    mask = np.ones(games.n, np.bool_) if active is None else active
    goals = np.full(games.n, -1, np.int16) if opponent_goals is None else opponent_goals
    firsts = games.state.present if tried is None else tried
    task = PlanTask(side, n_first, n_second, mask, firsts, goals)
    if n_second > 0:
        games.between()
    mazes = games.pool.mazes
    parallel_for(_plan_values, games.n, games.state, mazes, task, values, grain_size=16)
    return values


class Planner:
    """The planning player; it remembers its goal and what it saw of the opponent in each game.

    Args:
        name: of the player.
        n_first, n_second: see `plan_values`.
        seed: of the random decisions where two planners stand on one cell.
    """

    def __init__(self, name: str, *, n_first: int = N_CANDIDATES, n_second: int = 0, seed: int = 0):
        self.name, self.n_first, self.n_second, self.seed = name, n_first, n_second, seed
        self.commitment, self.trace = new_commitment(0), new_trace(0, 0)
        self.random = random_streams(seed, 0)

    def __call__(self, games: Games, side: int) -> np.ndarray:
        n, state = games.n, games.state
        if self.trace.time.shape != state.slots.shape:
            self.commitment, self.trace = new_commitment(n), new_trace(*state.slots.shape)
            self.random = random_streams(self.seed, n)
        update_trace(games, side, self.trace)
        active = (state.mud_left[:, side] == 0) & ~(state.over | state.capped)
        values = self._plan(games, side, active, self.trace.goal)
        rows = np.flatnonzero(active & (self.trace.odd_turns >= NOT_GREEDY))
        if len(rows):
            self._adjust(games, side, rows, values)
        return choose_goals(games, side, values, self.commitment)

    def _plan(
        self, games: Games, side: int, active: np.ndarray, opponent_goals: np.ndarray
    ) -> np.ndarray:
        return plan_values(
            games,
            side,
            n_first=self.n_first,
            n_second=self.n_second,
            active=active,
            opponent_goals=opponent_goals,
        )

    def _adjust(self, games: Games, side: int, rows: np.ndarray, values: np.ndarray) -> None:
        """Against opponents that are not greedy: change values and goals of games, in place.

        Args:
            rows: (R,) the games.
            values: (N, K) of the goals.
        """
        state, travel = games.state, games.pool.mazes.travel
        goal, changes = self.commitment.goal, self.commitment.changes
        here, there = state.position[rows, side], state.position[rows, 1 - side]
        cells = np.maximum(state.slots[rows], 0)
        times = travel[state.maze[rows][:, None], here[:, None], cells]  # (R, K)
        together = (here == there) & (state.mud_left[rows, 1 - side] == 0)
        yields = np.array(
            [
                bool(both) and random_below(self.random, g, 2) == 0
                for g, both in zip(rows, together, strict=True)
            ]
        )
        if yields.any():  # the opponent shall have my best goal: what is best then?
            which = np.zeros(games.n, np.bool_)
            which[rows[yields]] = True
            best = values.argmax(1).astype(np.int16)
            values[which] = self._plan(games, side, which, best)[which]
        values[rows] -= DISTANCE_PENALTY * times
        held = np.maximum(goal[rows], 0)
        holds = (goal[rows] >= 0) & state.present[rows, held] & ~yields
        late = holds & (self.trace.time[rows, held] < times[np.arange(len(rows)), held])
        late &= (self.trace.goal[rows] == held) & (changes[rows] < PATIENCE)
        changes[rows[late]] += 1
        goal[rows[yields | late]] = -1
        keeps = holds & ~late
        values[rows[keeps], held[keeps]] = np.inf  # nothing is better than a goal that it holds
