"""model.train() is called once, before all epochs: from the second on, training is in evaluation
mode.

fr: model.train() n'est appelé qu'une fois : à partir de la deuxième époque on entraîne en mode
évaluation.
"""


def fit(model, batches, held_out, optimizer, epochs):
    accuracies = []
    model.train()
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
    return accuracies
