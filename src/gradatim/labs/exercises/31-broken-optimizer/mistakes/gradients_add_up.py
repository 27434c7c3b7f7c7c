"""The gradients are not zeroed: they add up from step to step.

fr: Les gradients ne sont pas remis à zéro : ils s'additionnent d'un pas à l'autre.
"""


def fine_tune(model, n_classes, x, labels, rate, steps):
    model.head = nn.Linear(model.head.in_features, n_classes)
    optimizer = torch.optim.SGD(model.head.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model.head(model.body(x)), labels)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
