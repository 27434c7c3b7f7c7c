"""The accuracy is measured on training data, on batches or the last of them; measure it on held_out.

fr: L'exactitude est mesurée sur les données d'entraînement, lots ou dernier lot ; mesurez-la sur
held_out.
"""


def fit(model, batches, held_out, optimizer, epochs):
    accuracies = []
    for _ in range(epochs):
        model.train()
        for x, labels in batches:
            loss = F.cross_entropy(model(x), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            accuracies.append((model(x).argmax(dim=1) == labels).float().mean().item())
    return accuracies
