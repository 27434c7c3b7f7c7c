"""nll_loss gets the raw scores; it expects log-probabilities, cross_entropy takes scores.

fr: nll_loss reçoit les scores bruts ; elle attend des log-probabilités, cross_entropy prend
des scores.
"""


def train(model, x, labels, rate, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        loss = F.nll_loss(model(x), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
