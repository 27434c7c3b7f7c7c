"""Label propagation: a few labels spread along a graph of all images, most of them unlabelled.

Images with similar features are neighbours. Each image takes a fraction of its neighbours'
labels, again and again, and the labelled ones keep sending their own (D. Zhou et al., "Learning
with Local and Global Consistency", NIPS 2003, section 2). Where the classes lie on separate islands
of the features, ten labels per island are plenty: only a path to them must exist. That the classes
are equally frequent is known beforehand and used: the fractions are balanced over the classes
(Sinkhorn and Knopp 1967).

Shapes: N images in the graph, M others, D features, A axes, K classes, k neighbours.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from gradatim.errors import UserError

AXES = 128  # principal components that are kept
NEIGHBOURS = 8
SHARPNESS = 4  # similarity to this power is the weight of an edge
KEPT = 0.99  # fraction of an image's label that comes from its neighbours
ROUNDS = 40  # of propagation


class Neighbours:
    """The graph of images whose features point the same way.

    Similarity is the cosine on the first principal components, each divided by the square root of
    its standard deviation: halfway to equal weights.

    Args:
        features: of all images, float (N, D).

    Raises:
        UserError: fewer images than neighbours.
    """

    def __init__(self, features: Tensor) -> None:
        N = len(features)
        if N <= NEIGHBOURS:
            raise UserError(f"{N} images: a graph needs more than {NEIGHBOURS}.")
        self.mean = features.mean(0)
        centred = features - self.mean
        spread, axes = torch.linalg.eigh(centred.T @ centred / N)  # in rising order
        spread, axes = spread[-AXES:].clamp(min=1e-12), axes[:, -AXES:]
        self.axes = axes / spread**0.25  # (D, A)
        self.points = self.place(features)  # (N, A)
        similarity, index = self.nearest(self.points, NEIGHBOURS + 1)
        similarity, index = similarity[:, 1:], index[:, 1:]  # the nearest is the image itself
        here = torch.arange(N).repeat_interleave(NEIGHBOURS)
        ends = torch.stack([here, index.flatten()])  # (2, N k)
        weights = torch.cat([similarity.flatten()] * 2)
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
        """Place images among those of the graph; (M, D) to points of length 1, (M, A)."""
        return F.normalize((features - self.mean) @ self.axes, dim=1)

    def nearest(self, points: Tensor, k: int = NEIGHBOURS) -> tuple[Tensor, Tensor]:
        """Find the most similar images of the graph: weights and indices, (M, k) each."""
        found = [(part @ self.points.T).topk(k, dim=1) for part in points.split(500)]
        weights = torch.cat([f.values for f in found]).clamp(min=0) ** SHARPNESS
        return weights, torch.cat([f.indices for f in found])

    def propagate(self, labels: Tensor, n_classes: int) -> Tensor:
        """Propagate the labels; returns the fraction of each class in each image, (N, K).

        Args:
            labels: of each image, -1 where it is not known; int64 (N,).
            n_classes: K; each class has a label somewhere.
        """
        sent = F.one_hot(labels.clamp(min=0), n_classes) * (labels >= 0)[:, None].float()
        fractions = sent  # (N, K)
        for _ in range(ROUNDS):
            fractions = KEPT * (self.graph @ fractions) + (1 - KEPT) * sent
        return balanced(fractions)


def vote(nearest: tuple[Tensor, Tensor], fractions: Tensor) -> Tensor:
    """Classify other images by a vote of their neighbours in the graph, (M,).

    Args:
        nearest: their weights and indices, from `Neighbours.nearest`, (M, k) each.
        fractions: of the graph's images, from `Neighbours.propagate`, (N, K).
    """
    weights, index = nearest
    return (weights[:, :, None] * fractions[index]).sum(1).argmax(1)


def balanced(fractions: Tensor, rounds: int = 10) -> Tensor:
    """Scale columns and rows in turn, until each class is equally frequent and each row sums to 1.

    Args:
        fractions: not negative, (N, K).
        rounds: how often.
    """
    fractions = fractions.clamp(min=1e-12)
    for _ in range(rounds):
        fractions = fractions / fractions.sum(0)
        fractions = fractions / fractions.sum(1, keepdim=True)
    return fractions
