"""The weights change after each choice, with its reward alone; they change after the game, with
the return of the whole game.

fr: Les poids changent après chaque choix, avec sa seule récompense ; ils changent après la
partie, avec le retour de la partie entière.
"""


def learn(env, n_games, rate):
    weights, baseline = torch.zeros(3), 0.0
    for _ in range(n_games):
        features, over, total = env.reset(), False, 0.0
        while not over:
            choice = int(torch.multinomial(probabilities(weights, features), 1))
            slope = gradient(weights, features, choice)
            features, reward, over = env.step(choice)
            total += reward
            weights = weights + rate * (reward - baseline) * slope
        baseline += 0.1 * (total - baseline)
    return weights
