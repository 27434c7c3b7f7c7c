"""torch.no_grad() is missing: the measurement builds a graph for nothing.

fr: torch.no_grad() manque : la mesure construit un graphe pour rien.
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
        x, labels = held_out
        accuracies.append((model(x).argmax(dim=1) == labels).float().mean().item())
    return accuracies
