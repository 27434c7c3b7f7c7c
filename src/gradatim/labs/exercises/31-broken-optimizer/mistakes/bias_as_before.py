"""The new head has a bias only if the old one has; it always has one.

fr: La nouvelle tête n'a un biais que si l'ancienne en a un ; elle en a toujours un.
"""


def fine_tune(model, n_classes, x, labels, rate, steps):
    old = model.head
    model.head = nn.Linear(old.in_features, n_classes, bias=old.bias is not None)
    optimizer = torch.optim.SGD(model.head.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model.head(model.body(x)), labels)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses
