"""Only the bias is trained, w stays 0: the optimizer does not hold it, for instance.

fr: Seul le biais est entraîné, w reste 0 : l'optimiseur ne l'a pas, par exemple.
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
