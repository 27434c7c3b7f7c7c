import torch
from torch import Tensor


def probabilities(weights: Tensor, features: Tensor) -> Tensor:
    return (features @ weights).softmax(dim=0)  # (K,)


def gradient(weights: Tensor, features: Tensor, choice: int) -> Tensor:
    return features[choice] - probabilities(weights, features) @ features  # (3,)


def learn(env, n_games: int, rate: float) -> Tensor:
    weights, baseline = torch.zeros(3), 0.0
    for _ in range(n_games):
        features, over = env.reset(), False
        total, gradients = 0.0, torch.zeros(3)
        while not over:
            choice = int(torch.multinomial(probabilities(weights, features), 1))
            gradients += gradient(weights, features, choice)
            features, reward, over = env.step(choice)
            total += reward
        weights = weights + rate * (total - baseline) * gradients
        baseline += 0.1 * (total - baseline)
    return weights
