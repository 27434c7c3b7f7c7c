"""Only the bias is trained: w is not in the optimizer and stays 0.

fr: Seul le biais est entraîné : w n'est pas dans l'optimiseur et reste 0.
"""


def fit(x, y, rate, steps):
    w = torch.zeros(x.shape[1], 1)
    b = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([b], lr=rate)
    for _ in range(steps):
        loss = F.mse_loss((x @ w + b).squeeze(1), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return w, b.detach()
