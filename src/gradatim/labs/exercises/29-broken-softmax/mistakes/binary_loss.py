"""A sigmoid with a loss for each class is used; the classes exclude each other, so cross_entropy.

fr: Une sigmoïde avec une perte par classe sert ; les classes s'excluent, donc cross_entropy.
"""


def train(model, x, labels, rate, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        z = model(x)
        goal = F.one_hot(labels, z.shape[1]).float()
        loss = F.binary_cross_entropy_with_logits(z, goal)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
