"""What a search is told, and the two rules that both of its trees share.

Shapes: N games, K slots of cheese, R opponent types.
"""

from typing import NamedTuple

import numpy as np

from gradatim.pyrat.game.jit import inlined
from gradatim.pyrat.search.simulation import xorshift_below

ME, OPPONENT = 0, 1  # last axis of what both have; side of the game is another matter


class SearchOptions(NamedTuple):
    """How a search explores, and what it counts as good."""

    c_puct: float = 0.6  # weight of exploration
    temperature: float = 4.0  # of the priors, in turns of a goal's cost
    lead_weight: float = 0.3  # of the final lead in the value; the rest is who wins
    full_lead: float = 10.0  # pieces of cheese; a larger lead counts no more
    network_weight: float = 0.5  # of a node's rating in what a rollout through it is worth


class SearchTask(NamedTuple):
    """What to search in N games, and what is known about each opponent."""

    side: int
    active: np.ndarray  # (N,) bool, games that are searched
    n_rollouts: int  # per game
    belief: np.ndarray  # (N, R) probability of each opponent type; the last one plays to win
    styles: np.ndarray  # (R,) int64, how a type plays, see `simulation`
    opponent_goals: np.ndarray  # (N, R) int16, the slot that a type is known to walk to, or NO_SLOT
    goal_prior: np.ndarray  # (N, 2, K) float32, factors on the priors of first goals: ME, OPPONENT


@inlined
def draw_opponent_type(g, belief, random):
    """The type of the opponent in one rollout, drawn from the belief.

    Drawn afresh for every rollout, and not the likeliest for all: the means of the tree's values
    are then expectations over what is believed.
    """
    kind, drawn = 0, xorshift_below(random, 1 << 20) / (1 << 20)
    while kind < belief.shape[1] - 1 and drawn >= belief[g, kind]:
        drawn -= belief[g, kind]
        kind += 1
    return kind


@inlined
def with_lead(chance, lead, options):
    """The chance to win, 0 to 1, mixed with the lead: winning alone is the same for 1 and for 20.

    Without the lead a search that is sure to win, or to lose, would play at random.
    """
    scaled_lead = 0.5 + 0.5 * min(max(lead / options.full_lead, -1.0), 1.0)
    return chance + options.lead_weight * (scaled_lead - chance)
