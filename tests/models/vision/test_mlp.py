"""The multi-layer perceptron, and backpropagation written out against autograd."""

import pytest
import torch
import torch.nn.functional as F

from gradatim.errors import UserError
from gradatim.models.vision.mlp import MLP, MLPConfig


def small(activation: str = "tanh", hidden: tuple[int, ...] = (6, 5)) -> MLP:
    config = MLPConfig(in_features=4, hidden=hidden, n_classes=3, activation=activation)
    return MLP(config).double().eval()


def test_gradient_equals_finite_differences():
    model = small("gelu")
    inputs = torch.randn(3, 4, dtype=torch.float64, requires_grad=True)
    labels = torch.randint(0, 3, (3,))
    assert torch.autograd.gradcheck(lambda x: F.cross_entropy(model(x), labels), inputs)


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
