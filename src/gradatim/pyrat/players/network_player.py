"""A network as a player: observe, rate the cheeses, commit to a goal, take a step towards it.

    play = NetworkPlayer(model, "mine")
    actions = play(games, side)          # (N,) int8, like every player

The player is committed to its goal (`goal_commitment`), so no two players dither.

Two copies of a network on one cell see the same, choose the same and would walk together to the end
(measured: 200 of 200 games on `tournament`). So after some turns as twins each breaks the tie at
random: with probability 1/2 it goes on, else it takes another way.

Shapes: N games, K slots of cheese, B games that are observed, K' cheeses left at most.
"""

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from gradatim.pyrat.game.engine import Games, random_below
from gradatim.pyrat.game.observations import observe_entities
from gradatim.pyrat.players.base import lowest_action, random_streams
from gradatim.pyrat.players.goal_commitment import NEVER, PATIENCE, choose_goals, new_commitment
from gradatim.pyrat.players.greedy_rollout import greedy_rollout

GAMES_AT_ONCE = 256
TWIN_TURNS = 20  # side by side at equal scores, before the random tie-break


class NetworkInput(NamedTuple):
    """Games as a `CheeseTransformer` sees them; eaten cheese is left out."""

    tokens: Tensor  # (B, K', 11) float32, an observation by entities and a greedy rollout, in turns
    between: Tensor  # (B, K', K') float32, turns
    summary: Tensor  # (B, 12) float32
    slots: Tensor  # (B, K') int64, the engine's slot of each token


def network_input(games: Games, side: int, rows: np.ndarray) -> NetworkInput:
    """Observe some games; K' is the largest number of cheeses left in any of them.

    Args:
        rows: (B,) which games.
    """
    observed = observe_entities(games, side)
    present = games.state.present[rows]  # (B, K)
    most = max(1, int(present.sum(1).max()))
    slots = np.argsort(~present, axis=1, kind="stable")[:, :most]  # (B, K'), present ones first
    tokens = observed.tokens[rows[:, None], slots]
    # The network is told turns, which mean the same on boards of every size.
    tokens[..., 1:3] *= games.preset.width + games.preset.height
    eaten = greedy_rollout(games, side, rows)
    tokens = np.concatenate([tokens, eaten[np.arange(len(rows))[:, None], slots]], axis=2)
    between = observed.between[rows[:, None, None], slots[:, :, None], slots[:, None, :]]
    return NetworkInput(
        torch.from_numpy(tokens),
        torch.from_numpy(between.astype(np.float32)),
        torch.from_numpy(observed.summary[rows]),
        torch.from_numpy(slots),
    )


@torch.no_grad()
def policy_and_value(
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
        part = network_input(games, side, rows[chosen])
        output = model(*(t.to(device) for t in part[:3]))
        policy[rows[chosen][:, None], part.slots.numpy()] = output.policy.cpu().numpy()
        values[chosen] = output.value.cpu().numpy()
    return policy, values


class NetworkPlayer:
    """A player that follows a network; it remembers one goal per game.

    Args:
        model: a `CheeseTransformer`.
        name: of the player.
        seed: of the random tie-breaks where two walk together.
    """

    def __init__(self, model: nn.Module, name: str = "network", seed: int = 0):
        self.model, self.name, self.seed = model.eval(), name, seed
        self.commitment = new_commitment(0)

    def __call__(self, games: Games, side: int) -> np.ndarray:
        n, state = games.n, games.state
        if len(self.commitment.goal) != n:
            self.commitment = new_commitment(n)
            self.twin_turns, self.random = np.zeros(n, np.int16), random_streams(self.seed, n)
        active = (state.mud_left[:, side] == 0) & ~(state.over | state.capped)
        policy = np.full((n, state.slots.shape[1]), NEVER, np.float32)
        if active.any():
            policy, _ = policy_and_value(self.model, games, side, np.flatnonzero(active))
        self._separate_twins(games, side, active, policy)
        return choose_goals(games, side, policy, self.commitment)

    def _separate_twins(
        self, games: Games, side: int, active: np.ndarray, policy: np.ndarray
    ) -> None:
        """Where two have walked together for long, change the goal with probability 1/2."""
        state, (goal, cheese_left, changes) = games.state, self.commitment
        twins = (state.position[:, 0] == state.position[:, 1]) & (state.turn > 0)
        twins &= (state.mud_left[:, 0] == state.mud_left[:, 1]) & ~state.over
        twins &= state.score[:, 0] == state.score[:, 1]
        self.twin_turns = np.where(twins, self.twin_turns + 1, 0).astype(np.int16)
        for g in np.flatnonzero(active & (self.twin_turns >= TWIN_TURNS)):
            self.twin_turns[g] = 0
            if random_below(self.random, g, 2) == 0:
                continue
            ways = games.pool.mazes.first_moves[state.maze[g], state.position[g, side]]  # (C,)
            steps = np.array([lowest_action(ways[max(slot, 0)]) for slot in state.slots[g]])
            current = goal[g]
            has_goal = current >= 0 and state.present[g, current]
            wanted = current if has_goal else policy[g].argmax()
            others = np.where(steps == steps[wanted], NEVER, policy[g])
            if others.max() > NEVER:
                # Its patience is spent at once, or it would turn back on the next turn.
                goal[g], changes[g] = others.argmax(), PATIENCE
                cheese_left[g] = state.cheese_left[g]
