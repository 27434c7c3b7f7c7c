"""Another optimizer than plain gradient descent moves the head.

fr: Un autre optimiseur que la simple descente de gradient bouge la tête.
"""


def train_head(model, x, y, rate, steps):
    model.body.eval()
    optimizer = torch.optim.Adam(model.head.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
