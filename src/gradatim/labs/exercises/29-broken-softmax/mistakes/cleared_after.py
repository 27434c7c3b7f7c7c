"""The gradients are cleared only after each step: those that the model holds from before go into the
first one.

fr: Les gradients ne sont effacés qu'après chaque pas : ceux que le modèle porte d'avant entrent
dans le premier.
"""


def train(model, x, labels, rate, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model(x), labels)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
    return losses
