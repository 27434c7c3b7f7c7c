"""The accuracy is measured on a training batch (x and labels of the loop); measure it on held_out.

fr: L'exactitude est mesurée sur un lot d'entraînement (x et labels de la boucle) ; mesurez-la
sur held_out.
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
