"""The gradients are not zeroed: they add up from step to step.

fr: Les gradients ne sont pas remis à zéro : ils s'additionnent d'un pas à l'autre.
"""


def train(model, x, labels, rate, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model(x), labels)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
