"""The step comes once per epoch; it belongs after each batch.

fr: Le pas vient une fois par époque ; il en faut un après chaque lot.
"""


def train(model, batches, optimizer, epochs):
    model.train()
    means = []
    for _ in range(epochs):
        optimizer.zero_grad()
        total = 0.0
        for x, y in batches:
            loss = F.cross_entropy(model(x), y)
            loss.backward()
            total += loss.item()
        optimizer.step()
        means.append(total / len(batches))
    return means
