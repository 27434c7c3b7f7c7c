"""A perceptron by hand."""

import torch

from gradatim.labs.grading.spec import Check, normal, whole


def sums(generator):
    yield torch.tensor([[1.0], [-1.0], [0.0]]), torch.tensor([2.0]), 0.0
    yield torch.tensor([[1.0], [-1.0]]), torch.tensor([1.0]), 2.0
    yield torch.tensor([[0.25], [-0.25]]), torch.tensor([1.0]), 0.0
    for B, D in ((2, 2), (4, 3), (1, 4)):
        yield whole(generator, B, D), whole(generator, D), 0.5
    yield torch.tensor([[1.0], [-1.0]]), torch.tensor([1.0]), -0.5
    yield torch.tensor([[2.0**-20], [-(2.0**-20)]]), torch.tensor([1.0]), 0.0
    yield torch.tensor([[3.0, 1.0], [1.0, 2.0]]), torch.tensor([1.0, -1.0]), -1.0
    for B, D in ((130, 2), (2, 130)):
        yield normal(generator, B, D) * 100, normal(generator, D), -3.0


def examples(generator):
    yield torch.tensor([1.0, 2.0]), 1.0, torch.tensor([0.0, 0.0]), 0.0, 0.5
    yield torch.tensor([1.0, 2.0]), -1.0, torch.tensor([1.0, 1.0]), 0.0, 0.5
    yield torch.tensor([1.0, 2.0]), 1.0, torch.tensor([1.0, 1.0]), 0.0, 0.5
    yield torch.tensor([0.5, 0.25]), 1.0, torch.tensor([1.0, 1.0]), 0.0, 0.5  # right by little
    yield torch.tensor([1.0, 1.0]), 1.0, torch.tensor([1.0, 1.0]), -5.0, 0.5
    yield torch.tensor([1.0, 2.0]), -1.0, torch.tensor([2.0, -1.0]), 0.0, 0.5  # a sum of 0
    yield torch.tensor([1.0, 2.0]), 1.0, torch.tensor([1.0, -1.0]), 1.0, 0.5
    yield torch.tensor([3.0, -1.0, 2.0]), -1.0, torch.tensor([0.5, -1.0, 0.0]), 1.0, 2.0
    yield torch.tensor([1.0, 2.0]), -1.0, torch.tensor([1.0, -1.0]), 2.0, 0.25
    yield normal(generator, 130) * 100, 1.0, torch.zeros(130), -2.0, 0.125


def tables(generator):
    yield torch.tensor([[1.0, 0.0], [0.0, 1.0]]), torch.tensor([1.0, -1.0]), 1, 1.0
    # The second example stays wrong after one correction.
    for epochs in (1, 2):
        yield torch.tensor([[3.0, 0.0], [1.0, 0.0]]), torch.tensor([1.0, -1.0]), epochs, 1.0
    yield torch.tensor([[2.0, -1.0, 4.0]]), torch.tensor([-1.0]), 3, 0.5
    corners = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    yield corners, torch.tensor([-1.0, 1.0, 1.0, 1.0]), 10, 1.0
    yield corners, torch.tensor([-1.0, -1.0, -1.0, 1.0]), 3, 0.5
    yield corners, torch.tensor([-1.0, 1.0, 1.0, -1.0]), 5, 1.0  # XOR never settles
    near = torch.tensor([[1.0, 0.0625], [1.0, -0.0625], [-0.5, 0.5], [3.0, 1.0]])
    yield near, torch.tensor([1.0, -1.0, -1.0, 1.0]), 16, 0.5  # and this one not so soon
    # After the first epoch the weights are what they were at its start, and the bias is not.
    yield torch.tensor([[4.0], [-4.0], [0.0]]), torch.tensor([1.0, 1.0, -1.0]), 2, 1.0
    yield torch.tensor([[5.0], [6.0]]), torch.tensor([1.0, -1.0]), 35, 1.0
    yield whole(generator, 130, 2), whole(generator, 130, low=0, high=1) * 2 - 1, 1, 1.0
    yield whole(generator, 3, 130), torch.tensor([-1.0, 1.0, -1.0]), 2, 0.5
    yield whole(generator, 5, 3) / 4, torch.tensor([1.0, -1.0, 1.0, 1.0, -1.0]), 3, 0.25
    yield whole(generator, 4, 3), torch.tensor([1.0, -1.0, 1.0, -1.0]), 2, 2.0
    yield whole(generator, 3, 2), torch.tensor([1.0, 1.0, 1.0]), 2, 4.0


def predict(x, w, b):
    return torch.where((x * w).sum(1) + b > 0, 1.0, -1.0)


def update(x, y, w, b, rate):
    answer = 1.0 if float((w * x).sum()) + float(b) > 0 else -1.0
    return (w.clone(), b) if answer == y else (w + rate * y * x, b + rate * y)


def train(x, y, epochs, rate):
    w, b = torch.zeros(x.shape[1]), 0.0
    for _ in range(epochs):
        for i in range(len(x)):
            w, b = update(x[i], float(y[i]), w, b, rate)
    return w, b


CHECKS = [
    Check(name="predict", inputs=sums, expected=predict),
    Check(name="update", inputs=examples, tuples=True, expected=update),
    Check(name="train", inputs=tables, expected=train),
]
