"""backward adds to the old gradients, which are never cleared: call model.zero_grad() in every
step.

fr: backward ajoute aux vieux gradients, jamais effacés : appelez model.zero_grad() à chaque pas.
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
    return losses
