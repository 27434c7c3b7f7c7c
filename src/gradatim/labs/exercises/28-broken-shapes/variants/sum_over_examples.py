def fit(x, y, rate, steps):
    w, b = torch.zeros(x.shape[1], 1), torch.zeros(1)
    for _ in range(steps):
        error = (x @ w + b)[:, 0] - y
        w, b = w - rate * 2 * (x.T @ error)[:, None], b - rate * 2 * error.sum()
    return w, b
