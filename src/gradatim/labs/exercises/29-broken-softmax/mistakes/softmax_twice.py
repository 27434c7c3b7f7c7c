"""cross_entropy gets probabilities and applies a second softmax: give it the scores.

fr: cross_entropy reçoit des probabilités et applique un second softmax : donnez-lui les scores.
"""


def train(model, x, labels, rate, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(probabilities(model, x), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
