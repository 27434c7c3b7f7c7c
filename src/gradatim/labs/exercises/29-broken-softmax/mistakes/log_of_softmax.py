"""A probability below about 1e-45 is rounded to 0, and its logarithm is infinite: take the
cross-entropy of the scores.

fr: Une probabilité inférieure à environ 1e-45 est arrondie à 0, et son logarithme est infini :
prenez l'entropie croisée des scores.
"""


def train(model, x, labels, rate, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        loss = F.nll_loss(torch.log(probabilities(model, x)), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
