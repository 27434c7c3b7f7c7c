"""The accuracy is measured once at the end; the task asks for one number per epoch.

fr: L'exactitude est mesurée une fois à la fin ; la consigne demande un nombre par époque.
"""


def fit(model, batches, held_out, optimizer, epochs):
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
        return [(model(x).argmax(dim=1) == labels).float().mean().item()]
