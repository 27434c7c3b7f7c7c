"""The softmax in the loss runs over the examples (dim=0).

fr: Le softmax dans la perte porte sur les exemples (dim=0).
"""


def train(model, x, labels, rate, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        loss = F.nll_loss(torch.log_softmax(model(x), 0), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
