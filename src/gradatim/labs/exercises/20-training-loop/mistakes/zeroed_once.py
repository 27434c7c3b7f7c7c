"""The gradients are cleared once per epoch or once at all; clear them for each batch.

fr: Les gradients sont effacés une fois par époque ou une seule fois ; effacez-les à chaque lot.
"""


def train(model, batches, optimizer, epochs):
    model.train()
    means = []
    for _ in range(epochs):
        total = 0.0
        optimizer.zero_grad()
        for x, y in batches:
            loss = F.cross_entropy(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item()
        means.append(total / len(batches))
    return means
