"""Nothing is trained: the optimizer holds the old head, and the body is frozen.

fr: Rien n'est entraîné : l'optimiseur a l'ancienne tête, et le corps est gelé.
"""


def fine_tune(model, n_classes, x, labels, rate, steps):
    optimizer = torch.optim.SGD(model.head.parameters(), lr=rate)
    model.head = nn.Linear(model.head.in_features, n_classes)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model.head(model.body(x)), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
