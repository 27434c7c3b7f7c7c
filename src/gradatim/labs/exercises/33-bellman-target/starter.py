"""The Bellman target: read task.md, then replace each `raise`."""

from torch import Tensor, nn


def targets(rewards: Tensor, next_q: Tensor, over: Tensor, gamma: float) -> Tensor:
    """rewards (N,), next_q (N, A), over (N,) -> (N,)"""
    raise NotImplementedError


def taken(q: Tensor, actions: Tensor) -> Tensor:
    """q (N, A), actions (N,) -> (N,)"""
    raise NotImplementedError


def loss(
    network: nn.Module,
    states: Tensor,
    actions: Tensor,
    rewards: Tensor,
    next_states: Tensor,
    over: Tensor,
    gamma: float,
) -> Tensor:
    """One number; no gradient through the target"""
    raise NotImplementedError
