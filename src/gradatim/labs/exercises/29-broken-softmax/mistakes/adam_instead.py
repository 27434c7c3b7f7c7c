"""Adam is used; plain gradient descent is asked for.

fr: Adam est utilisé ; il faut la descente de gradient simple.
"""


def train(model, x, labels, rate, steps):
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model(x), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
