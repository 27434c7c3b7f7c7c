"""The loss is computed but the head never takes a step.

fr: La perte est calculée mais la tête ne fait jamais de pas.
"""


def train_head(model, x, y, rate, steps):
    model.body.eval()
    return [F.cross_entropy(model(x), y).item() for _ in range(steps)]
