"""Every prediction is compared with every target, or with their mean: prediction (B, 1) minus y
(B,) is (B, B).

fr: Chaque prédiction est comparée à chaque cible, ou à leur moyenne : prediction (B, 1) moins y
(B,) vaut (B, B).
"""


def fit(x, y, rate, steps):
    w = torch.zeros(x.shape[1], 1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([w, b], lr=rate)
    for _ in range(steps):
        loss = F.mse_loss(x @ w + b, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return w.detach(), b.detach()
