"""A player that plans: try a cheese, play the rest of the game in the head, take the best.

For each of the nearest cheeses: "I go there, then we are both greedy to the end of the game"; the
worth of a plan is my lead at that end. The greedy rule in its head is the player `greedy-first`.
`planner` tries one cheese, `planner-2` pairs of cheeses.

Two planners that look through each other would change their minds for ever and never eat (measured:
95 of 100 games without an end). So a planner keeps its goal unless another is better, and after
`PATIENCE` changes of mind without a cheese eaten by anybody it goes where it is going.

That ends a game, but late: each leaves the near cheese to the other, who is thought to be greedy,
and both walk far. So a planner watches (`heading`). Of somebody who is not greedy it believes that
it goes on where it is heading; it holds its own goal until the cheese is gone or the other is sure
to be there first; a goal costs `FINE` a turn of the way, for the end of the imagined game is less
sure; and where both stand on one cell it throws a coin every turn whether to leave its best goal to
the other. Against greedy players nothing of this happens, and no game changes.
"""

import numpy as np

from gradatim.pyrat.game.engine import Games, draw
from gradatim.pyrat.game.jit import compiled
from gradatim.pyrat.game.parallel import over
from gradatim.pyrat.game.rules import is_over
from gradatim.pyrat.game.shortest_paths import UNREACHABLE
from gradatim.pyrat.players.base import lowest_action, streams
from gradatim.pyrat.players.opponent_intent import STRANGE, Watched, watch, watching

N_CANDIDATES = 14  # first goals that are tried, nearest first
PATIENCE = 2
FINE = 0.3  # pieces of cheese a turn, where the other is not greedy
NEVER = np.float32(-np.inf)
NOWHERE = np.uint64(65535)  # no cell


@compiled
def rollout(m, mazes, node, wait, goal, score, cheese, cells, n_cells, side, second, when, lead):
    """Play one game on in place and return the lead of `side` when it is over.

    Args:
        m: the maze, unsigned as all indices here (a signed one would be checked for its sign).
        node: (2,) uint64, the cell where a player can choose next; wait: (2,) int64, in how many
            turns.
        score: (2,) float32; cheese: (C,) bool; cells: its n_cells cells, uint16, in the game's
            order.
        goal: (2,) uint64, the cell that a player goes to while cheese is there, or NOWHERE.
        second: the cell that `side` visits after its goal, before it is greedy; or NOWHERE.
        when: (C,) float32, gets the turns until the cheese of a cell is eaten, if it is.
        lead: (C,) float32, gets what `side` gains by it: 1, 0 or -1 pieces of cheese.
    """
    n_left = n_cells
    now = 0
    while not is_over(score[0], score[1], n_left):
        stuck = 0
        for p in range(2):
            player = np.uint64(p)
            if wait[player] > 0:
                continue
            here = node[player]
            if p == side and second != NOWHERE and not cheese[goal[player]]:
                goal[player] = second
                second = NOWHERE
            # The first of the nearest stays the first of the nearest on the way to it: no other
            # comes nearer by more than the turns of a step. So a goal is looked for only when the
            # last one is gone.
            target = goal[player]
            if target == NOWHERE or not cheese[target]:
                target = NOWHERE
                nearest = np.int16(UNREACHABLE)
                for i in range(n_left):
                    cell = np.uint64(cells[np.uint64(i)])
                    time = mazes.travel[m, here, cell]
                    if time < nearest:
                        nearest = time
                        target = cell
                goal[player] = target
            wait[player] = 1  # nowhere to go: stand for a turn
            if target == NOWHERE:
                stuck += 1
            else:
                action = np.uint64(lowest_action(mazes.first_moves[m, here, target]))
                wait[player] = np.int64(mazes.weights[m, here, action])
                node[player] = np.uint64(np.int64(here) + mazes.step[action])
        if stuck == 2:
            break
        turns = min(wait[0], wait[1])
        wait[0] -= turns
        wait[1] -= turns
        now += turns
        eats_0 = wait[0] == 0 and cheese[node[0]]
        eats_1 = wait[1] == 0 and cheese[node[1]]
        if eats_0 or eats_1:
            if eats_0 and eats_1 and node[0] == node[1]:
                score[0] += np.float32(0.5)
                score[1] += np.float32(0.5)
            else:
                score[0] += np.float32(eats_0)
                score[1] += np.float32(eats_1)
            n_kept = 0
            for i in range(n_left):
                cell = np.uint64(cells[np.uint64(i)])
                mine = (eats_0 and cell == node[0]) + 0
                theirs = (eats_1 and cell == node[1]) + 0
                if mine + theirs > 0:
                    cheese[cell] = False
                    when[cell] = now
                    lead[cell] = mine - theirs if side == 0 else theirs - mine
                else:
                    cells[np.uint64(n_kept)] = cell
                    n_kept += 1
            n_left = n_kept
    return score[side] - score[1 - side]


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
def _values(start, stop, state, mazes, side, n_first, n_second, active, rivals, values):
    """The lead that each first goal leads to; see `plan_values`."""
    K = state.slots.shape[1]
    C = state.cheese.shape[1]
    node, wait = np.empty(2, np.uint64), np.empty(2, np.int64)
    node_now, wait_now = np.empty(2, np.uint64), np.empty(2, np.int64)
    score, aim = np.empty(2, np.float32), np.empty(2, np.uint64)
    cheese = np.empty(C, np.bool_)
    when, gain = np.empty(C, np.float32), np.empty(C, np.float32)  # of no use here
    cells, cells_now = np.empty(K, np.uint16), np.empty(K, np.uint16)
    times = np.empty(K, np.int16)
    first, second = np.empty(max(n_first, 1), np.int64), np.empty(max(n_second, 1), np.int64)
    for g in range(start, stop):
        values[g] = NEVER
        if not active[g]:
            continue
        m = np.uint64(state.maze[g])
        for player in range(2):
            crossing = state.mud_left[g, player] > 0
            cell = state.mud_target[g, player] if crossing else state.position[g, player]
            node_now[player] = cell
            wait_now[player] = state.mud_left[g, player]
        rival = np.uint64(state.slots[g, rivals[g]]) if rivals[g] >= 0 else NOWHERE
        n_cells = 0
        for k in range(K):
            times[k] = UNREACHABLE
            if state.present[g, k]:
                cells_now[n_cells] = state.slots[g, k]
                n_cells += 1
                times[k] = mazes.travel[m, node_now[side], state.slots[g, k]]
        for i in range(_nearest_slots(times, state.present[g], n_first, first)):
            goal = first[i]
            # Without second goals one plan is tried: the goal, then greedy.
            n_then = 0
            if n_second > 0:
                n_then = _nearest_slots(state.between[g, goal], state.present[g], n_second, second)
            for j in range(max(n_then, 1)):
                then = NOWHERE
                if n_then > 0 and second[j] != goal:
                    then = np.uint64(state.slots[g, second[j]])
                node[0], node[1] = node_now[0], node_now[1]
                wait[0], wait[1] = wait_now[0], wait_now[1]
                score[0], score[1] = state.score[g, 0], state.score[g, 1]
                cheese[:] = state.cheese[g]
                cells[:n_cells] = cells_now[:n_cells]
                aim[side], aim[1 - side] = np.uint64(state.slots[g, goal]), rival
                lead = rollout(
                    m,
                    mazes,
                    node,
                    wait,
                    aim,
                    score,
                    cheese,
                    cells,
                    n_cells,
                    side,
                    then,
                    when,
                    gain,
                )
                values[g, goal] = max(values[g, goal], lead)


@compiled
def decide(start, stop, state, mazes, side, values, goal, seen, changes, actions):
    """Choose a goal, with commitment, and the action towards it."""
    for g in range(start, stop):
        actions[g] = 0
        if state.turn[g] == 0:
            goal[g] = -1
        if state.cheese_left[g] != seen[g]:
            seen[g] = state.cheese_left[g]
            changes[g] = 0
        if state.mud_left[g, side] > 0:
            continue
        m, cell = state.maze[g], state.position[g, side]
        best, best_time = -1, np.int64(UNREACHABLE)
        for k in range(values.shape[1]):
            if values[g, k] == NEVER:
                continue
            time = np.int64(mazes.travel[m, cell, state.slots[g, k]])
            better = best < 0 or values[g, k] > values[g, best]
            if better or (values[g, k] == values[g, best] and time < best_time):
                best, best_time = k, time
        kept = goal[g]
        if kept >= 0 and state.present[g, kept]:
            worse = values[g, kept] < values[g, best] if best >= 0 else False
            if not worse or changes[g] >= PATIENCE:
                best = kept
            else:
                changes[g] += 1
        goal[g] = best
        if best >= 0:
            # The very step of the imagined game: on another shortest path the plan may not hold
            # (measured on `course` against `greedy`: 76 % of games won instead of 84 %).
            moves = mazes.first_moves[m, cell, state.slots[g, best]]
            actions[g] = lowest_action(moves)


def plan_values(
    games: Games,
    side: int,
    *,
    n_first: int = N_CANDIDATES,
    n_second: int = 0,
    active: np.ndarray | None = None,
    rivals: np.ndarray | None = None,
) -> np.ndarray:
    """What every first goal is worth: the lead of `side` at the end of the imagined game.

    Args:
        n_first: how many of the nearest cheeses are tried as a first goal.
        n_second: how many second goals follow each; 0: greedy right after the first.
        active: (N,) bool, games that need values; default all.
        rivals: (N,) the slot that the other visits before it is greedy, or -1; default none.

    Returns:
        (N, K) float32, one value a slot of cheese, -inf where no plan was tried.
    """
    values = np.empty((games.n, games.state.slots.shape[1]), np.float32)
    mask = np.ones(games.n, np.bool_) if active is None else active
    goals = np.full(games.n, -1, np.int16) if rivals is None else rivals
    if n_second > 0:
        games.between()
    over(
        _values,
        games.n,
        games.state,
        games.pool.mazes,
        side,
        n_first,
        n_second,
        mask,
        goals,
        values,
        at_least=16,
    )
    return values


class Planner:
    """The planning player; it remembers one goal a game and what it saw of the other.

    Args:
        name: how it is called.
        n_first, n_second: see `plan_values`.
        seed: of the coins that are thrown where two planners walk together.
    """

    def __init__(self, name: str, *, n_first: int = N_CANDIDATES, n_second: int = 0, seed: int = 0):
        self.name, self.n_first, self.n_second, self.seed = name, n_first, n_second, seed
        self.goal = np.empty(0, np.int16)

    def __call__(self, games: Games, side: int) -> np.ndarray:
        n, state, mazes = games.n, games.state, games.pool.mazes
        if len(self.goal) != n:
            self.goal = np.full(n, -1, np.int16)  # slot it walks to, -1 for none
            self.seen = np.zeros(n, np.int16)  # pieces left when `changes` was last cleared
            self.changes = np.zeros(n, np.int8)  # changes of mind since then
            self.random = streams(self.seed, n)
            # What it saw of the other; an array each, as whoever keeps a player looks for arrays.
            self.turn, self.free, self.times, self.walked, self.strange, self.rival = watching(
                n, state.slots.shape[1]
            )
        watch(games, side, self._watched())
        active = (state.mud_left[:, side] == 0) & ~(state.over | state.capped)
        values = self._plan(games, side, active, self.rival)
        rows = np.flatnonzero(active & (self.strange >= STRANGE))
        if len(rows):
            self._commit(games, side, rows, values)
        actions = np.empty(n, np.int8)
        over(decide, n, state, mazes, side, values, self.goal, self.seen, self.changes, actions)
        return actions

    def _watched(self) -> Watched:
        return Watched(self.turn, self.free, self.times, self.walked, self.strange, self.rival)

    def _plan(self, games: Games, side: int, active: np.ndarray, rivals: np.ndarray) -> np.ndarray:
        n_first, n_second = self.n_first, self.n_second
        return plan_values(
            games, side, n_first=n_first, n_second=n_second, active=active, rivals=rivals
        )

    def _commit(self, games: Games, side: int, rows: np.ndarray, values: np.ndarray) -> None:
        """Against somebody who is not greedy: change values and goals of games, in place.

        Args:
            rows: (R,) the games.
            values: (N, K) of the goals.
        """
        state, travel = games.state, games.pool.mazes.travel
        here, there = state.position[rows, side], state.position[rows, 1 - side]
        cells = np.maximum(state.slots[rows], 0)
        times = travel[state.maze[rows][:, None], here[:, None], cells]  # (R, K)
        together = (here == there) & (state.mud_left[rows, 1 - side] == 0)
        coins = [
            bool(t) and draw(self.random, g, 2) == 0 for g, t in zip(rows, together, strict=True)
        ]
        yields = np.array(coins)
        if yields.any():  # the other shall have my best goal: what is best then?
            which = np.zeros(games.n, np.bool_)
            which[rows[yields]] = True
            best = values.argmax(1).astype(np.int16)
            values[which] = self._plan(games, side, which, best)[which]
        values[rows] -= FINE * times
        held = np.maximum(self.goal[rows], 0)
        holds = (self.goal[rows] >= 0) & state.present[rows, held] & ~yields
        late = holds & (self.times[rows, held] < times[np.arange(len(rows)), held])
        late &= (self.rival[rows] == held) & (self.changes[rows] < PATIENCE)
        self.changes[rows[late]] += 1
        self.goal[rows[yields | late]] = -1
        keeps = holds & ~late
        values[rows[keeps], held[keeps]] = np.inf
