"""A softmax stands before the loss, which applies one itself.

fr: Un softmax est devant la perte, qui en applique un elle-même.
"""


def train_head(model, x, y, rate, steps):
    model.body.eval()
    optimizer = torch.optim.SGD(model.head.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model(x).softmax(dim=1), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
