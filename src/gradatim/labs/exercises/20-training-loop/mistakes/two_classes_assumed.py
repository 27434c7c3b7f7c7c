"""Only the first two classes are looked at; there can be more: the prediction is the argmax.

fr: Seules les deux premières classes sont regardées ; il peut y en avoir plus : la prédiction est
l'argmax.
"""


@torch.no_grad()
def evaluate(model, batches):
    before = model.training
    model.eval()
    hits = 0
    for x, y in batches:
        scores = model(x)
        hits += ((scores[:, 1] > scores[:, 0]).long() == y).sum().item()
    model.train(before)
    return hits / sum(len(y) for _, y in batches)
