"""The steps have momentum; plain gradient descent is asked for.

fr: Les pas ont de l'inertie ; il faut la descente de gradient simple.
"""


def train(model, x, y, rate, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=rate, momentum=0.9)
    losses = []
    for _ in range(steps):
        loss = F.mse_loss(model(x), y)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses
