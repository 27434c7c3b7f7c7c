"""The scores go through a softmax before cross_entropy, which applies one itself.

fr: Les scores passent par un softmax avant cross_entropy, qui en applique déjà un.
"""


def train(model, batches, optimizer, epochs):
    model.train()
    means = []
    for _ in range(epochs):
        total = 0.0
        for x, y in batches:
            loss = F.cross_entropy(model(x).softmax(dim=1), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item()
        means.append(total / len(batches))
    return means
