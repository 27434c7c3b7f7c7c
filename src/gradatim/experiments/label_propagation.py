"""Label propagation: a few labels spread along a graph of all images, most of them unlabeled.

Images with similar features are neighbors. Each image takes a part of its neighbors' labels,
again and again, and the labeled ones keep their own (D. Zhou et al., "Learning with Local and
Global Consistency", NIPS 2003, section 2). Where the classes form separate clusters of features,
ten labels per cluster are plenty. The classes are known to be equally frequent, and that is used:
the fractions are balanced over the classes (Sinkhorn and Knopp 1967).

Shapes: N images in the graph, M others, D features, A axes, K classes, k neighbors.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from gradatim.errors import UserError

N_AXES = 128  # principal components that are kept
N_NEIGHBORS = 8
SHARPNESS = 4  # similarity to this power is the weight of an edge
ALPHA = 0.99  # fraction of an image's label that comes from its neighbors; Zhou et al., step 3
ROUNDS = 40  # of propagation


class SimilarityGraph:
    """The graph of images whose features point in the same direction.

    Similarity is the cosine on the first principal components, each divided by the square root of
    its standard deviation: halfway to equal weights.

    Args:
        features: of all images, float (N, D).

    Raises:
        UserError: fewer images than neighbors.
    """

    def __init__(self, features: Tensor) -> None:
        N = len(features)
        if N <= N_NEIGHBORS:
            raise UserError(f"{N} images: a graph needs more than {N_NEIGHBORS}.")
        self.mean = features.mean(0)
        centered = features - self.mean
        variance, axes = torch.linalg.eigh(centered.T @ centered / N)  # in rising order
        variance, axes = variance[-N_AXES:].clamp(min=1e-12), axes[:, -N_AXES:]
        # Divided by the whole deviation, noise would be as loud as the main axes; undivided, these
        # would drown all others.
        self.axes = axes / variance**0.25  # (D, A)
        self.points = self.place(features)  # (N, A)
        weights, index = self.nearest(self.points, N_NEIGHBORS + 1)
        weights, index = weights[:, 1:], index[:, 1:]  # the nearest is the image itself
        here = torch.arange(N).repeat_interleave(N_NEIGHBORS)
        edges = torch.stack([here, index.flatten()])  # (2, N k)
        # Being a nearest neighbor is not mutual, and the normalization below needs a symmetric
        # matrix: each edge is added in both directions, twice where it is mutual.
        both_ways = _sparse(torch.cat([edges, edges.flip(0)], 1), weights.flatten().repeat(2), N)
        edges, weights = both_ways.indices(), both_ways.values()
        degree = torch.zeros(N).index_add_(0, edges[0], weights).clamp(min=1e-12)
        # D^-1/2 W D^-1/2, step 2: an image with many neighbors does not outvote the others.
        self.graph = _sparse(edges, weights / (degree[edges[0]] * degree[edges[1]]).sqrt(), N)

    def place(self, features: Tensor) -> Tensor:
        """Put images among those of the graph; (M, D) to points of length 1, (M, A)."""
        return F.normalize((features - self.mean) @ self.axes, dim=1)

    def nearest(self, points: Tensor, k: int = N_NEIGHBORS) -> tuple[Tensor, Tensor]:
        """Find the most similar images of the graph: weights and indices, (M, k) each."""
        # In parts: all similarities of 60,000 images at once would take 14 GB.
        found = [(part @ self.points.T).topk(k, dim=1) for part in points.split(500)]
        weights = torch.cat([f.values for f in found]).clamp(min=0) ** SHARPNESS
        return weights, torch.cat([f.indices for f in found])

    def propagate(self, labels: Tensor, n_classes: int) -> Tensor:
        """Propagate labels; returns the fractions of the classes of each image, (N, K).

        Args:
            labels: of each image, -1 where it is not known; int64 (N,).
            n_classes: K; each class has a label somewhere.
        """
        # Rows of unlabeled images are zero: they begin without an opinion.
        known = F.one_hot(labels.clamp(min=0), n_classes) * (labels >= 0)[:, None].float()
        fractions = known  # (N, K)
        for _ in range(ROUNDS):
            # Iterated and not solved: (I - alpha S)^-1 would be dense, N x N.
            fractions = ALPHA * (self.graph @ fractions) + (1 - ALPHA) * known
        return balanced(fractions)


def _sparse(edges: Tensor, weights: Tensor, n: int) -> Tensor:
    """The matrix (n, n) of edges (2, E) with weights (E,); those of equal edges are added."""
    return torch.sparse_coo_tensor(edges, weights, (n, n), check_invariants=True).coalesce()


def vote(nearest: tuple[Tensor, Tensor], fractions: Tensor) -> Tensor:
    """Classify other images by a vote of their neighbors in the graph, (M,).

    Args:
        nearest: their weights and indices, from `SimilarityGraph.nearest`, (M, k) each.
        fractions: of the graph's images, from `SimilarityGraph.propagate`, (N, K).
    """
    weights, index = nearest
    return (weights[:, :, None] * fractions[index]).sum(1).argmax(1)


def balanced(fractions: Tensor, rounds: int = 10) -> Tensor:
    """Scale columns and rows in turn, until each class is equally frequent and each row sums to 1.

    Args:
        fractions: not negative, (N, K).
        rounds: number of scalings of both.
    """
    fractions = fractions.clamp(min=1e-12)
    for _ in range(rounds):
        fractions = fractions / fractions.sum(0)
        fractions = fractions / fractions.sum(1, keepdim=True)
    return fractions
