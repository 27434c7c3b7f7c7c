"""The squared errors are summed; their mean is asked for.

fr: Les erreurs quadratiques sont sommées ; il faut leur moyenne.
"""


def train(model, x, y, rate, steps):
    losses = []
    for _ in range(steps):
        loss = F.mse_loss(model(x), y, reduction="sum")
        losses.append(loss.item())
        model.zero_grad()
        loss.backward()
        with torch.no_grad():
            for parameter in model.parameters():
                parameter -= rate * parameter.grad
    return losses
