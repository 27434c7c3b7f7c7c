"""The gradients are right; in the loss returned, the batches do not count by their numbers of
examples.

fr: Les gradients sont justes ; dans la perte renvoyée, les lots ne comptent pas selon leur nombre
d'exemples.
"""


def accumulate(model, batches):
    model.zero_grad()
    total, returned = sum(len(x) for x, _ in batches), 0.0
    for x, y in batches:
        loss = F.mse_loss(model(x), y)
        (loss * len(x) / total).backward()
        returned += loss.item() / len(batches)
    return returned
