"""The optimizer holds the parameters of the body too, and a gradient from before moves them once:
give it those of the head only.

fr: L'optimiseur tient aussi les paramètres du corps, et un gradient d'avant les déplace une fois :
ne lui donnez que ceux de la tête.
"""


def fine_tune(model, n_classes, x, labels, rate, steps):
    model.head = nn.Linear(model.head.in_features, n_classes)
    model.body.requires_grad_(False)
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model(x), labels)
        losses.append(loss.item())
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return losses
