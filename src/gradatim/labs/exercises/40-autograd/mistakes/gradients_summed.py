"""The gradients are those of the sum of the losses; those of their mean are asked for.

fr: Les gradients sont ceux de la somme des pertes ; il faut ceux de leur moyenne.
"""


def accumulate(model, batches):
    model.zero_grad()
    total = 0.0
    for x, y in batches:
        loss = F.mse_loss(model(x), y, reduction="sum")
        loss.backward()
        total += loss.item()
    return total / sum(len(x) for x, _ in batches)
