"""The optimizer gets the parameters of the body: the body is trained, and the head is not. Give it
those of the head.

fr: L'optimiseur reçoit les paramètres du corps : c'est le corps qui apprend, et non la tête.
Donnez-lui ceux de la tête.
"""


def fine_tune(model, n_classes, x, labels, rate, steps):
    model.head = nn.Linear(model.head.in_features, n_classes)
    optimizer = torch.optim.SGD(model.body.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model.head(model.body(x)), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
