"""The gradients still add up; clipping only hides how large they become. Call model.zero_grad() in
every step.

fr: Les gradients s'ajoutent toujours ; les limiter cache seulement leur taille. Appelez
model.zero_grad() à chaque pas.
"""


def train(model, x, y, rate, steps):
    losses = []
    for _ in range(steps):
        loss = F.mse_loss(model(x), y)
        losses.append(loss.item())
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        with torch.no_grad():
            for parameter in model.parameters():
                parameter -= rate * parameter.grad
    return losses
