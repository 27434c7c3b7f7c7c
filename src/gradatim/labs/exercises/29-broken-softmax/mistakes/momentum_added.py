"""The optimizer has momentum; plain gradient descent is asked for.

fr: L'optimiseur a un momentum ; une simple descente de gradient est demandée.
"""


def train(model, x, labels, rate, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=rate, momentum=0.9)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model(x), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
