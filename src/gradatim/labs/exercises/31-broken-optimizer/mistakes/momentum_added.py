"""The optimizer has momentum; plain gradient descent (SGD) is asked for.

fr: L'optimiseur a un momentum ; une simple descente de gradient (SGD) est demandée.
"""


def fine_tune(model, n_classes, x, labels, rate, steps):
    model.head = nn.Linear(model.head.in_features, n_classes)
    optimizer = torch.optim.SGD(model.head.parameters(), lr=rate, momentum=0.9)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model.head(model.body(x)), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
