"""The replay buffer of DQN: n-step transitions, sampled uniformly.

Mnih et al. 2015 (replay); Sutton 1988 (n steps).

Shapes: B batch, N games, S slots of the buffer, C cells of the board.
"""

from collections import deque
from typing import NamedTuple

import torch
from torch import Tensor


class Step(NamedTuple):
    """One step of every game."""

    observation: tuple[Tensor, ...]  # a BoardObservation
    action: Tensor  # (N,) int64, 0 north, 1 east, 2 south, 3 west
    reward: Tensor  # (N,) float32
    done: Tensor  # (N,) bool


class Transition(NamedTuple):
    """n steps in one: a batch for the loss."""

    cells: Tensor  # (B, 2)
    cheese: Tensor  # (B, C)
    lead: Tensor  # (B,)
    action: Tensor  # (B,)
    reward: Tensor  # (B,) the discounted sum of n steps
    discount: Tensor  # (B,) gamma ** n, or 0 where the game ended on the way
    next_cells: Tensor  # (B, 2)
    next_cheese: Tensor  # (B, C)
    next_lead: Tensor  # (B,)


class ReplayBuffer:
    """The newest S transitions; the oldest are overwritten."""

    def __init__(self, capacity: int):
        self.capacity, self.length, self.at = capacity, 0, 0
        self.rows: Transition | None = None

    def add(self, new: Transition) -> None:
        """Store one transition of each of N games, over the oldest ones where the buffer is full.

        Args:
            new: each part (N, ...), N at most the capacity.
        """
        if self.rows is None:  # the first transitions say the shapes and types of the parts
            self.rows = Transition(*(t.new_zeros(self.capacity, *t.shape[1:]) for t in new))
        # Around the end: the newest go where the oldest are.
        where = (self.at + torch.arange(len(new.action))) % self.capacity
        for row, values in zip(self.rows, new, strict=True):
            row[where] = values
        self.at = (self.at + len(where)) % self.capacity
        self.length = min(self.length + len(where), self.capacity)

    def sample(self, n: int, generator: torch.Generator) -> Transition:
        """Draw n transitions, each part (n, ...), evenly and with replacement.

        Steps that follow each other in a game are alike; drawn from all games and turns that are
        stored, they are nearly independent, as stochastic gradient descent needs them (Mnih et al.
        2015).
        """
        # With replacement: of hundreds of thousands hardly one comes twice, and no list must be
        # shuffled.
        which = torch.randint(self.length, (n,), generator=generator)
        return Transition(*(row[which] for row in self.rows or ()))


def n_step_return(steps: deque[Step], now: tuple[Tensor, ...], gamma: float) -> Transition:
    """Sum up the rewards of the last n steps of every game, up to its end."""
    discount = torch.ones_like(steps[0].reward)
    total = torch.zeros_like(discount)
    for step in steps:
        # After the game has ended the discount is 0: the rewards of the next game count nothing
        # here.
        total += discount * step.reward
        discount = discount * gamma * (~step.done)
    cells, cheese, lead = steps[0].observation
    return Transition(cells, cheese, lead, steps[0].action, total, discount, *now)
