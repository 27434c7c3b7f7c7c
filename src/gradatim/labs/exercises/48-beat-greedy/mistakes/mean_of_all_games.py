"""The baseline is the mean return of all games before; it is that of about the last ten.

fr: La référence est le retour moyen de toutes les parties précédentes ; c'est celui des dix
dernières environ.
"""


def learn(env, n_games, rate):
    weights, past = torch.zeros(3), []
    for _ in range(n_games):
        features, over = env.reset(), False
        total, gradients = 0.0, torch.zeros(3)
        while not over:
            choice = int(torch.multinomial(probabilities(weights, features), 1))
            gradients += gradient(weights, features, choice)
            features, reward, over = env.step(choice)
            total += reward
        baseline = sum(past) / len(past) if past else 0.0
        weights = weights + rate * (total - baseline) * gradients
        past.append(total)
    return weights
