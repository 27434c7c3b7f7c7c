"""The baseline is added to the return; it is subtracted.

fr: La référence est ajoutée au retour ; elle se soustrait.
"""


def learn(env, n_games, rate):
    weights, baseline = torch.zeros(3), 0.0
    for _ in range(n_games):
        features, over = env.reset(), False
        rewards, gradients = [], []
        while not over:
            choice = int(torch.multinomial(probabilities(weights, features), 1))
            gradients.append(gradient(weights, features, choice))
            features, reward, over = env.step(choice)
            rewards.append(reward)
        total = sum(rewards)
        weights = weights + rate * (total + baseline) * sum(gradients)
        baseline += 0.1 * (total - baseline)
    return weights
