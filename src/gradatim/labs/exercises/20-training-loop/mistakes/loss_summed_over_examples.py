"""The loss is summed over the examples of a batch; cross_entropy takes their mean.

fr: La perte est sommée sur les exemples d'un lot ; cross_entropy prend leur moyenne.
"""


def train(model, batches, optimizer, epochs):
    model.train()
    means = []
    for _ in range(epochs):
        total = 0.0
        for x, y in batches:
            loss = F.cross_entropy(model(x), y, reduction="sum")
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item()
        means.append(total / len(batches))
    return means
