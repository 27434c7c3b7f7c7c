"""The gradients are not zeroed: they add up from step to step.

fr: Les gradients ne sont pas remis à zéro : ils s'additionnent d'un pas à l'autre.
"""


def fit(x, y, rate, steps):
    w = torch.zeros(x.shape[1], 1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([w, b], lr=rate)
    for _ in range(steps):
        F.mse_loss((x @ w + b).squeeze(1), y).backward()
        optimizer.step()
    return w.detach(), b.detach()
