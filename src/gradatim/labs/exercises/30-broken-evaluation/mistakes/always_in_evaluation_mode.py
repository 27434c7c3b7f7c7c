"""The model stays in evaluation mode during training as well.

fr: Le modèle reste en mode évaluation pendant l'entraînement aussi.
"""


def fit(model, batches, held_out, optimizer, epochs):
    accuracies = []
    model.eval()
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
