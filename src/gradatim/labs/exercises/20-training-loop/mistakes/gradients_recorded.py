"""torch.no_grad() is missing: evaluation builds a graph that nobody uses.

fr: torch.no_grad() manque : l'évaluation construit un graphe dont personne ne se sert.
"""


def evaluate(model, batches):
    before = model.training
    model.eval()
    hits = sum((model(x).argmax(dim=1) == y).sum().item() for x, y in batches)
    model.train(before)
    return hits / sum(len(y) for _, y in batches)
