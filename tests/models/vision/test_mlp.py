"""The multi-layer perceptron, and backpropagation written out against autograd."""

import pytest
import torch
import torch.nn.functional as F

from gradatim.errors import UserError
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


def test_gradient_equals_finite_differences():
    model = small("gelu")
    inputs = torch.randn(3, 4, dtype=torch.float64, requires_grad=True)
    labels = torch.randint(0, 3, (3,))
    assert torch.autograd.gradcheck(lambda x: F.cross_entropy(model(x), labels), inputs)


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


def test_a_hidden_layer_learns_xor():
    corners = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    labels = torch.tensor([0, 1, 1, 0])
    model = MLP(MLPConfig.xor())
    optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
    for _ in range(300):
        optimizer.zero_grad()
        F.cross_entropy(model(corners), labels).backward()
        optimizer.step()
    assert torch.equal(model(corners).argmax(1), labels)


def test_depth_and_activation_are_as_asked():
    model = MLP(MLPConfig(in_features=9, hidden=(8, 7, 6), n_classes=2, activation="sigmoid"))
    kinds = [type(layer).__name__ for layer in model.layers]
    assert kinds == ["Linear", "Sigmoid"] * 3 + ["Linear"]
    assert [tuple(p.shape) for n, p in model.named_parameters() if "weight" in n] == [
        (8, 9),
        (7, 8),
        (6, 7),
        (2, 6),
    ]


def test_images_are_flattened():
    model = MLP(MLPConfig(in_features=28 * 28))
    assert model(torch.randn(2, 1, 28, 28)).shape == (2, 10)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"activation": "rely"}, "activation is 'rely', which is not known: did you mean 'relu'?"),
        ({"hidden": (10, 0)}, r"hidden is \(10, 0\): give whole numbers of at least 1"),
        ({"dropout": 1.0}, "dropout is 1.0: give a number from 0 to below 1"),
        ({"n_classes": 2.5}, "n_classes is 2.5: give a whole number of at least 1"),
    ],
)
def test_wrong_sizes_are_refused_in_words(wrong, message):
    with pytest.raises(UserError, match=message.replace("?", r"\?")):
        MLPConfig(**wrong)
