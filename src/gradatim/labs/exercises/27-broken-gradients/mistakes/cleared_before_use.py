"""The weights never change: the gradients are cleared between backward and the step, or the step
makes new tensors (`p = p - ...`), or is missing.

fr: Les poids ne changent jamais : les gradients sont effacés entre backward et le pas, ou le pas
crée de nouveaux tenseurs (`p = p - ...`), ou manque.
"""


def train(model, x, y, rate, steps):
    losses = []
    for _ in range(steps):
        loss = F.mse_loss(model(x), y)
        losses.append(loss.item())
        loss.backward()
        model.zero_grad(set_to_none=False)
        with torch.no_grad():
            for parameter in model.parameters():
                parameter -= rate * parameter.grad
    return losses
