"""The piece with the largest score is always chosen; draw each choice by its probability, or
nothing new is ever tried.

fr: Le morceau au plus grand score est toujours choisi ; tirez chaque choix selon sa
probabilité, sinon rien de nouveau n'est essayé.
"""


def learn(env, n_games, rate):
    weights, baseline = torch.zeros(3), 0.0
    for _ in range(n_games):
        features, over = env.reset(), False
        total, gradients = 0.0, torch.zeros(3)
        while not over:
            choice = int(probabilities(weights, features).argmax())
            gradients += gradient(weights, features, choice)
            features, reward, over = env.step(choice)
            total += reward
        weights = weights + rate * (total - baseline) * gradients
        baseline += 0.1 * (total - baseline)
    return weights
