import numpy as np
import torch


def probabilities(weights, features):
    scores = features.numpy().astype(float) @ weights.numpy().astype(float)
    powers = np.exp(scores - scores.max())
    return torch.tensor(powers / powers.sum(), dtype=torch.float32)


def gradient(weights, features, choice):
    p = probabilities(weights, features)
    return features[choice] - sum(p[k] * features[k] for k in range(len(p)))


def learn(env, n_games, rate):
    random, w, baseline = np.random.default_rng(3), np.zeros(3), 0.0
    for _ in range(n_games):
        x, over, total, change = env.reset().numpy(), False, 0.0, np.zeros(3)
        while not over:
            p = np.exp(x @ w - (x @ w).max())
            p /= p.sum()
            k = int(random.choice(len(p), p=p))
            change += x[k] - p @ x
            seen, reward, over = env.step(k)
            x, total = seen.numpy(), total + reward
        w += rate * (total - baseline) * change
        baseline = 0.9 * baseline + 0.1 * total
    return torch.tensor(w, dtype=torch.float32)
