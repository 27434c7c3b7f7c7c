"""Adam is used; keep the plain gradient descent (SGD) of the loop.

fr: Adam est utilisé ; gardez la descente de gradient simple (SGD) de la boucle.
"""


def fit(x, y, rate, steps):
    w = torch.zeros(x.shape[1], 1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.Adam([w, b], lr=rate)
    for _ in range(steps):
        loss = F.mse_loss((x @ w + b).squeeze(1), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return w.detach(), b.detach()
