def learn(env, n_games, rate):
    weights, returns = torch.zeros(3), []
    for _ in range(n_games):
        features, over = env.reset(), False
        total, gradients = 0.0, torch.zeros(3)
        while not over:
            choice = int(torch.multinomial(probabilities(weights, features), 1))
            gradients += gradient(weights, features, choice)
            features, reward, over = env.step(choice)
            total += reward
        returns = [*returns, total][-10:]
        weights = weights + rate * (total - sum(returns) / len(returns)) * gradients
    return weights
