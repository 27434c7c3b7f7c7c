"""Labels spread inside clusters, and stop between them."""

import numpy as np
import pytest
import torch
from sklearn.datasets import make_moons
from sklearn.semi_supervised import LabelSpreading

from gradatim.errors import UserError
from gradatim.experiments.label_propagation import SimilarityGraph, balanced, vote


@pytest.fixture
def moons():
    """Two half-moons, bent around each other, that no straight line parts; 150 points each."""
    points, labels = make_moons(300, noise=0.05, random_state=0)
    # Cosines compare directions: raise the plane onto a sphere.
    plane = torch.tensor(points - points.mean(0)).float()
    features = torch.cat([plane, torch.full((300, 1), 1.0)], 1)
    grid = torch.exp(-4 * torch.cdist(features, features).square())
    return grid, torch.tensor(labels)


def one_of_each(labels):
    known = torch.full_like(labels, -1)
    for k in (0, 1):
        known[(labels == k).nonzero()[0, 0]] = k
    return known


def test_one_label_per_moon_classifies_every_point(moons):
    features, labels = moons
    fractions = SimilarityGraph(features).propagate(one_of_each(labels), 2)
    assert (fractions.argmax(1) == labels).float().mean() > 0.97
    assert torch.allclose(fractions.sum(1), torch.ones(300), atol=1e-4)


def test_other_points_are_classified_by_a_vote_of_their_neighbors(moons):
    features, labels = moons
    graph = SimilarityGraph(features[::2])
    fractions = graph.propagate(one_of_each(labels[::2]), 2)
    answers = vote(graph.nearest(graph.place(features[1::2])), fractions)
    assert (answers == labels[1::2]).float().mean() > 0.95


def test_fractions_are_those_of_label_spreading_in_scikit_learn(moons, monkeypatch):
    features, labels = moons
    monkeypatch.setattr("gradatim.experiments.label_propagation.ROUNDS", 2000)
    graph, known = SimilarityGraph(features), one_of_each(labels)
    ours = graph.propagate(known, 2)

    class SameGraph(LabelSpreading):
        def _build_graph(self):
            return graph.graph.to_dense().numpy()

    theirs = SameGraph(alpha=0.99, max_iter=5000, tol=1e-9).fit(features.numpy(), known.numpy())
    theirs = balanced(torch.tensor(theirs.label_distributions_).float())
    np.testing.assert_allclose(ours.numpy(), theirs.numpy(), atol=2e-3)


def test_balanced_fractions_use_every_class_alike():
    fractions = balanced(torch.rand(60, 3) * torch.tensor([1.0, 5.0, 20.0]), rounds=200)
    torch.testing.assert_close(fractions.sum(0), torch.full((3,), 20.0))


def test_a_graph_needs_more_images_than_neighbors():
    with pytest.raises(UserError, match="3 images"):
        SimilarityGraph(torch.randn(3, 5))
