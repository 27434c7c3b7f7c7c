"""The weights never change: zero_grad comes between backward and step, or step is missing.

fr: Les poids ne changent jamais : zero_grad est entre backward et step, ou step manque.
"""


def train(model, batches, optimizer, epochs):
    model.train()
    means = []
    for _ in range(epochs):
        total = 0.0
        for x, y in batches:
            loss = F.cross_entropy(model(x), y)
            loss.backward()
            optimizer.zero_grad()
            optimizer.step()
            total += loss.item()
        means.append(total / len(batches))
    return means
