"""Only the gradient of the last parameter is cleared, for instance by a line behind the inner loop;
every parameter has one.

fr: Seul le gradient du dernier paramètre est effacé, par exemple par une ligne après la boucle
intérieure ; chaque paramètre en a un.
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
