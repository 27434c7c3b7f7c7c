"""The gradients are set to 0 by hand, but before the first step they are None. Use
optimizer.zero_grad().

fr: Les gradients sont mis à 0 à la main, mais avant le premier pas ils valent None. Utilisez
optimizer.zero_grad().
"""


def train(model, batches, optimizer, epochs):
    model.train()
    means = []
    for _ in range(epochs):
        total = 0.0
        for x, y in batches:
            loss = F.cross_entropy(model(x), y)
            for parameter in model.parameters():
                parameter.grad.zero_()
            loss.backward()
            optimizer.step()
            total += loss.item()
        means.append(total / len(batches))
    return means
