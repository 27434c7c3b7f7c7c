"""The optimizer has the body's parameters too, and moves those that are not frozen.

fr: L'optimiseur a aussi les paramètres du corps, et bouge ceux qui ne sont pas gelés.
"""


def train_head(model, x, y, rate, steps):
    model.body.eval()
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
