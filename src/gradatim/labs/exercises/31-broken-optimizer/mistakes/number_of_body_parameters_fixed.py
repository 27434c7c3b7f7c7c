"""The parameters of the head are taken by a fixed number; model.head.parameters() are those of the
new head.

fr: Les paramètres de la tête sont pris par un nombre fixe ; model.head.parameters() donne ceux de
la nouvelle.
"""


def fine_tune(model, n_classes, x, labels, rate, steps):
    model.head = nn.Linear(model.head.in_features, n_classes)
    optimizer = torch.optim.SGD(list(model.parameters())[2:], lr=rate)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model.head(model.body(x)), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
