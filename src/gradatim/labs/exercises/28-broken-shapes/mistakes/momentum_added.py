"""The optimizer has momentum; plain gradient descent is asked for.

fr: L'optimiseur a un momentum ; une simple descente de gradient est demandée.
"""


def fit(x, y, rate, steps):
    w = torch.zeros(x.shape[1], 1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([w, b], lr=rate, momentum=0.9)
    for _ in range(steps):
        loss = F.mse_loss((x @ w + b).squeeze(1), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return w.detach(), b.detach()
