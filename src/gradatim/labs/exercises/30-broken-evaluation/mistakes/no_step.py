"""The weights never change: zero_grad comes between backward and step, or step is missing.

fr: Les poids ne changent jamais : zero_grad est entre backward et step, ou step manque.
"""


def fit(model, batches, held_out, optimizer, epochs):
    accuracies = []
    for _ in range(epochs):
        model.train()
        for x, labels in batches:
            F.cross_entropy(model(x), labels).backward()
            optimizer.zero_grad()
        model.eval()
        with torch.no_grad():
            x, labels = held_out
            accuracies.append((model(x).argmax(dim=1) == labels).float().mean().item())
    return accuracies
