"""argmax is taken over the examples (dim=0); the best class of each example needs dim=1.

fr: argmax est pris sur les exemples (dim=0) ; la meilleure classe de chaque exemple demande dim=1.
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
            accuracies.append((model(x).argmax(dim=0)[0] == labels).float().mean().item())
    return accuracies
