"""Each choice counts its own reward; all count the return of the whole game.

fr: Chaque choix compte sa propre récompense ; tous comptent le retour de la partie entière.
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
        for reward, step in zip(rewards, gradients):
            weights = weights + rate * (reward - baseline) * step
        baseline += 0.1 * (total - baseline)
    return weights
