"""The loss compares only as many classes as the labels show; all scores of the head count.

fr: La perte ne compare qu'autant de classes que les étiquettes en montrent ; tous les scores de la
tête comptent.
"""


def train_head(model, x, y, rate, steps):
    model.body.eval()
    optimizer = torch.optim.SGD(model.head.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model(x)[:, : int(y.max()) + 1], y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
