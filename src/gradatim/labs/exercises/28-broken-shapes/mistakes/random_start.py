"""The weights start at random; they should start at zero.

fr: Les poids partent au hasard ; ils doivent partir de zéro.
"""


def fit(x, y, rate, steps):
    w = torch.randn(x.shape[1], 1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([w, b], lr=rate)
    for _ in range(steps):
        loss = F.mse_loss((x @ w + b).squeeze(1), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return w.detach(), b.detach()
