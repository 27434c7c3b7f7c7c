"""A network as a player: observe, rate the cheeses, commit to a goal, take a step towards it.

    play = NetworkPlayer(model, "mine")
    actions = play(games, side)          # (N,) int8, like every player

It is committed to its goal (`goal_commitment`), so no two players dither, parts from a twin
(`twins`), and leaves a race that it has lost (`lost_races`).

Shapes: N games, K slots of cheese, B games that are observed, K' cheeses left at most.
"""

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.game.observations import observe_entities
from gradatim.pyrat.players.goal_commitment import NEVER, choose_goals, new_commitment
from gradatim.pyrat.players.greedy_rollout import greedy_rollout
from gradatim.pyrat.players.network_kernels import compiled_policy_and_value
from gradatim.pyrat.players.opponent_intent import NOT_GREEDY
from gradatim.pyrat.players.rules.lost_races import LostRaces
from gradatim.pyrat.players.rules.near_ties import play_out_near_ties
from gradatim.pyrat.players.twins import TwinBreaker

GAMES_AT_ONCE = 256
TIMES_OF_SUMMARY, PASSAGES_OF_SUMMARY = slice(4, 8), slice(8, 12)  # of GLOBAL_FEATURES


class NetworkInput(NamedTuple):
    """Games as a `CheeseTransformer` sees them; eaten cheese is left out."""

    tokens: Tensor  # (B, K', 11) float32, an observation by entities and a greedy rollout, in turns
    between: Tensor  # (B, K', K') float32, turns
    summary: Tensor  # (B, 12) float32
    slots: Tensor  # (B, K') int64, the engine's slot of each token


def network_input(games: Games, side: int, rows: np.ndarray) -> NetworkInput:
    """Observe some games; K' is the largest number of cheeses left in any of them.

    Times are counted in the board's own unit, the turns of its usual passage: on a board that is
    mud all over, a way of ten passages is as far as on an open board.

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
    unit = games.pool.time_units[games.state.maze[rows]].astype(np.float32)  # (B,)
    tokens[..., [1, 2, 9]] /= unit[:, None, None]
    summary = observed.summary[rows]
    summary[:, TIMES_OF_SUMMARY] /= unit[:, None]
    summary[:, PASSAGES_OF_SUMMARY] *= unit[:, None]
    return NetworkInput(
        torch.from_numpy(tokens),
        torch.from_numpy(between.astype(np.float32) / unit[:, None, None]),
        torch.from_numpy(summary),
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
    if device.type == "cpu":
        return compiled_policy_and_value(model, games, side, rows)
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
        plays_out: whether it plays out goals that the network rates nearly alike (`near_ties`),
            instead of following the network alone.
    """

    def __init__(
        self, model: nn.Module, name: str = "network", seed: int = 0, *, plays_out: bool = False
    ):
        self.model, self.name, self.seed = model.eval(), name, seed
        self.plays_out = plays_out
        self._forget(0, 0)

    def _forget(self, n: int, n_slots: int) -> None:
        self.commitment, self.twins = new_commitment(n), TwinBreaker(n, self.seed)
        self.races = LostRaces(n, n_slots)

    def __call__(self, games: Games, side: int) -> np.ndarray:
        n, state = games.n, games.state
        if self.races.trace.time.shape != state.slots.shape:
            self._forget(*state.slots.shape)
        active = (state.mud_left[:, side] == 0) & ~(state.over | state.capped)
        policy = np.full((n, state.slots.shape[1]), NEVER, np.float32)
        if active.any():
            policy, _ = policy_and_value(self.model, games, side, np.flatnonzero(active))
        self.races.leave(games, side, policy, self.commitment)
        if self.plays_out:
            may_be_greedy = active & (self.races.trace.odd_turns < NOT_GREEDY)
            play_out_near_ties(games, side, policy, may_be_greedy)
        self.twins.separate(games, side, policy, self.commitment)
        return choose_goals(games, side, policy, self.commitment)
