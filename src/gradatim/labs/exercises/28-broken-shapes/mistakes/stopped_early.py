"""The loop ends early, as soon as the loss hardly falls; all steps are made.

fr: La boucle s'arrête trop tôt, dès que la perte ne baisse presque plus ; tous les pas sont faits.
"""


def fit(x, y, rate, steps):
    w = torch.zeros(x.shape[1], 1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([w, b], lr=rate)
    before = float("inf")
    for _ in range(steps):
        loss = F.mse_loss((x @ w + b).squeeze(1), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if abs(before - loss.item()) < 1e-4:
            break
        before = loss.item()
    return w.detach(), b.detach()
