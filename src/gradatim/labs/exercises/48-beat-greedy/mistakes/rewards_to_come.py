"""Each choice counts the rewards that come after it; here all count the return of the whole game.

fr: Chaque choix compte les récompenses qui le suivent ; ici tous comptent le retour de la partie
entière.
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
        for i, step in enumerate(gradients):
            weights = weights + rate * (sum(rewards[i:]) - baseline) * step
        baseline += 0.1 * (total - baseline)
    return weights
