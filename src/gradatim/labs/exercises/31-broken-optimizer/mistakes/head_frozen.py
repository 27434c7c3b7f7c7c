"""Nothing is trained: the optimizer holds only the old head, which is then replaced.

fr: Rien n'est entraîné : l'optimiseur n'a que l'ancienne tête, remplacée ensuite.
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
