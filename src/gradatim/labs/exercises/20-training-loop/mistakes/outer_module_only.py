"""`model.training = False` changes the outer module only; `model.eval()` changes those inside too.

fr: `model.training = False` ne change que le module extérieur ; `model.eval()` change aussi ceux
qu'il contient.
"""


@torch.no_grad()
def evaluate(model, batches):
    before = model.training
    model.training = False
    hits = sum((model(x).argmax(dim=1) == y).sum().item() for x, y in batches)
    model.training = before
    return hits / sum(len(y) for _, y in batches)
