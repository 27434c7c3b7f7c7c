"""A learner that beats greedy."""

import itertools
import math
import random

import torch

from gradatim.labs.grading.spec import Check, tenths

SIZE, N_CHEESE = 9, 15
SMALL_RATE = 1e-4  # whether the gradients of a game are taken before it or along it is no matter
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


def large_scores(generator):
    yield from positions(generator)
    yield torch.tensor([-100.0, 0.0, 0.0]), torch.tensor([[9.0, 2.0, 0.0], [10.0, 1.0, 1.0]])
    yield torch.tensor([0.5, -0.1, 0.2]), torch.arange(120.0).view(40, 3) % 7
    yield torch.tensor([90.0, 10.0, -5.0]), torch.tensor([[10.0, 2.0, 0.0], [1.0, 3.0, 1.0]])


def choices(generator):
    for weights, features in positions(generator):
        for choice in sorted({0, len(features) // 2, len(features) - 1}):
            yield weights, features, choice
    for weights, features in [*large_scores(generator)][-2:]:
        yield weights, features, int((features @ weights).argmax())


def softmax(weights, features):
    return (features * weights).sum(1).softmax(0)


def grad_log_policy(weights, features, choice):
    weights = weights.clone().requires_grad_()
    softmax(weights, features)[choice].log().backward()
    return weights.grad


def twice(gradient, weights, features, choice):
    first, again = (gradient(weights, features, choice).clone() for _ in range(2))
    return {"the second call gives the same": torch.allclose(first, again, atol=1e-5)}


def learned(learn, seed):
    torch.manual_seed(seed)
    return learn(Env(seed), LEARNING, RATE)


def points_of(weights, seed):
    """The fraction of the points that weights take in games that are played where it is judged."""
    env, points = Env(seed + 1000), 0.0
    for _ in range(PLAYED):
        features, over = env.reset(), False
        while not over:
            features, _, over = env.step(int((features @ weights.to(features)).argmax()))
        points += 0.5 + 0.5 * ((env.lead > 0) - (env.lead < 0))
    return points / PLAYED


def strong(weights, seed):
    if not torch.is_tensor(weights) or weights.shape != (3,) or not weights.isfinite().all():
        return no_weights(weights)
    points = points_of(weights, seed)
    if points >= 0.6:
        return None
    shown = ", ".join(f"{weight:.2f}" for weight in weights.tolist())
    return (
        f"After {LEARNING} games the weights are {shown}, which take {points:.0%} of the points of "
        f"{PLAYED} games; 60 % are expected.",
        f"Après {LEARNING} parties les poids sont {shown}, qui prennent {points:.0%} des points de "
        f"{PLAYED} parties ; 60 % sont attendus.",
    )


class OneGame:
    """Three steps with given rewards; it notes what was chosen."""

    rewards = (1.0, -0.5, 2.0)
    rows = (
        [[1.0, 2.0, 0.0], [3.0, 1.0, 1.0], [2.0, 4.0, 0.0]],
        [[2.0, 1.0, 1.0], [0.0, 3.0, 0.0]],
        [[4.0, 1.0, 0.0], [1.0, 1.0, 1.0], [2.0, 0.0, 1.0]],
        [[1.0, 0.0, 0.0]],
    )

    def __init__(self):
        self.games = []

    def reset(self):
        self.games.append([])
        return torch.tensor(self.rows[0])

    def step(self, choice):
        self.games[-1].append(int(choice))
        n = len(self.games[-1])
        return torch.tensor(self.rows[n]), self.rewards[n - 1], n == len(self.rewards)


def first_games(learn, n):
    """Weights and choices of n trials with one game each, and first choices without learning."""
    torch.manual_seed(0)
    random.seed(0)
    found = []
    for _ in range(n):
        env = OneGame()
        found.append((learn(env, 1, SMALL_RATE), env.games[0]))
    env = OneGame()
    learn(env, 30, 0.0)
    return found, [game[0] for game in env.games]


def factors_of(weights, choices):
    """How much the gradient of each choice counts, where that can be told: three numbers."""
    rows = [torch.tensor(rows) for rows in OneGame.rows[:3]]
    steps = torch.stack([row[choice] - row.mean(0) for row, choice in zip(rows, choices)])
    if len(choices) != 3 or steps.det().abs() < 0.5:
        return None
    return torch.linalg.solve(steps.T.double(), weights.double() / SMALL_RATE)


def policy_gradient(value, n):
    trials, first = value
    for weights, _ in trials:
        if not torch.is_tensor(weights) or weights.shape != (3,):
            return no_weights(weights)
    # In a fixed order, whatever was drawn: the same mistake then shows in the same games.
    trials = sorted(trials, key=lambda trial: trial[1])
    told = [found for found in (factors_of(*trial) for trial in trials) if found is not None]
    steady = told and all(torch.allclose(found, told[0], atol=0.05) for found in told)
    telling = told[0] if steady else None
    gain = sum(OneGame.rewards)
    for weights, choices in trials:
        right = SMALL_RATE * gain * grad_log_prob_of_game(torch.zeros(3), choices)
        if not torch.allclose(weights.float(), right, atol=0.02 * SMALL_RATE, rtol=1e-2):
            if telling is None:
                return unsteady(choices, weights / SMALL_RATE, right / SMALL_RATE)
            got, french = listed(telling), listed(telling, french=True)
            return (
                f"In one game with the rewards {listed(OneGame.rewards)} the gradients of the three "
                f"choices count {got}; each should count the return of the game, {gain:g}, as the "
                "baseline is 0 at first.",
                f"Dans une partie de récompenses {listed(OneGame.rewards, True)}, les gradients des "
                f"trois choix comptent {french} ; chacun doit compter le retour de la partie, 2,5, "
                "car la référence vaut 0 au début.",
            )
    if len(set(first)) == 1:
        return (
            f"In {len(first)} games, in which all pieces are equally likely, the first choice is "
            f"always {first[0]}: draw each choice by its probability.",
            f"Dans {len(first)} parties, où tous les morceaux sont également probables, le premier "
            f"choix est toujours {first[0]} : tirez chaque choix selon sa probabilité.",
        )
    return None


def unsteady(choices, change, right):
    """What is said of weights that are no fixed multiples of the gradients."""
    return (
        f"In one game with the rewards {listed(OneGame.rewards)} and the choices {listed(choices)} "
        f"the weights change by {listed(change)} times the rate; {listed(right)} are expected, the "
        "return times the sum of the gradients.",
        f"Dans une partie de récompenses {listed(OneGame.rewards, True)} et de choix "
        f"{listed(choices, True)}, les poids changent de {listed(change, True)} fois le taux ; "
        f"{listed(right, True)} sont attendus, le retour fois la somme des gradients.",
    )


def listed(numbers, french=False):
    """Numbers with three digits, separated as the language does it."""
    words = [f"{round(float(number), 3) + 0.0:g}" for number in numbers]
    return " ; ".join(word.replace(".", ",") for word in words) if french else ", ".join(words)


def grad_log_prob_of_game(weights, choices):
    """The sum of the gradients of one game."""
    rows = [torch.tensor(rows) for rows in OneGame.rows]
    return sum(
        features[choice] - softmax(weights, features) @ features
        for features, choice in zip(rows, choices)
    )


class Returns:
    """Games of two steps with given returns; only in the last step of all the rows differ."""

    def __init__(self, returns):
        self.returns, self.n = returns, 0

    def reset(self):
        self.n += 1
        self.begins = True
        return torch.ones(2, 3)

    def step(self, choice):
        self.choice, begins, self.begins = int(choice), self.begins, False
        if not begins:
            return torch.zeros(0, 3), -1.0, True
        last = self.n == len(self.returns)
        rows = torch.tensor([[1.0, 2.0, 0.0], [3.0, 1.0, 1.0]]) if last else torch.ones(2, 3)
        return rows, self.returns[self.n - 1] + 1.0, False


class Steep:
    """One game that makes the first weight large, then many that show how it is drawn."""

    gain = 4e4

    def __init__(self):
        self.choices = []

    def reset(self):
        return torch.tensor([[1.0 if not self.choices else 1e-4, 0.0, 0.0], [0.0, 0.0, 0.0]])

    def step(self, choice):
        self.choices.append(int(choice))
        gain = self.gain * (1 - 2 * int(choice)) if len(self.choices) == 1 else 0.0
        return torch.zeros(0, 3), gain, True


def drawn_choices(learn, n):
    torch.manual_seed(0)
    random.seed(0)
    env = Steep()
    learn(env, n, 1.0)
    return env.choices[1:]


def by_probability(value, n):
    share = value.count(0) / len(value)
    if 0.8 < share < 0.96:
        return None
    return (
        f"Of {len(value)} choices between two pieces with the probabilities 88 and 12 %, {share:.0%} "
        "are the first one: draw each choice by its probability, at the weights of that moment.",
        f"Sur {len(value)} choix entre deux morceaux de probabilités 88 et 12 %, {share:.0%} sont le "
        "premier : tirez chaque choix selon sa probabilité, avec les poids du moment.",
    )


def histories(generator):
    yield [2.5, 2.5], 0.12, 2.55
    yield [0.0] * 20 + [1.0, 3.0], 0.04, 0.35
    yield [0.0] * 60 + [1.0] * 10 + [3.0], 0.35, 1.02


def last_game(learn, returns, low, high):
    env = Returns(returns)
    return learn(env, len(returns), SMALL_RATE), env.choice


def recent_baseline(value, returns, low, high):
    weights, choice = value
    step = torch.tensor([-1.0, 0.5, -0.5]) * (1 - 2 * choice)
    change = weights.float() / SMALL_RATE
    baseline = returns[-1] - float(change @ step / (step @ step))
    if torch.allclose(change, (returns[-1] - baseline) * step, atol=0.01) and low < baseline < high:
        return None
    runs = [(value, len(list(games))) for value, games in itertools.groupby(returns[:-1])]
    told = ", ".join(f"{n} x {value:g}" for value, n in runs)
    return (
        f"After games with the returns {told} the weights change as with the baseline "
        f"{baseline:.2f}; the mean return of about the last ten games, this one not among them, is "
        "expected.",
        f"Après des parties de retours {told.replace('.', ',')}, les poids changent comme avec la "
        f"référence {baseline:.2f} ; le retour moyen des dix dernières parties environ, sans "
        "celle-ci, est attendu.",
    )


CHECKS = [
    Check(name="probabilities", inputs=large_scores, expected=softmax),
    Check(name="gradient", inputs=choices, expected=grad_log_policy),
    Check(
        name="gradient",
        inputs=choices,
        run=twice,
        expected=lambda weights, features, choice: {"the second call gives the same": True},
        french={"the second call gives the same": "le deuxième appel donne la même chose"},
    ),
    Check(name="learn", inputs=lambda generator: [(12,)], run=first_games, judge=policy_gradient),
    Check(name="learn", inputs=lambda generator: [(250,)], run=drawn_choices, judge=by_probability),
    Check(name="learn", inputs=histories, run=last_game, judge=recent_baseline),
    Check(name="learn", inputs=lambda generator: [(1,)], run=learned, judge=strong, slow=True),
]
