"""The step is taken once, after the loop; it belongs into the loop.

fr: Le pas est fait une fois, après la boucle ; il doit être dans la boucle.
"""


def fine_tune(model, n_classes, x, labels, rate, steps):
    model.head = nn.Linear(model.head.in_features, n_classes)
    optimizer = torch.optim.SGD(model.head.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model.head(model.body(x)), labels)
        optimizer.zero_grad()
        loss.backward()
        losses.append(loss.item())
    optimizer.step()
    return losses
