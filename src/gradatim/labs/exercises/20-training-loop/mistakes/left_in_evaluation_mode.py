"""The model stays in evaluation mode: training continues without dropout and batch statistics.

fr: Le modèle reste en mode évaluation : l'entraînement continue sans dropout ni statistiques du
lot.
"""


@torch.no_grad()
def evaluate(model, batches):
    model.eval()
    hits = sum((model(x).argmax(dim=1) == y).sum().item() for x, y in batches)
    return hits / sum(len(y) for _, y in batches)
