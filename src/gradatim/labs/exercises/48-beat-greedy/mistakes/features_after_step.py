"""The gradient takes the features after the step; it takes those in which the choice was made.

fr: Le gradient prend les caractéristiques d'après le pas ; il prend celles où le choix a été fait.
"""


def learn(env, n_games, rate):
    weights, baseline = torch.zeros(3), 0.0
    for _ in range(n_games):
        features, over = env.reset(), False
        total, slope = 0.0, torch.zeros(3)
        while not over:
            choice = int(torch.multinomial(probabilities(weights, features), 1))
            features, reward, over = env.step(choice)
            if choice < len(features):
                slope = slope + gradient(weights, features, choice)
            total += reward
        weights = weights + rate * (total - baseline) * slope
        baseline += 0.1 * (total - baseline)
    return weights
