"""model.train() is missing: batch norm and dropout behave as in evaluation.

fr: model.train() manque : la normalisation par lot et le dropout se comportent comme à
l'évaluation.
"""


def train(model, batches, optimizer, epochs):
    means = []
    for _ in range(epochs):
        total = 0.0
        for x, y in batches:
            loss = F.cross_entropy(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item()
        means.append(total / len(batches))
    return means
