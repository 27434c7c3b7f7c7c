def train(model, x, y, rate, steps):
    losses = []
    parameters = list(model.parameters())
    while len(losses) < steps:
        loss = F.mse_loss(model(x), y)
        gradients = torch.autograd.grad(loss, parameters)
        with torch.no_grad():
            for parameter, gradient in zip(parameters, gradients):
                parameter.sub_(gradient, alpha=rate)
        losses.append(loss.item())
    return losses
