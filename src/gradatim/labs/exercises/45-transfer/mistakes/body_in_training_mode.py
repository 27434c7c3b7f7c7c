"""The body is in training mode: batch norm uses the batch's averages and moves its running ones.

fr: Le corps est en mode entraînement : la batch norm se sert des moyennes du lot et déplace ses
moyennes glissantes.
"""


def train_head(model, x, y, rate, steps):
    return _train(model, x, y, rate, steps)


def _train(model, x, y, rate, steps):
    model.train()
    optimizer = torch.optim.SGD(model.head.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
