"""The gradients of a game are averaged; they are added.

fr: Les gradients de la partie sont moyennés ; ils s'ajoutent.
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
        weights = weights + rate * (total - baseline) * torch.stack(gradients).mean(dim=0)
        baseline += 0.1 * (total - baseline)
    return weights
