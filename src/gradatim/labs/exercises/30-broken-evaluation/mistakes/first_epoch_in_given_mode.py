"""model.train() comes only after a measurement, so the first epoch is trained in the mode that the
model arrives in.

fr: model.train() ne vient qu'après une mesure, donc la première époque s'entraîne dans le mode où
le modèle arrive.
"""


def fit(model, batches, held_out, optimizer, epochs):
    accuracies = []
    for _ in range(epochs):
        for x, labels in batches:
            loss = F.cross_entropy(model(x), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            x, labels = held_out
            accuracies.append((model(x).argmax(dim=1) == labels).float().mean().item())
        model.train()
    return accuracies
