"""The model is trained on the held-out data, and its mode is never set: see what the loop
iterates over.

fr: Le modèle est entraîné sur les données mises de côté, et son mode n'est jamais réglé : voyez ce
que la boucle parcourt.
"""


def fit(model, batches, held_out, optimizer, epochs):
    accuracies = []
    for _ in range(epochs):
        for x, labels in [*batches, held_out]:
            loss = F.cross_entropy(model(x), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        x, labels = held_out
        accuracies.append((model(x).argmax(dim=1) == labels).float().mean().item())
    return accuracies
