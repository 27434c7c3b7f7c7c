"""The losses of the examples are added instead of averaged.

fr: Les pertes des exemples sont additionnées au lieu d'être moyennées.
"""


def train_head(model, x, y, rate, steps):
    model.body.eval()
    optimizer = torch.optim.SGD(model.head.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model(x), y, reduction="sum")
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
