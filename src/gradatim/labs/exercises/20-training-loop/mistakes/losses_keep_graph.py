"""The losses are collected as tensors, each with its whole graph: memory fills up. Use .item().

fr: Les pertes sont gardées comme tenseurs, chacune avec son graphe : la mémoire se remplit.
Utilisez .item().
"""


def train(model, batches, optimizer, epochs):
    model.train()
    means = []
    for _ in range(epochs):
        total = 0.0
        for x, y in batches:
            loss = F.cross_entropy(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total = total + loss
        means.append(total / len(batches))
    return means
