"""The loss is the squared error against one-hot labels; the task asks for the cross-entropy.

fr: La perte est l'erreur quadratique avec des étiquettes one-hot ; il faut l'entropie croisée.
"""


def train(model, batches, optimizer, epochs):
    model.train()
    means = []
    for _ in range(epochs):
        total = 0.0
        for x, y in batches:
            loss = F.mse_loss(model(x), F.one_hot(y, 2).float())
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item()
        means.append(total / len(batches))
    return means
