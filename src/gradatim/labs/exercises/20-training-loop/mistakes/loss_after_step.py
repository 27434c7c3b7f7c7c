"""The loss is computed again after the step; the loss before it, from which the step comes, is
asked for.

fr: La perte est recalculée après le pas ; il faut celle d'avant, dont le pas est tiré.
"""


def train(model, batches, optimizer, epochs):
    model.train()
    means = []
    for _ in range(epochs):
        total = 0.0
        for x, y in batches:
            optimizer.zero_grad()
            F.cross_entropy(model(x), y).backward()
            optimizer.step()
            total += F.cross_entropy(model(x), y).item()
        means.append(total / len(batches))
    return means
