"""The gradients are not cleared and add up.

fr: Les gradients ne sont pas effacés et s'ajoutent.
"""


def train_head(model, x, y, rate, steps):
    model.body.eval()
    optimizer = torch.optim.SGD(model.head.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
