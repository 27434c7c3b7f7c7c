"""Each step goes through mini-batches; one step on the whole data is asked for.

fr: Chaque pas parcourt des mini-lots ; un seul pas sur toutes les données est demandé.
"""


def train(model, x, y, rate, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        losses.append(F.mse_loss(model(x), y).item())
        for part, target in zip(x.split(8), y.split(8)):
            optimizer.zero_grad()
            F.mse_loss(model(part), target).backward()
            optimizer.step()
    return losses
