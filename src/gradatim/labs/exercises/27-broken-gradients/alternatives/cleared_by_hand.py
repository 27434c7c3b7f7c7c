def train(model, x, y, rate, steps):
    losses = []
    for _ in range(steps):
        for parameter in model.parameters():
            parameter.grad = None
        loss = ((model(x) - y) ** 2).mean()
        losses.append(loss.item())
        loss.backward()
        for parameter in model.parameters():
            parameter.data -= rate * parameter.grad
    return losses
