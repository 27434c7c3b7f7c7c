"""There is one step per epoch; after each batch one is asked for: step belongs into the loop over
batches.

fr: Il y a un pas par époque ; il en faut un après chaque lot : step va dans la boucle sur les
lots.
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
            accuracies.append((model(x).argmax(dim=1) == labels).float().mean().item())
    return accuracies
