"""The errors are counted, not the hits: this is 1 minus the accuracy.

fr: Les erreurs sont comptées, non les réussites : c'est 1 moins l'exactitude.
"""


def evaluate(model, batches):
    before = model.training
    model.eval()
    with torch.no_grad():
        errors = sum((model(x).argmax(1) != y).sum().item() for x, y in batches)
    model.train(before)
    return errors / sum(len(y) for _, y in batches)
