"""The held-out data are trained on, and nothing sets the mode: look at what the loop runs over.

fr: Les données mises de côté sont apprises, et rien ne règle le mode : voyez ce que la boucle parcourt.
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
