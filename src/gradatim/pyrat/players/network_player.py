"""A network as a player: observe, judge the cheeses, keep a goal, take a step towards it.

    play = NetworkPlayer(model, "mine")
    actions = play(games, side)          # (N,) int8, like every player

The goal is kept as the planner keeps its own: a better one may replace it, but after a few changes
of mind without any cheese eaten the player goes where it is going. So no two players dither.

Two copies of a network on one cell see the same, want the same and would walk together to the end
(measured: 200 of 200 games on `tournament`). So after some turns as twins each tosses a coin: heads
goes on, tails takes another way.

Shapes: N games, K slots of cheese, B games that are looked at.
"""

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from gradatim.pyrat.game.engine import Games, draw
from gradatim.pyrat.game.observations import observe_entities
from gradatim.pyrat.game.parallel import over
from gradatim.pyrat.players.base import lowest_action, streams
from gradatim.pyrat.players.greedy_rollout import forecast
from gradatim.pyrat.players.planner import NEVER, PATIENCE, decide

GAMES_AT_ONCE = 256
TWIN_TURNS = 20  # side by side at equal scores, before the coin


class View(NamedTuple):
    """Games as a `CheeseTransformer` sees them; eaten cheese is left out."""

    tokens: Tensor  # (B, K', 11) float32, an observation by entities and a forecast, in turns
    between: Tensor  # (B, K', K') float32, turns
    summary: Tensor  # (B, 12) float32
    slots: Tensor  # (B, K') int64, the engine's slot of each token


def view(games: Games, side: int, rows: np.ndarray) -> View:
    """Observe some games; K' is the largest number of cheeses left in any of them.

    Args:
        rows: (B,) which games.
    """
    seen = observe_entities(games, side)
    present = games.state.present[rows]  # (B, K)
    most = max(1, int(present.sum(1).max()))
    slots = np.argsort(~present, axis=1, kind="stable")[:, :most]  # (B, K'), present ones first
    tokens = seen.tokens[rows[:, None], slots]
    tokens[..., 1:3] *= games.setting.width + games.setting.height
    imagined = forecast(games, side, rows)
    tokens = np.concatenate([tokens, imagined[np.arange(len(rows))[:, None], slots]], axis=2)
    between = seen.between[rows[:, None, None], slots[:, :, None], slots[:, None, :]]
    return View(
        torch.from_numpy(tokens),
        torch.from_numpy(between.astype(np.float32)),
        torch.from_numpy(seen.summary[rows]),
        torch.from_numpy(slots),
    )


@torch.no_grad()
def judge(
    model: nn.Module, games: Games, side: int, rows: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Ask a network about some games.

    Returns:
        (N, K) float32, how good each slot is as a goal, -inf for eaten cheese and other games;
        (B,) float32, the lead that the network expects.
    """
    device = next(model.parameters()).device
    policy = np.full((games.n, games.state.slots.shape[1]), NEVER, np.float32)
    values = np.empty(len(rows), np.float32)
    # Games with equally many cheeses go together: no time is lost on cheese that is not there.
    order = np.argsort(games.state.cheese_left[rows], kind="stable")
    for start in range(0, len(rows), GAMES_AT_ONCE):
        chosen = order[start : start + GAMES_AT_ONCE]
        part = view(games, side, rows[chosen])
        outlook = model(*(t.to(device) for t in part[:3]))
        policy[rows[chosen][:, None], part.slots.numpy()] = outlook.policy.cpu().numpy()
        values[chosen] = outlook.value.cpu().numpy()
    return policy, values


class NetworkPlayer:
    """A player that follows a network; it remembers one goal a game.

    Args:
        model: a `CheeseTransformer`.
        name: how it is called.
        seed: of the coins that are tossed where two walk together.
    """

    def __init__(self, model: nn.Module, name: str = "network", seed: int = 0):
        self.model, self.name, self.seed = model.eval(), name, seed
        self.goal = np.empty(0, np.int16)

    def __call__(self, games: Games, side: int) -> np.ndarray:
        n, state = games.n, games.state
        if len(self.goal) != n:
            self.goal = np.full(n, -1, np.int16)
            self.seen, self.changes = np.zeros(n, np.int16), np.zeros(n, np.int8)
            self.together, self.random = np.zeros(n, np.int16), streams(self.seed, n)
        active = (state.mud_left[:, side] == 0) & ~(state.over | state.capped)
        policy = np.full((n, state.slots.shape[1]), NEVER, np.float32)
        if active.any():
            policy, _ = judge(self.model, games, side, np.flatnonzero(active))
        self._part(games, side, active, policy)
        actions = np.empty(n, np.int8)
        mazes = games.pool.mazes
        over(decide, n, state, mazes, side, policy, self.goal, self.seen, self.changes, actions)
        return actions

    def _part(self, games: Games, side: int, active: np.ndarray, policy: np.ndarray) -> None:
        """Where two have walked together for long, toss the coin; tails changes the goal."""
        state = games.state
        twins = (state.position[:, 0] == state.position[:, 1]) & (state.turn > 0)
        twins &= (state.mud_left[:, 0] == state.mud_left[:, 1]) & ~state.over
        twins &= state.score[:, 0] == state.score[:, 1]
        self.together = np.where(twins, self.together + 1, 0).astype(np.int16)
        for g in np.flatnonzero(active & (self.together >= TWIN_TURNS)):
            self.together[g] = 0
            if draw(self.random, g, 2) == 0:
                continue
            ways = games.pool.mazes.first_moves[state.maze[g], state.position[g, side]]  # (C,)
            steps = np.array([lowest_action(ways[max(slot, 0)]) for slot in state.slots[g]])
            kept = self.goal[g]
            wanted = kept if kept >= 0 and state.present[g, kept] else policy[g].argmax()
            others = np.where(steps == steps[wanted], NEVER, policy[g])
            if others.max() > NEVER:
                self.goal[g], self.changes[g] = others.argmax(), PATIENCE
                self.seen[g] = state.cheese_left[g]
