"""Validation runs in training mode, so batch norm uses the averages of the batch: model.eval().

fr: La validation se fait en mode entraînement, la batch norm prend donc les moyennes du lot :
model.eval().
"""


@torch.no_grad()
def accuracy(model, batches):
    right = sum((model(x).argmax(dim=1) == y).sum().item() for x, y in batches)
    return right / sum(len(y) for _, y in batches)
