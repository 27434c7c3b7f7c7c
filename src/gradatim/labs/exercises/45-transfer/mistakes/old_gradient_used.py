"""What was in .grad before is used in the first step: clear the gradients before backward, not only
after the step.

fr: Ce qui était dans .grad sert au premier pas : effacez les gradients avant backward, pas
seulement après le pas.
"""


def train_head(model, x, y, rate, steps):
    model.body.eval()
    optimizer = torch.optim.SGD(model.head.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
    return losses
