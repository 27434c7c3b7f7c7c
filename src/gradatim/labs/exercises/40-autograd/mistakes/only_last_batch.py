"""Only the gradients of the last batch are left, since they are cleared before each one; clear them
once, before the first.

fr: Il ne reste que les gradients du dernier lot, car ils sont effacés avant chacun ; effacez-les
une fois, avant le premier.
"""


def accumulate(model, batches):
    total, mean = sum(len(x) for x, _ in batches), 0.0
    for x, y in batches:
        model.zero_grad()
        loss = F.mse_loss(model(x), y) * len(x) / total
        loss.backward()
        mean += loss.item()
    return mean
