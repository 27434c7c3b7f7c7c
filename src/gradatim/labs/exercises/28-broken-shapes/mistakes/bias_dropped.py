"""The bias is missing in the prediction: it stays 0.

fr: Le biais manque dans la prédiction : il reste 0.
"""


def fit(x, y, rate, steps):
    w = torch.zeros(x.shape[1], 1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([w, b], lr=rate)
    for _ in range(steps):
        loss = F.mse_loss((x @ w).squeeze(1), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return w.detach(), b.detach()
