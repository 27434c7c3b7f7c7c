"""model.eval() is missing: dropout and batch norm still behave as in training.

fr: model.eval() manque : le dropout et la normalisation par lot se comportent encore comme à
l'entraînement.
"""


@torch.no_grad()
def evaluate(model, batches):
    hits = sum((model(x).argmax(dim=1) == y).sum().item() for x, y in batches)
    return hits / sum(len(y) for _, y in batches)
