"""What would happen if both were greedy from here: one imagined game as an observation.

A network that sees only times must learn to play the greedy rule in its head before it can do
better. One imagined game tells it when each cheese would go and to whom, as AlphaGo was told which
ladders work (Silver et al. 2016, "Mastering the game of Go with deep neural networks and tree
search", extended data table 2). No alternative is tried: what to do instead is for the network.

Of equally near cheeses both walk to the first in the game's own order. All players see that order
and some break ties by it, so it is knowledge: the champion wins 93 % of its games on `course`
against `manhattan` with it, and 87 % with ties broken by place.

Shapes: N games, R rows of them that are looked at, K slots of cheese, C cells.
"""

import numpy as np

from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.game.jit import compiled
from gradatim.pyrat.game.observations import stand
from gradatim.pyrat.game.parallel import over
from gradatim.pyrat.players.planner import NOWHERE, rollout

NEVER_EATEN = 200.0  # turns; the imagined game was decided before


@compiled
def _forecast(start, stop, state, mazes, side, rows, found):
    K, C = state.slots.shape[1], state.cheese.shape[1]
    node, wait = np.empty(2, np.uint64), np.empty(2, np.int64)
    score, aim = np.empty(2, np.float32), np.empty(2, np.uint64)
    cheese, cells = np.empty(C, np.bool_), np.empty(K, np.uint16)
    when, gain = np.empty(C, np.float32), np.empty(C, np.float32)
    for r in range(start, stop):
        g = rows[r]
        for player in range(2):
            node[player] = stand(state, g, player)
            wait[player] = state.mud_left[g, player]
            score[player] = state.score[g, player]
            aim[player] = NOWHERE
        n_cells = 0
        for k in range(K):
            if state.present[g, k]:
                cells[n_cells] = state.slots[g, k]
                when[cells[n_cells]], gain[cells[n_cells]] = NEVER_EATEN, 0
                n_cells += 1
        cheese[:] = state.cheese[g]
        m = np.uint64(state.maze[g])
        rollout(m, mazes, node, wait, aim, score, cheese, cells, n_cells, side, NOWHERE, when, gain)
        for k in range(K):
            found[r, k] = 0
            if state.present[g, k]:
                found[r, k, 0] = when[state.slots[g, k]]
                found[r, k, 1] = gain[state.slots[g, k]]


def forecast(games: Games, side: int, rows: np.ndarray) -> np.ndarray:
    """Imagine each game to its end with both players greedy, as `greedy-first` is.

    Args:
        side: who looks, 0 or 1.
        rows: (R,) int64, which games.

    Returns:
        (R, K, 2) float32: turns until the cheese is eaten (200 where the game is decided before),
        and what the player of `side` gains by it: 1, 0 (nobody, or both at once) or -1; all 0 for
        cheese that is not there.
    """
    found = np.empty((len(rows), games.state.slots.shape[1], 2), np.float32)
    over(_forecast, len(rows), games.state, games.pool.mazes, side, rows, found, at_least=64)
    return found
