"""The old gradients are reduced, not cleared: that is momentum, which the task does not ask for.

fr: Les vieux gradients sont réduits, pas effacés : c'est de l'inertie, que la consigne ne demande
pas.
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
                parameter.grad *= 0.5
    return losses
