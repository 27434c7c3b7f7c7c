"""The perceptron: Rosenblatt's rule converges where a line exists, and XOR has none."""

import pytest
import torch
import torch.nn.functional as F

from gradatim.errors import UserError
from gradatim.models.vision.perceptron import (
    Perceptron,
    PerceptronConfig,
    rosenblatt,
    softmax_regression_gradient,
)

CORNERS = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR = torch.tensor([0, 1, 1, 0])
OR = torch.tensor([0, 1, 1, 1])


def separable_points(n: int = 200) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, float]:
    """Points at a distance of at least 0.1 from a known border through the origin."""
    generator = torch.Generator().manual_seed(1)
    direction = F.normalize(torch.tensor([2.0, -1.0]), dim=0)
    points = torch.randn(4 * n, 2, generator=generator)
    distance = points @ direction
    points, distance = points[distance.abs() > 0.1][:n], distance[distance.abs() > 0.1][:n]
    return points, distance.sign(), direction, 0.1


def test_rosenblatt_separates_separable_points_within_novikoffs_bound():
    points, signs, _, margin = separable_points()
    weight, bias, mistakes = rosenblatt(points, signs)
    assert mistakes[-1] == 0
    assert torch.equal((points @ weight + bias).sign(), signs)
    radius = (points.square().sum(1) + 1).sqrt().max().item()  # the bias is a weight on a one
    assert sum(mistakes) <= (radius / margin) ** 2


def test_rosenblatt_takes_the_same_steps_as_scikit_learn():
    linear_model = pytest.importorskip("sklearn.linear_model")
    points, signs, _, _ = separable_points()
    points = points.double()
    weight, bias, mistakes = rosenblatt(points, signs, epochs=3)
    peer = linear_model.Perceptron(shuffle=False, tol=None, max_iter=len(mistakes))
    peer.fit(points.numpy(), signs.numpy())
    torch.testing.assert_close(weight, torch.from_numpy(peer.coef_[0]))
    torch.testing.assert_close(bias, torch.tensor(peer.intercept_[0], dtype=torch.float64))


def test_learning_rate_does_not_change_what_rosenblatt_decides():
    points, signs, _, _ = separable_points()
    weight, bias, mistakes = rosenblatt(points, signs)
    weight_4, bias_4, mistakes_4 = rosenblatt(points, signs, learning_rate=4.0)
    assert mistakes == mistakes_4
    torch.testing.assert_close(weight_4, 4 * weight)
    torch.testing.assert_close(bias_4, 4 * bias)


def test_rosenblatt_never_settles_on_xor():
    _, _, mistakes = rosenblatt(CORNERS, 2.0 * XOR - 1, epochs=200)
    assert len(mistakes) == 200
    assert min(mistakes) > 0


@pytest.mark.parametrize(("labels", "learnable"), [(OR, True), (XOR, False)])
def test_gradient_descent_learns_or_but_not_xor(labels, learnable):
    model = Perceptron(PerceptronConfig(in_features=2, n_classes=2))
    optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
    for _ in range(500):
        optimizer.zero_grad()
        loss = F.cross_entropy(model(CORNERS), labels)
        loss.backward()
        optimizer.step()
    if learnable:
        assert torch.equal(model(CORNERS).argmax(1), labels)
        assert loss.item() < 0.1
    else:  # the best that any line can do is to say one half everywhere
        assert loss.item() == pytest.approx(0.6931, abs=1e-3)


def test_written_out_gradient_equals_autograd():
    inputs = torch.randn(7, 5, dtype=torch.float64)
    labels = torch.randint(0, 3, (7,))
    weight = torch.randn(3, 5, dtype=torch.float64, requires_grad=True)
    bias = torch.randn(3, dtype=torch.float64, requires_grad=True)
    loss = F.cross_entropy(inputs @ weight.T + bias, labels)
    loss.backward()
    ours = softmax_regression_gradient(weight.detach(), bias.detach(), inputs, labels)
    torch.testing.assert_close(ours[0], loss.detach(), rtol=0, atol=1e-12)
    torch.testing.assert_close(ours[1], weight.grad, rtol=0, atol=1e-12)
    torch.testing.assert_close(ours[2], bias.grad, rtol=0, atol=1e-12)


def test_written_out_gradient_stays_finite_for_a_sure_and_wrong_answer():
    weight = torch.tensor([[2000.0], [-2000.0]])
    loss, *gradients = softmax_regression_gradient(
        weight, torch.zeros(2), torch.ones(1, 1), torch.tensor([1])
    )
    assert loss.item() == pytest.approx(4000.0)
    assert all(gradient.isfinite().all() for gradient in gradients)


def test_learning_from_mistakes_separates_three_clouds():
    generator = torch.Generator().manual_seed(2)
    centers = torch.tensor([[4.0, 0.0], [-4.0, 4.0], [-4.0, -4.0]])
    labels = torch.arange(90) % 3
    points = centers[labels] + torch.randn(90, 2, generator=generator).clamp(-1.5, 1.5)
    model = Perceptron(PerceptronConfig(in_features=2, n_classes=3))
    mistakes = [model.learn_from_mistakes(points, labels) for _ in range(30)]
    assert mistakes[-1] == 0
    assert torch.equal(model(points).argmax(1), labels)


def test_two_classes_learn_like_the_binary_rule():
    points, signs, _, _ = separable_points(60)
    weight, _, mistakes = rosenblatt(points, signs, epochs=4)
    model = Perceptron(PerceptronConfig(in_features=2, n_classes=2))
    ours = [model.learn_from_mistakes(points, (signs > 0).long()) for _ in mistakes]
    assert ours == mistakes
    torch.testing.assert_close(model.linear.weight[1].detach(), weight)


def test_no_class_is_refused_by_name():
    with pytest.raises(UserError, match="n_classes is 0: give a whole number of at least 1"):
        PerceptronConfig(n_classes=0)
