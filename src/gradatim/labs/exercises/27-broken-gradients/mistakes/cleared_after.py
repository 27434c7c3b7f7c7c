"""The gradients are cleared only after each step: those that the model holds from before go into the
first one.

fr: Les gradients ne sont effacés qu'après chaque pas : ceux que le modèle porte d'avant entrent
dans le premier.
"""


def train(model, x, y, rate, steps):
    losses = []
    for _ in range(steps):
        loss = ((model(x) - y) ** 2).mean()
        losses.append(loss.item())
        loss.backward()
        for parameter in model.parameters():
            parameter.data -= rate * parameter.grad
            parameter.grad = None
    return losses
