"""The new layer is trained but not put into the model: model.head is still the old one.

fr: La nouvelle couche est entraînée mais pas mise dans le modèle : model.head est encore
l'ancienne.
"""


def fine_tune(model, n_classes, x, labels, rate, steps):
    head = nn.Linear(model.head.in_features, n_classes)
    optimizer = torch.optim.SGD(head.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(head(model.body(x)), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
