"""Only the gradient of the last parameter is cleared: the line stands behind the inner loop.

fr: Seul le gradient du dernier paramètre est effacé : la ligne est après la boucle intérieure.
"""


def train(model, x, y, rate, steps):
    losses = []
    for _ in range(steps):
        loss = F.mse_loss(model(x), y)
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            for parameter in model.parameters():
                parameter -= rate * parameter.grad
            parameter.grad.zero_()
    return losses
