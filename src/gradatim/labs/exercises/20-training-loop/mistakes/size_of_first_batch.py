"""All batches but the last are counted as large as the first one; count the examples of each.

fr: Tous les lots sauf le dernier comptent comme aussi grands que le premier ; comptez les exemples
de chacun.
"""


@torch.no_grad()
def evaluate(model, batches):
    before = model.training
    model.eval()
    hits = sum((model(x).argmax(dim=1) == y).sum().item() for x, y in batches)
    model.train(before)
    return hits / (len(batches[0][1]) * (len(batches) - 1) + len(batches[-1][1]))
