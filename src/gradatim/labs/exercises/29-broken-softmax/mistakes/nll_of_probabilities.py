"""nll_loss expects log-probabilities; with probabilities the loss is negative.

fr: nll_loss attend des log-probabilités ; avec des probabilités la perte est négative.
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
