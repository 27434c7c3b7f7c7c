"""Each step uses one example; the gradient of the mean over the whole data is asked for.

fr: Chaque pas utilise un exemple ; le gradient de la moyenne sur toutes les données est demandé.
"""


def train(model, x, labels, rate, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        for i in range(len(x)):
            loss = F.cross_entropy(model(x[i : i + 1]), labels[i : i + 1])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        losses.append(loss.item())
    return losses
