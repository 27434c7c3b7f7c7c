"""Only the last reward counts as the return; it is the sum of all rewards of the game.

fr: Seule la dernière récompense compte comme retour ; c'est la somme de toutes celles de la
partie.
"""


def learn(env, n_games, rate):
    weights, baseline = torch.zeros(3), 0.0
    for _ in range(n_games):
        features, over = env.reset(), False
        reward, gradients = 0.0, torch.zeros(3)
        while not over:
            choice = int(torch.multinomial(probabilities(weights, features), 1))
            gradients += gradient(weights, features, choice)
            features, reward, over = env.step(choice)
        weights = weights + rate * (reward - baseline) * gradients
        baseline += 0.1 * (reward - baseline)
    return weights
