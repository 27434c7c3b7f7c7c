"""The accuracies are tensors; numbers of Python are asked for: .item().

fr: Les exactitudes sont des tenseurs ; des nombres de Python sont demandés : .item().
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
            accuracies.append((model(x).argmax(dim=1) == labels).float().mean())
    return accuracies
