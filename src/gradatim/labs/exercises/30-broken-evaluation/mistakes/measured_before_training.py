"""The accuracy is measured before the training of the epoch; measure it afterwards.

fr: L'exactitude est mesurée avant l'entraînement de l'époque ; mesurez-la après.
"""


def fit(model, batches, held_out, optimizer, epochs):
    accuracies = []
    for _ in range(epochs):
        model.eval()
        with torch.no_grad():
            x, labels = held_out
            accuracies.append((model(x).argmax(dim=1) == labels).float().mean().item())
        model.train()
        for x, labels in batches:
            loss = F.cross_entropy(model(x), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return accuracies
