import torch


def probabilities(weights, features):
    scores = torch.mv(features, weights)
    powers = torch.exp(scores - scores.max())
    return powers / powers.sum()


def gradient(weights, features, choice):
    w = weights.detach().clone().requires_grad_()
    torch.log_softmax(features @ w, 0)[choice].backward()
    return w.grad


def learn(env, n_games, rate):
    w, returns = torch.zeros(3), []
    for _ in range(n_games):
        features, over, path = env.reset(), False, []
        while not over:
            p = torch.softmax(features @ w, 0)
            choice = int(torch.distributions.Categorical(p).sample())
            row = features[choice] - p @ features
            features, reward, over = env.step(choice)
            path.append((row, reward))
        last = returns[-10:]
        advantage = sum(r for _, r in path) - (sum(last) / len(last) if last else 0.0)
        returns.append(sum(r for _, r in path))
        for row, _ in path:
            w = w + rate * advantage * row
    return w
