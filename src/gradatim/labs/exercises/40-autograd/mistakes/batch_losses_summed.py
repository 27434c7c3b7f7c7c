"""The mean losses of the batches are added; one mean over all examples is asked for.

fr: Les pertes moyennes des lots sont additionnées ; il faut une seule moyenne sur tous les
exemples.
"""


def accumulate(model, batches):
    model.zero_grad()
    total = 0.0
    for x, y in batches:
        loss = F.mse_loss(model(x), y)
        loss.backward()
        total += loss.item()
    return total
