import pytest
import torch

from gradatim.errors import UserError
from gradatim.insight.activation_maximization import maximize, maximize_classes, total_variation
from gradatim.models.vision.mlp import MLP, MLPConfig


def test_the_favorite_of_a_linear_neuron_looks_like_its_weights():
    model = MLP(MLPConfig(in_features=64, hidden=(), n_classes=3))
    picture = maximize(model, lambda z: z[:, 1], (1, 1, 8, 8), n_steps=50, smoothness=0.0, jitter=0)
    weights = model.layers[0].weight[1]
    assert torch.corrcoef(torch.stack([picture.flatten(), weights.detach()]))[0, 1] > 0.8


def test_the_network_answers_each_class_to_its_favorite():
    model = MLP(MLPConfig(in_features=64, hidden=(32,), n_classes=4))
    pictures = maximize_classes(model, 4, (1, 8, 8), n_steps=60, jitter=0, smoothness=0.01)
    assert model(pictures).argmax(1).tolist() == [0, 1, 2, 3]
    assert all(p.grad is None for p in model.parameters())


def test_smoothness_makes_smooth_pictures():
    model = MLP(MLPConfig(in_features=64, hidden=(), n_classes=3))
    rough, smooth = (
        total_variation(maximize(model, lambda z: z[:, 0], (1, 1, 8, 8), n_steps=60, smoothness=s))
        for s in (0.0, 5.0)
    )
    assert smooth < rough / 2


def test_pixels_that_become_infinite_are_one_sentence():
    model = MLP(MLPConfig(in_features=64, hidden=(), n_classes=3))
    with pytest.raises(UserError, match="infinite at a learning rate of"):
        maximize(model, lambda z: z[:, 0] * float("inf"), (1, 1, 8, 8))
