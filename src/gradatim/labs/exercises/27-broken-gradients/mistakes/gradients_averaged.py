"""The added gradients are divided by the number of steps; clear them instead: model.zero_grad().

fr: Les gradients ajoutés sont divisés par le nombre de pas ; effacez-les plutôt :
model.zero_grad().
"""


def train(model, x, y, rate, steps):
    losses = []
    for i in range(steps):
        loss = F.mse_loss(model(x), y)
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            for parameter in model.parameters():
                parameter -= rate * parameter.grad / (i + 1)
    return losses
