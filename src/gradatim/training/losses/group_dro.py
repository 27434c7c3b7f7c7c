"""Group DRO: learn for the worst group of examples instead of for the average example.

S. Sagawa et al., "Distributionally Robust Neural Networks for Group Shifts", ICLR 2020,
arXiv:1911.08731, algorithm 1.

Shapes: B batch, G groups.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

STEP_SIZE = 0.01  # eta of the paper


def group_dro_loss(
    losses: Tensor, groups: Tensor, weights: Tensor, step_size: float = STEP_SIZE
) -> tuple[Tensor, Tensor]:
    """The loss of a batch with each group weighted by how badly it does.

    Args:
        losses: of each example, (B,).
        groups: number of each example's group, (B,).
        weights: of each group, which sum to 1, (G,).
        step_size: how fast weights follow the losses.

    Returns:
        The loss, and the weights for the next batch.
    """
    member = F.one_hot(groups, len(weights)).float()  # (B, G)
    means = (member * losses[:, None]).sum(0) / member.sum(0).clamp_min(1)  # (G,)
    with torch.no_grad():  # exponentiated gradient ascent: a group that does badly weighs more
        weights = weights * torch.exp(step_size * means)
        weights = weights / weights.sum()
    return (weights * means).sum(), weights
