criterion = nn.CrossEntropyLoss()


def step(model, optimizer, x, y):
    for parameter in model.parameters():
        parameter.grad = None
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.detach()


def train(model, batches, optimizer, epochs):
    model.train()
    return [
        torch.stack([step(model, optimizer, x, y) for x, y in batches]).mean().item()
        for _ in range(epochs)
    ]


def evaluate(model, batches):
    modes = [module.training for module in model.modules()]
    model.eval()
    right = total = 0
    for x, y in batches:
        with torch.no_grad():
            right += int((model(x).max(1)[1] == y).sum())
        total += y.numel()
    for module, mode in zip(model.modules(), modes):
        module.training = mode
    return right / total
