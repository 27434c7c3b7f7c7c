"""Only the weight of the head is trained, its bias is not.

fr: Seul le poids de la tête est entraîné, pas son biais.
"""


def fine_tune(model, n_classes, x, labels, rate, steps):
    model.head = nn.Linear(model.head.in_features, n_classes)
    optimizer = torch.optim.SGD([model.head.weight], lr=rate)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model.head(model.body(x)), labels)
        model.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
