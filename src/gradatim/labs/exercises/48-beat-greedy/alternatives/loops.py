import math
import random

import torch


def chances(weights, rows):
    scores = [sum(w * x for w, x in zip(weights, row)) for row in rows]
    powers = [math.exp(score - max(scores)) for score in scores]
    return [power / sum(powers) for power in powers]


def probabilities(weights, features):
    return torch.tensor(chances(weights.tolist(), features.tolist()))


def gradient(weights, features, choice):
    rows, p = features.tolist(), chances(weights.tolist(), features.tolist())
    return torch.tensor(
        [rows[choice][j] - sum(q * row[j] for q, row in zip(p, rows)) for j in range(3)]
    )


def learn(env, n_games, rate):
    weights, usual = [0.0] * 3, 0.0
    for _ in range(n_games):
        rows, over = env.reset().tolist(), False
        total, change = 0.0, [0.0] * 3
        while not over:
            p = chances(weights, rows)
            k = random.choices(range(len(rows)), p)[0]
            for j in range(3):
                change[j] += rows[k][j] - sum(q * row[j] for q, row in zip(p, rows))
            features, reward, over = env.step(k)
            rows, total = features.tolist(), total + reward
        weights = [w + rate * (total - usual) * c for w, c in zip(weights, change)]
        usual += (total - usual) / 10
    return torch.tensor(weights)
