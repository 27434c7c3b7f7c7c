"""Backpropagation written out, against autograd."""

import pytest
import torch
import torch.nn.functional as F

from gradatim.models.layers import ACTIVATIONS
from gradatim.models.vision.backpropagation import backpropagation, jacobian
from gradatim.models.vision.mlp import MLP, MLPConfig


def small(activation: str = "tanh", hidden: tuple[int, ...] = (6, 5)) -> MLP:
    config = MLPConfig(in_features=4, hidden=hidden, n_classes=3, activation=activation)
    return MLP(config).double().eval()


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("hidden", [(), (6,), (6, 5, 4)])
def test_product_of_jacobians_equals_autograd(activation, hidden):
    model = small(activation, hidden)
    inputs = torch.randn(8, 4, dtype=torch.float64, requires_grad=True)
    labels = torch.randint(0, 3, (8,))
    F.cross_entropy(model(inputs), labels).backward()
    ours = backpropagation(model, inputs, labels)
    assert set(ours) == {"input", *dict(model.named_parameters())}
    torch.testing.assert_close(ours["input"], inputs.grad, rtol=0, atol=1e-10)
    for name, parameter in model.named_parameters():
        torch.testing.assert_close(ours[name], parameter.grad, rtol=0, atol=1e-10)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_each_layers_jacobian_equals_autograds(activation):
    model = small(activation)
    x = torch.randn(2, 4, dtype=torch.float64)
    for layer in model.layers:
        expected = torch.stack([torch.func.jacrev(layer)(row) for row in x])
        torch.testing.assert_close(jacobian(layer, x).detach(), expected.detach())
        x = layer(x).detach()


def test_dropout_that_is_off_passes_gradients_through():
    config = MLPConfig(in_features=4, hidden=(6,), n_classes=3, dropout=0.5)
    model = MLP(config).double().eval()
    inputs, labels = torch.randn(5, 4, dtype=torch.float64), torch.randint(0, 3, (5,))
    F.cross_entropy(model(inputs), labels).backward()
    ours = backpropagation(model, inputs, labels)
    for name, parameter in model.named_parameters():
        torch.testing.assert_close(ours[name], parameter.grad, rtol=0, atol=1e-10)
