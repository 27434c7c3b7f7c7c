"""The gradients are never zeroed: each step adds all the earlier ones.

fr: Les gradients ne sont jamais remis à zéro : chaque pas ajoute tous les précédents.
"""


def train(model, batches, optimizer, epochs):
    model.train()
    means = []
    for _ in range(epochs):
        total = 0.0
        for x, y in batches:
            loss = F.cross_entropy(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item()
        means.append(total / len(batches))
    return means
