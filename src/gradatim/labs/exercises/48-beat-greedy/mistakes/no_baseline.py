"""The baseline stays 0; it is the mean return of about the last ten games.

fr: La référence reste 0 ; c'est le retour moyen des dix dernières parties environ.
"""


def learn(env, n_games, rate):
    weights = torch.zeros(3)
    for _ in range(n_games):
        features, over = env.reset(), False
        total, gradients = 0.0, torch.zeros(3)
        while not over:
            choice = int(torch.multinomial(probabilities(weights, features), 1))
            gradients += gradient(weights, features, choice)
            features, reward, over = env.step(choice)
            total += reward
        weights = weights + rate * total * gradients
    return weights
