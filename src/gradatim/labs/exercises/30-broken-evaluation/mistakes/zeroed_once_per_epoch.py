"""The gradients are set to zero once per epoch: those of its batches add up.

fr: Les gradients sont remis à zéro une fois par époque : ceux de ses lots s'additionnent.
"""


def fit(model, batches, held_out, optimizer, epochs):
    accuracies = []
    for _ in range(epochs):
        model.train()
        optimizer.zero_grad()
        for x, labels in batches:
            F.cross_entropy(model(x), labels).backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            x, labels = held_out
            accuracies.append((model(x).argmax(dim=1) == labels).float().mean().item())
    return accuracies
