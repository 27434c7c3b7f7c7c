"""A smaller step hides the oscillation; the old gradients still add up.

fr: Un pas plus petit cache l'oscillation ; les vieux gradients s'ajoutent toujours.
"""


def train(model, x, y, rate, steps):
    losses = []
    for _ in range(steps):
        loss = F.mse_loss(model(x), y)
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            for parameter in model.parameters():
                parameter -= 0.1 * rate * parameter.grad
    return losses
