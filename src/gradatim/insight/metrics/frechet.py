"""Frechet distance: how far apart two sets of images are, in the features of a network.

Each set is described by the mean and covariance of its features, as if they were normally
distributed; the distance of two normal distributions has a formula.

Source: Heusel et al. 2017, "GANs trained by a two time-scale update rule converge to a local Nash
equilibrium", equation 6. Theirs are features of a network for photographs (FID); the numbers of two
networks cannot be compared, so a distance is told beside that of real images from real images.
"""

import torch
from torch import Tensor


def frechet_distance(first: Tensor, second: Tensor) -> float:
    """|m1 - m2|^2 + tr(S1 + S2 - 2 (S1 S2)^(1/2)), of means m and covariances S.

    Args:
        first, second: features, (N, F) and (M, F), at least two of each.
    """
    # In double precision: the roots of a product of covariances lose half of the digits.
    first, second = first.double(), second.double()
    difference = first.mean(0) - second.mean(0)
    covariance_1, covariance_2 = (torch.atleast_2d(torch.cov(s.T)) for s in (first, second))
    # S1 S2 is similar to a positive matrix: its eigenvalues are real and not below 0, up to
    # rounding, and the trace of its root is the sum of their roots.
    roots = torch.linalg.eigvals(covariance_1 @ covariance_2).real.clamp(min=0).sqrt()
    total = difference.square().sum() + (covariance_1 + covariance_2).trace() - 2 * roots.sum()
    # Of two equal sets rounding leaves a little below 0.
    return max(0.0, total.item())
