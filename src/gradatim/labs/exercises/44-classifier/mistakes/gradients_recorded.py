"""Gradients are recorded in validation: torch.no_grad().

fr: Des gradients sont enregistrés en validation : torch.no_grad().
"""


def accuracy(model, batches):
    model.eval()
    right = sum((model(x).argmax(dim=1) == y).sum().item() for x, y in batches)
    return right / sum(len(y) for _, y in batches)
