"""binary_cross_entropy judges each class by itself and averages over the classes too; the
cross-entropy counts the right class of each example.

fr: binary_cross_entropy juge chaque classe à part et moyenne aussi sur les classes ; l'entropie
croisée compte la bonne classe de chaque exemple.
"""


def train(model, x, labels, rate, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        p = probabilities(model, x)
        loss = F.binary_cross_entropy(p, F.one_hot(labels, p.shape[1]).float())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
