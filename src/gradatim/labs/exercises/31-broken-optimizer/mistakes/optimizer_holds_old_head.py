"""The optimizer was created before the new head: it still holds the old one, and changes the
body.

fr: L'optimiseur a été créé avant la nouvelle tête : il a encore l'ancienne, et change le corps.
"""


def fine_tune(model, n_classes, x, labels, rate, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    model.head = nn.Linear(model.head.in_features, n_classes)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model.head(model.body(x)), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
