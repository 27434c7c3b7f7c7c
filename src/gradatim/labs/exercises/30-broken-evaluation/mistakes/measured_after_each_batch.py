"""The accuracy is measured after each batch; one number per epoch is asked for.

fr: L'exactitude est mesurée après chaque lot ; il faut un nombre par époque.
"""


def fit(model, batches, held_out, optimizer, epochs):
    accuracies = []
    for _ in range(epochs):
        for x, labels in batches:
            model.train()
            loss = F.cross_entropy(model(x), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            model.eval()
            with torch.no_grad():
                x, labels = held_out
                accuracies.append((model(x).argmax(dim=1) == labels).float().mean().item())
    return accuracies
