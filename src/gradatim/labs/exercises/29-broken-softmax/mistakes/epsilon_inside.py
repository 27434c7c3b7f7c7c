"""A small number is added inside the logarithm, or the probabilities are cut off: no log 0, but the
loss of confident wrong answers is wrong. Take the cross-entropy of the scores.

fr: Un petit nombre est ajouté dans le logarithme, ou les probabilités sont bornées : pas de log 0,
mais la perte des réponses fausses et sûres est fausse. Prenez l'entropie croisée des scores.
"""


def train(model, x, labels, rate, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        loss = F.nll_loss((probabilities(model, x) + 1e-8).log(), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
