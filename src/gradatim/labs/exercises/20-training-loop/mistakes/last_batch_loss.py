"""The loss of the last batch is noted; the mean over the batches of the epoch is asked for.

fr: La perte du dernier lot est notée ; il faut la moyenne sur les lots de l'époque.
"""


def train(model, batches, optimizer, epochs):
    model.train()
    means = []
    for _ in range(epochs):
        for x, y in batches:
            loss = F.cross_entropy(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        means.append(loss.item())
    return means
