"""Only the gradient of the first parameter is cleared; every parameter has one.

fr: Seul le gradient du premier paramètre est effacé ; chaque paramètre en a un.
"""


def train(model, x, y, rate, steps):
    losses = []
    for _ in range(steps):
        loss = F.mse_loss(model(x), y)
        losses.append(loss.item())
        next(model.parameters()).grad = None
        loss.backward()
        with torch.no_grad():
            for parameter in model.parameters():
                parameter -= rate * parameter.grad
    return losses
