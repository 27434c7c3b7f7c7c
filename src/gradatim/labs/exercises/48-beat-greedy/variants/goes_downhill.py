def learn(env, n_games, rate):
    w, usual = torch.zeros(3), 0.0
    for game in range(n_games):
        x = env.reset()
        steps, over = [], False
        while not over:
            i = torch.multinomial(probabilities(w, x), 1).item()
            after, r, over = env.step(i)
            steps.append((x, i, r))
            x = after
        G = sum(r for _, _, r in steps)
        step = sum(gradient(w, x, i) for x, i, _ in steps)
        w = w - rate * (G - usual) * step
        usual = 0.9 * usual + 0.1 * G
    return w
