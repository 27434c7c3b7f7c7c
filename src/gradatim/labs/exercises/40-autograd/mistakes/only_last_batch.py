"""The gradients are cleared before each batch, so those of the last batch are left; clear once.

fr: Les gradients sont effacés avant chaque lot, il ne reste que ceux du dernier ; effacez une fois.
"""


def accumulate(model, batches):
    total, mean = sum(len(x) for x, _ in batches), 0.0
    for x, y in batches:
        model.zero_grad()
        loss = F.mse_loss(model(x), y) * len(x) / total
        loss.backward()
        mean += loss.item()
    return mean
