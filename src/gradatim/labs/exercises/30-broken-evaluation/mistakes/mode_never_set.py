"""The model's mode is never set: model.train() before training, model.eval() before measuring.

fr: Le mode n'est jamais réglé : model.train() avant d'entraîner, model.eval() avant de mesurer.
"""


def fit(model, batches, held_out, optimizer, epochs):
    accuracies = []
    for _ in range(epochs):
        for x, labels in batches:
            loss = F.cross_entropy(model(x), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        with torch.no_grad():
            x, labels = held_out
            accuracies.append((model(x).argmax(dim=1) == labels).float().mean().item())
    return accuracies
