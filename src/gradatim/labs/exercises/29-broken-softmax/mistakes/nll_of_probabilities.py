"""nll_loss wants log-probabilities; with plain ones the loss is negative.

fr: nll_loss veut des log-probabilités ; avec les probabilités la perte est négative.
"""


def train(model, x, labels, rate, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        loss = F.nll_loss(probabilities(model, x), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
