"""Label propagation: a few labels flow along a graph of all pictures, most of them without one.

Pictures whose features are alike are neighbours. Each picture takes a part of its neighbours'
labels, again and again, and the labelled ones keep sending their own (D. Zhou et al., "Learning
with Local and Global Consistency", NIPS 2003, section 2). Where the classes lie on separate islands
of the features, ten labels an island are plenty: only the way to them must exist. That the classes
are equally frequent is known beforehand and used: the shares are balanced over the classes
(Sinkhorn and Knopp 1967).

Shapes: N pictures in the graph, M others, D features, A axes, K classes, k neighbours.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from gradatim.errors import UserError

AXES = 128  # principal components that are kept
NEIGHBOURS = 8
SHARPNESS = 4  # likeness to this power is the weight of an edge
KEPT = 0.99  # share of a picture's label that comes from its neighbours
ROUNDS = 40  # of propagation


class Neighbours:
    """The graph of pictures whose features point the same way.

    Likeness is the cosine on the first principal components, each divided by the square root of
    its standard deviation: halfway to equal weights.

    Args:
        features: of all pictures, float (N, D).

    Raises:
        UserError: fewer pictures than neighbours.
    """

    def __init__(self, features: Tensor) -> None:
        N = len(features)
        if N <= NEIGHBOURS:
            raise UserError(f"{N} pictures: a graph needs more than {NEIGHBOURS}.")
        self.mean = features.mean(0)
        centred = features - self.mean
        spread, axes = torch.linalg.eigh(centred.T @ centred / N)  # in rising order
        spread, axes = spread[-AXES:].clamp(min=1e-12), axes[:, -AXES:]
        self.axes = axes / spread**0.25  # (D, A)
        self.points = self.place(features)  # (N, A)
        likeness, index = self.nearest(self.points, NEIGHBOURS + 1)
        likeness, index = likeness[:, 1:], index[:, 1:]  # the nearest is the picture itself
        here = torch.arange(N).repeat_interleave(NEIGHBOURS)
        ends = torch.stack([here, index.flatten()])  # (2, N k)
        weights = torch.cat([likeness.flatten()] * 2)
        both_ways = torch.cat([ends, ends.flip(0)], 1)
        graph = torch.sparse_coo_tensor(
            both_ways, weights, (N, N), check_invariants=True
        ).coalesce()
        ends, weights = graph.indices(), graph.values()
        degree = torch.zeros(N).index_add_(0, ends[0], weights).clamp(min=1e-12)
        weights = weights / (degree[ends[0]] * degree[ends[1]]).sqrt()
        self.graph = torch.sparse_coo_tensor(
            ends, weights, (N, N), check_invariants=True
        ).coalesce()

    def place(self, features: Tensor) -> Tensor:
        """Put pictures among those of the graph; (M, D) to points of length 1, (M, A)."""
        return F.normalize((features - self.mean) @ self.axes, dim=1)

    def nearest(self, points: Tensor, k: int = NEIGHBOURS) -> tuple[Tensor, Tensor]:
        """Find the likest pictures of the graph: weights and indices, (M, k) each."""
        found = [(part @ self.points.T).topk(k, dim=1) for part in points.split(500)]
        weights = torch.cat([f.values for f in found]).clamp(min=0) ** SHARPNESS
        return weights, torch.cat([f.indices for f in found])

    def propagate(self, labels: Tensor, n_classes: int) -> Tensor:
        """Let labels flow; returns the shares of the classes of each picture, (N, K).

        Args:
            labels: of each picture, -1 where it is not known; int64 (N,).
            n_classes: K; each class has a label somewhere.
        """
        sent = F.one_hot(labels.clamp(min=0), n_classes) * (labels >= 0)[:, None].float()
        shares = sent  # (N, K)
        for _ in range(ROUNDS):
            shares = KEPT * (self.graph @ shares) + (1 - KEPT) * sent
        return balanced(shares)


def vote(nearest: tuple[Tensor, Tensor], shares: Tensor) -> Tensor:
    """Name the classes of other pictures by a vote of their neighbours in the graph, (M,).

    Args:
        nearest: their weights and indices, from `Neighbours.nearest`, (M, k) each.
        shares: of the graph's pictures, from `Neighbours.propagate`, (N, K).
    """
    weights, index = nearest
    return (weights[:, :, None] * shares[index]).sum(1).argmax(1)


def balanced(shares: Tensor, rounds: int = 10) -> Tensor:
    """Scale columns and rows in turn, until each class is equally frequent and each row sums to 1.

    Args:
        shares: not negative, (N, K).
        rounds: how often.
    """
    shares = shares.clamp(min=1e-12)
    for _ in range(rounds):
        shares = shares / shares.sum(0)
        shares = shares / shares.sum(1, keepdim=True)
    return shares
