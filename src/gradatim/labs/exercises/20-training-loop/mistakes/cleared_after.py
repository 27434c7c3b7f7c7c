"""The gradients are cleared only after each step: those that the model holds from before go into the
first one.

fr: Les gradients ne sont effacés qu'après chaque pas : ceux que le modèle porte d'avant entrent
dans le premier.
"""

criterion = nn.CrossEntropyLoss()


def step(model, optimizer, x, y):
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
    model.zero_grad()
    return loss.detach()


def train(model, batches, optimizer, epochs):
    model.train()
    return [
        torch.stack([step(model, optimizer, x, y) for x, y in batches]).mean().item()
        for _ in range(epochs)
    ]
