"""Only the last choice of a game changes the weights; every choice does.

fr: Seul le dernier choix d'une partie change les poids ; chaque choix le fait.
"""


def learn(env, n_games, rate):
    weights, baseline = torch.zeros(3), 0.0
    for _ in range(n_games):
        features, over = env.reset(), False
        total, slope = 0.0, torch.zeros(3)
        while not over:
            choice = int(torch.multinomial(probabilities(weights, features), 1))
            slope = gradient(weights, features, choice)
            features, reward, over = env.step(choice)
            total += reward
        weights = weights + rate * (total - baseline) * slope
        baseline += 0.1 * (total - baseline)
    return weights
