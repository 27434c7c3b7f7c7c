"""The gradients are cleared once, before the loop; they must be cleared in each step.

fr: Les gradients sont mis à zéro une fois, avant la boucle ; ils doivent l'être à chaque pas.
"""


def train(model, x, y, rate, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    optimizer.zero_grad()
    losses = []
    for _ in range(steps):
        loss = F.mse_loss(model(x), y)
        losses.append(loss.item())
        loss.backward()
        optimizer.step()
    return losses
