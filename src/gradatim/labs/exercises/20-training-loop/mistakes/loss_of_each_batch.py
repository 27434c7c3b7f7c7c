"""The list has one loss per batch; one per epoch is asked for.

fr: La liste a une perte par lot ; il en faut une par époque.
"""


def train(model, batches, optimizer, epochs):
    model.train()
    losses = []
    for _ in range(epochs):
        for x, y in batches:
            loss = F.cross_entropy(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
