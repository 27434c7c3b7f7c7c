"""The batches are joined and the model sees all of them at once; they should go through it one by
one.

fr: Les lots sont réunis et le modèle les voit tous à la fois ; ils doivent y passer un par un.
"""


def accumulate(model, batches):
    model.zero_grad()
    x, y = (torch.cat(part) for part in zip(*batches))
    loss = F.mse_loss(model(x), y)
    loss.backward()
    return loss.item()
