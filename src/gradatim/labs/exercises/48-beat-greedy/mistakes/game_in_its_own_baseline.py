"""The baseline already holds the game that it is taken from; update it after the weights.

fr: La référence contient déjà la partie dont elle est retirée ; mettez-la à jour après les
poids.
"""


def learn(env, n_games, rate):
    weights, baseline = torch.zeros(3), 0.0
    for _ in range(n_games):
        features, over = env.reset(), False
        total, gradients = 0.0, torch.zeros(3)
        while not over:
            choice = int(torch.multinomial(probabilities(weights, features), 1))
            gradients += gradient(weights, features, choice)
            features, reward, over = env.step(choice)
            total += reward
        baseline += 0.1 * (total - baseline)
        weights = weights + rate * (total - baseline) * gradients
    return weights
