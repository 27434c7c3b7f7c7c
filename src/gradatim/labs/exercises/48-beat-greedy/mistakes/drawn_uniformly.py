"""All pieces are drawn equally often, whatever the weights; draw each by its probability.

fr: Tous les morceaux sont tirés aussi souvent, quels que soient les poids ; tirez chacun selon sa
probabilité.
"""


def learn(env, n_games, rate):
    weights, baseline = torch.zeros(3), 0.0
    for _ in range(n_games):
        features, over = env.reset(), False
        total, gradients = 0.0, torch.zeros(3)
        while not over:
            choice = int(torch.randint(len(features), ()))
            gradients += gradient(weights, features, choice)
            features, reward, over = env.step(choice)
            total += reward
        weights = weights + rate * (total - baseline) * gradients
        baseline += 0.1 * (total - baseline)
    return weights
