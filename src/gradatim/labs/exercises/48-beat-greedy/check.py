"""A learner that beats greedy."""

import random

import torch

from gradatim.labs.grading.spec import Check, tenths

SIZE, N_CHEESE = 9, 15
LEARNING, RATE, PLAYED = 800, 0.006, 100  # games to learn from, and after it


def distance(a, b):
    return abs(a[0] - b[0]) + abs(a[1] - b[1])


def towards(here, goal):
    """The next cell on the way: columns first."""
    for axis in (0, 1):
        if here[axis] != goal[axis]:
            step = 1 if goal[axis] > here[axis] else -1
            return (here[0] + step, here[1]) if axis == 0 else (here[0], here[1] + step)
    return here


class Env:
    """Games on an open board against a player that takes the nearest piece."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def reset(self):
        cells = [(x, y) for x in range(SIZE) for y in range(SIZE)]
        self.me, self.other, *self.cheese = self.random.sample(cells, N_CHEESE + 2)
        self.lead, self.target = 0.0, None
        return self.features()

    def features(self):
        rows = []
        for cell in self.cheese:
            mine, theirs = distance(self.me, cell), distance(self.other, cell)
            near = sorted(distance(cell, c) for c in self.cheese if c != cell)[:3]
            rows.append([mine, sum(near) / max(len(near), 1), theirs < mine])
        return torch.tensor(rows, dtype=torch.float32).reshape(-1, 3)

    def over(self):
        return not self.cheese or abs(self.lead) > len(self.cheese)

    def step(self, choice):
        goal, before = self.cheese[choice], self.lead
        while goal in self.cheese and not self.over():
            if self.target not in self.cheese:
                least = min(distance(self.other, c) for c in self.cheese)
                near = [c for c in self.cheese if distance(self.other, c) == least]
                self.target = self.random.choice(near)
            self.me, self.other = towards(self.me, goal), towards(self.other, self.target)
            for cell in {self.me, self.other} & set(self.cheese):
                self.lead += (self.me == cell) - (self.other == cell)
                self.cheese.remove(cell)
        return self.features(), self.lead - before, self.over()


def positions(generator):
    yield torch.zeros(3), torch.tensor([[1.0, 2.0, 0.0], [3.0, 2.0, 1.0]])
    for K in (1, 2, 5):
        features = torch.randint(0, 9, (K, 3), generator=generator).float()
        yield tenths(generator, 3), features


def choices(generator):
    for weights, features in positions(generator):
        for choice in sorted({0, len(features) - 1}):
            yield weights, features, choice


def softmax(weights, features):
    scores = (features * weights).sum(1).exp()
    return scores / scores.sum()


def slope(weights, features, choice):
    weights = weights.clone().requires_grad_()
    softmax(weights, features)[choice].log().backward()
    return weights.grad


def take_points(learn, seed):
    """Let it learn, then play; the fraction of the points, and the weights."""
    torch.manual_seed(seed)
    weights = learn(Env(seed), LEARNING, RATE)
    if not torch.is_tensor(weights) or weights.shape != (3,) or not weights.isfinite().all():
        return None, weights
    env, points = Env(seed + 1000), 0.0
    for _ in range(PLAYED):
        features, over = env.reset(), False
        while not over:
            features, _, over = env.step(int((features @ weights.to(features)).argmax()))
        points += 0.5 + 0.5 * ((env.lead > 0) - (env.lead < 0))
    return points / PLAYED, weights


def strong(value, seed):
    points, weights = value
    if points is None:
        return (
            f"learn returns {str(weights)[:60]}; three finite weights, a tensor of shape (3,), are "
            "expected.",
            f"learn renvoie {str(weights)[:60]} ; trois poids finis, un tenseur de forme (3,), sont "
            "attendus.",
        )
    if points >= 0.6:
        return None
    shown = ", ".join(f"{weight:.2f}" for weight in weights.tolist())
    return (
        f"After {LEARNING} games the weights are {shown}, which take {points:.0%} of the points of "
        f"{PLAYED} games; 60 % are expected.",
        f"Après {LEARNING} parties les poids sont {shown}, qui prennent {points:.0%} des points de "
        f"{PLAYED} parties ; 60 % sont attendus.",
    )


CHECKS = [
    Check(name="probabilities", inputs=positions, expected=softmax),
    Check(name="gradient", inputs=choices, expected=slope),
    Check(name="learn", inputs=lambda generator: [(1,)], run=take_points, judge=strong),
]
