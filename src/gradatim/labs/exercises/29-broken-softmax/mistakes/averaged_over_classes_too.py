"""The loss is divided by the number of classes as well; the mean is over the examples.

fr: La perte est aussi divisée par le nombre de classes ; la moyenne porte sur les exemples.
"""


def train(model, x, labels, rate, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        scores = model(x)
        loss = F.cross_entropy(scores, labels) / scores.shape[1]
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
